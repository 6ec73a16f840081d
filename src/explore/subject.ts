/**
 * What is to be run, told in text: a scenario's, and which protocol tries it. Text is what the
 * command line has, what a worker thread can be sent, and what a failure file keeps.
 */
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Offence, Protocol } from '../contract/index.ts';
import { namesOf, type RunOptions, registry } from '../run/index.ts';
import { errorAt } from '../scenario/error.ts';
import { type ParsedScenario, parseScenario, type RefusedScenario, type ScenarioError } from '../scenario/index.ts';
import { didYouMean } from '../scenario/nearest.ts';
import { builtInFingerprint } from './fingerprint.ts';
import { ProtocolFileError } from './protocol-file-error.ts';

/** A protocol that was asked for, in place of the scenario's own. */
export interface Chosen {
  /** The name, or the path of the file, as it was given. */
  readonly asked: string;
  readonly protocol: Protocol;
  /** See `RunOptions`. */
  readonly afresh?: () => Protocol;
  /** What its module did wrong when it was loaded. */
  readonly offences: readonly Offence[];
  /** Identifies its code; undefined for one that comes with tutti, empty where the code is not known. */
  readonly fingerprint?: string;
}

/** Which scenario, and what the command line has to say about it. */
export interface SubjectText {
  /** As errors call it. */
  readonly file: string;
  readonly text: string;
  /** `key=value`: see `parseScenario`. */
  readonly set?: readonly string[] | undefined;
  readonly mutant?: string | undefined;
}

/** A scenario with the protocol that tries it, ready to run. */
export interface Prepared extends ParsedScenario {
  /** As it was given. */
  readonly file: string;
  readonly protocol: Protocol;
  readonly afresh: (() => Protocol) | undefined;
  readonly offences: readonly Offence[];
  readonly mutant: string | undefined;
  /** The protocol as it was asked for; undefined where it is the scenario's own. */
  readonly asked: string | undefined;
  /** Identifies the protocol's code: 16 hex digits. */
  readonly fingerprint: string;
}

/**
 * The protocol of that name, or in that file: a word without dots and slashes is a name.
 *
 * @throws ChoiceError when there is none, or it cannot be loaded.
 */
export async function chooseProtocol(asked: string): Promise<Chosen> {
  const known = registry.get(asked);
  if (known !== undefined) return { asked, protocol: known, offences: [] };
  if (!/[./\\]/.test(asked)) throw new ChoiceError(noSuchProtocol(asked));
  try {
    // The compiler behind it is large, and most commands do without.
    const { loadProtocol } = await import('./load-protocol.ts');
    const { protocol, afresh, fingerprint, offences } = await loadProtocol(asked);
    return protocol === undefined
      ? { asked, protocol: unusable(asked), fingerprint, offences }
      : { asked, protocol, afresh, fingerprint, offences };
  } catch (error) {
    if (!(error instanceof ProtocolFileError)) throw error;
    const { where, message, remedy } = error;
    const [, file = where, line = 0, column = 0] = /^(.+):(\d+):(\d+)$/.exec(where) ?? [];
    const place = { file, line: Number(line), column: Number(column) };
    throw new ChoiceError(errorAt(place, message.slice(where.length + 2), remedy));
  }
}

/** The protocol that was asked for is none: the user's to mend. */
export class ChoiceError extends Error {
  override readonly name = 'ChoiceError';
  readonly error: ScenarioError;

  constructor(error: ScenarioError) {
    super(error.message);
    this.error = error;
  }
}

/** Reads the scenario, and finds the protocol that it names, or takes the chosen one. */
export function prepare(told: SubjectText, chosen?: Chosen): Prepared | RefusedScenario {
  const protocols = new Map(registry);
  if (chosen !== undefined) protocols.set(chosen.protocol.name, chosen.protocol);
  const options = { protocol: chosen?.protocol.name, set: told.set };
  const parsed = parseScenario(told.text, told.file, namesOf(protocols.values()), options);
  if ('errors' in parsed) return parsed;
  const { scenario } = parsed;
  const protocol = protocols.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`${told.file} passes without a protocol: ${scenario.protocol}`);
  const errors = told.mutant === undefined ? [] : unknownMutant(told.mutant, protocol);
  if (errors.length > 0) return { errors };
  const { asked, afresh, offences = [], fingerprint = builtInFingerprint(protocol.name) } = chosen ?? {};
  const mutant = told.mutant ?? scenario.mutant;
  return { ...parsed, file: told.file, protocol, afresh, offences, mutant, asked, fingerprint };
}

/** The same with other data in its scenario; undefined where these do not make one. */
export function prepareAgain(prepared: Prepared, data: Prepared['data']): Prepared | undefined {
  const { file, mutant } = prepared;
  const again = prepare({ file, text: JSON.stringify(data), mutant }, chosenIn(prepared));
  return 'errors' in again ? undefined : again;
}

/** The protocol that was asked for, as it was; undefined where it is the scenario's own. */
export function chosenIn({ asked, protocol, afresh, offences, fingerprint }: Prepared): Chosen | undefined {
  return asked === undefined ? undefined : { asked, protocol, ...(afresh && { afresh }), offences, fingerprint };
}

/** What a run needs of it; a schedule is still to come. */
export function subjectOf(prepared: Prepared): Omit<RunOptions, 'schedule'> {
  const { scenario, protocol, afresh, mutant, offences } = prepared;
  return { scenario, protocol, afresh, mutant, offences };
}

/** What to say of a name that no protocol has. */
export function noSuchProtocol(asked: string): ScenarioError {
  const names = [...registry.keys()];
  const file = ['ts', 'mts', 'js', 'mjs'].map((extension) => `${asked}.${extension}`).find((each) => existsSync(each));
  const nearest = file === undefined ? didYouMean(asked, names) : `; did you mean the file "./${file}"?`;
  return errorAt(
    { file: '--protocol', line: 0, column: 0 },
    `there is no protocol "${asked}"${nearest}`,
    `protocols are ${names.join(', ')}, or a file: ./my-protocol.ts`,
  );
}

/** Stands in for a protocol whose module died of what it called: the run is about that call alone. */
function unusable(file: string): Protocol {
  const name = basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return { name, summary: 'did not survive its own loading', layout: () => [] };
}

function unknownMutant(name: string, { name: protocol, mutants = {} }: Protocol): readonly ScenarioError[] {
  if (Object.hasOwn(mutants, name)) return [];
  const place = { file: '--mutant', line: 0, column: 0 };
  const known = Object.keys(mutants).sort();
  if (known.length === 0) return [errorAt(place, `${protocol} has no mutants`)];
  const message = `${protocol} has no mutant "${name}"${didYouMean(name, known)}`;
  return [errorAt(place, message, `mutants are ${known.join(', ')}`)];
}
