/**
 * Names that a scenario uses and others define: the protocol, its mutants, settings and rare
 * events, properties, counters. A protocol that stands in for the file's own may lack some of
 * them: these are ignored, and said to be.
 */
import { errorAt, type ScenarioError } from './error.ts';
import type { Names, ProtocolNames } from './names.ts';
import { didYouMean } from './nearest.ts';
import { some } from './shapes.ts';
import type { Path, Source } from './source.ts';
import type { Expectation } from './types.ts';

/** The parts of a file that hold names, as far as they could be read. */
export interface NamedParts {
  readonly protocol: string | undefined;
  readonly mutant: string | undefined;
  readonly settings: Readonly<Record<string, number>>;
  readonly sometimes: readonly string[];
  readonly expect: Expectation | undefined;
}

/** The names that count, those that do not, and what is wrong with the rest. */
export interface CheckedNames {
  readonly protocol: string;
  readonly mutant: string | undefined;
  readonly settings: Readonly<Record<string, number>>;
  readonly sometimes: readonly string[];
  /** `settings.page (sequencer only)`: says nothing to the protocol that stands in. */
  readonly ignored: readonly string[];
  readonly errors: readonly ScenarioError[];
}

/** Checks against the file's own protocol, and sorts out what `standIn`, if another, does not know. */
export function checkNames(parts: NamedParts, source: Source, names: Names, standIn: string | undefined): CheckedNames {
  const check = new Check(parts, source, names, standIn);
  const settings: Record<string, number> = {};
  for (const name of source.keysAt(['settings'])) {
    const value = check.setting(name, parts.settings[name]);
    if (value !== undefined) settings[name] = value;
  }
  const sometimes = parts.sometimes.filter((name, index) =>
    check.ofProtocol(name, ['sometimes', index], (protocol) => protocol.sometimes, '"sometimes" name'),
  );
  const { mutant, expect } = parts;
  const hasMutant =
    mutant !== undefined && check.ofProtocol(mutant, ['mutant'], (protocol) => protocol.mutants, 'mutant');
  for (const name of source.keysAt(['atLeast'])) check.known(name, ['atLeast', name], names.counters, 'counter');
  for (const [index, name] of (expect?.kind === 'violated' ? expect.properties : []).entries()) {
    check.known(name, ['expect', 'violated', index], names.properties, 'property');
  }
  const protocol = standIn ?? parts.protocol ?? '';
  const { errors, ignored } = check;
  return { protocol, mutant: hasMutant ? mutant : undefined, settings, sometimes, ignored, errors };
}

/** A protocol of the user's has no name that a file could give. */
const ownFile = ', or one of your own: --protocol ./my-protocol.ts';

class Check {
  readonly errors: ScenarioError[] = [];
  readonly ignored: string[] = [];
  readonly #source: Source;
  readonly #ownName: string | undefined;
  readonly #own: ProtocolNames | undefined;
  /** The protocol that stands in. */
  readonly #other: ProtocolNames | undefined;

  constructor(parts: NamedParts, source: Source, names: Names, standIn: string | undefined) {
    this.#source = source;
    this.#ownName = parts.protocol;
    const protocols = [...names.protocols.keys()];
    if (standIn !== undefined && !names.protocols.has(standIn)) {
      const message = `unknown protocol "${standIn}"${didYouMean(standIn, protocols)}`;
      this.errors.push(
        errorAt({ file: '--protocol', line: 0, column: 0 }, message, `protocols are ${some(protocols)}`),
      );
    }
    if (parts.protocol !== undefined) {
      // Whatever the file calls its protocol, it is another one that is tried.
      if (standIn === undefined) this.known(parts.protocol, ['protocol'], protocols, 'protocol', ownFile);
      this.#own = names.protocols.get(parts.protocol);
    }
    if (standIn !== undefined) this.#other = names.protocols.get(standIn);
  }

  /** Whether the name is among the words; an error where it is not. The last step of a path that is the name is its key. `more` ends the remedy. */
  known(name: string, path: Path, words: readonly string[], what: string, more = ''): boolean {
    if (words.includes(name)) return true;
    const place = path.at(-1) === name ? this.#source.placeOfKey(path) : this.#source.placeOf(path);
    const plural = what === 'property' ? 'properties' : `${what}s`;
    const remedy = words.length === 0 ? `there are no ${plural}` : `${plural} are ${some(words)}${more}`;
    this.errors.push(errorAt(place, `unknown ${what} "${name}"${didYouMean(name, words)}`, remedy));
    return false;
  }

  /** Whether the protocol that is tried has the name. An error where the file's own lacks it too. */
  ofProtocol(name: string, path: Path, wordsOf: (protocol: ProtocolNames) => readonly string[], what: string): boolean {
    if (this.#other !== undefined && wordsOf(this.#other).includes(name)) return true;
    const isOwn = this.#own === undefined || this.known(name, path, wordsOf(this.#own), what);
    if (this.#other === undefined) return isOwn;
    if (isOwn) this.ignored.push(`${path[0]}${path.length > 1 ? `.${name}` : ` ${name}`} (${this.#ownName} only)`);
    return false;
  }

  /** The value of a setting that counts. */
  setting(name: string, value: number | undefined): number | undefined {
    const path = ['settings', name];
    if (!this.ofProtocol(name, path, (protocol) => [...protocol.settings.keys()], 'setting')) return undefined;
    const bounds = (this.#other ?? this.#own)?.settings.get(name);
    if (bounds !== undefined && value !== undefined && (value < bounds.min || value > bounds.max)) {
      const message = `expected ${name} from ${bounds.min} to ${bounds.max}, found ${value}`;
      this.errors.push(errorAt(this.#source.placeOf(path), message));
    }
    return value;
  }
}
