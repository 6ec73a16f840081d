/**
 * The text of a scenario file as a YAML document that still knows where everything stands. Aliases
 * are followed; merge keys, tags and several documents in a file are refused.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { errorAt, type Place, type ScenarioError } from './error.ts';
import { syntaxError } from './syntax.ts';

/** From the root: keys of mappings, indices of lists. */
export type Path = readonly (string | number)[];

/** A document, and the places of its parts. */
export class Source {
  readonly file: string;
  readonly document: Document;
  /** Offsets at which lines begin. The parser's own count slips where the text is broken. */
  readonly #lines: readonly number[];
  /** Nodes that the command line put there, and what to call that place. */
  readonly #origins = new Map<unknown, string>();

  constructor(file: string, text: string, document: Document) {
    this.file = file;
    this.document = document;
    this.#lines = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** Where a character stands, counted from 0. */
  at(offset: number): Place {
    const line = Math.max(1, this.#lines.findLastIndex((start) => start <= offset) + 1);
    return { file: this.file, line, column: offset - this.#lines[line - 1]! + 1 };
  }

  /** Remembers that this node came from the command line. */
  comesFrom(node: unknown, origin: string): void {
    this.#origins.set(node, origin);
  }

  /** The place of the value at a path, or of the nearest thing around it that is written. */
  placeOf(path: Path): Place {
    return this.#find(path, false);
  }

  /** The place of the last key of a path. */
  placeOfKey(path: Path): Place {
    return this.#find(path, true);
  }

  /** The node at a path, aliases followed. */
  nodeAt(path: Path): Node | undefined {
    let node = this.#followed(this.document.contents);
    for (const step of path) {
      if (isMap(node)) node = this.#followed(pairOf(node, step)?.value);
      else node = isSeq(node) && typeof step === 'number' ? this.#followed(node.items[step]) : undefined;
    }
    return node;
  }

  /** Whether the file says anything at this path. */
  has(path: Path): boolean {
    const last = path.at(-1);
    const around = path.length === 0 ? undefined : this.nodeAt(path.slice(0, -1));
    if (isMap(around)) return last !== undefined && pairOf(around, last) !== undefined;
    return this.nodeAt(path) !== undefined;
  }

  /** The keys of the mapping at a path, in the file's order; none where there is no mapping. */
  keysAt(path: Path): readonly string[] {
    const node = this.nodeAt(path);
    return isMap(node) ? node.items.map((pair) => keyText(pair)) : [];
  }

  /** How many items the list at a path has; 0 where there is no list. */
  lengthAt(path: Path): number {
    const node = this.nodeAt(path);
    return isSeq(node) ? node.items.length : 0;
  }

  #followed(value: unknown): Node | undefined {
    const node = isAlias(value) ? value.resolve(this.document) : value;
    return isNode(node) ? node : undefined;
  }

  #find(path: Path, key: boolean): Place {
    let written: unknown = this.document.contents;
    let node = this.#followed(written);
    let place = this.#startOf(node) ?? this.at(0);
    for (const [index, step] of path.entries()) {
      if (isMap(node)) {
        const pair = pairOf(node, step);
        if (pair === undefined) return place;
        written = pair.value;
        const ofKey = this.#originOf(written) ?? this.#startOf(pair.key);
        const wantsKey = (key && index === path.length - 1) || !isSomething(written);
        place = (wantsKey ? undefined : this.#startOf(written)) ?? ofKey ?? place;
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        written = node.items[step];
        place = this.#startOf(written) ?? place;
      } else {
        return place;
      }
      node = this.#followed(written);
    }
    return place;
  }

  #originOf(node: unknown): Place | undefined {
    const origin = this.#origins.get(node);
    return origin === undefined ? undefined : { file: origin, line: 0, column: 0 };
  }

  #startOf(node: unknown): Place | undefined {
    const origin = this.#originOf(node);
    if (origin !== undefined) return origin;
    return isNode(node) && node.range ? this.at(node.range[0]) : undefined;
  }
}

/** Reads a document, or says everything that keeps it from being one. */
export function readSource(text: string, file: string): Source | readonly ScenarioError[] {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const start = { file, line: 1, column: 1 };
  if (plain.includes('\u0000')) return [errorAt(start, 'expected a text file, found binary data')];
  const document = parseDocument(plain, { prettyErrors: false, logLevel: 'error' });
  const source = new Source(file, plain, document);
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    return firstOfEachLine(faults.map((fault) => syntaxError(fault, plain, source.at(fault.pos[0]))));
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return [errorAt(start, 'the file is empty', 'a scenario has at least a summary and a protocol')];
  }
  return source;
}

/** One slip makes a parser stumble several times. */
function firstOfEachLine(errors: readonly ScenarioError[]): readonly ScenarioError[] {
  return errors.filter((error, index) => errors.findIndex((other) => other.line === error.line) === index);
}

/** A document as plain data: its aliases replaced by what they name. */
export function dataOf(source: Source): { readonly data: unknown } | readonly ScenarioError[] {
  const broken = brokenAliases(source);
  if (broken.length > 0) return broken;
  try {
    return { data: source.document.toJS() };
  } catch (error) {
    // Aliases of aliases of aliases: the parser bounds how much they may unfold to.
    return [errorAt(source.at(0), `the file cannot be unfolded: ${String(error)}`)];
  }
}

/** Aliases without an anchor before them, and those that stand inside what they name. */
function brokenAliases(source: Source): readonly ScenarioError[] {
  const errors: ScenarioError[] = [];
  visit(source.document, {
    Alias(_, alias, ancestors) {
      const named = alias.resolve(source.document);
      const place = source.at(alias.range?.[0] ?? 0);
      if (named === undefined) {
        errors.push(errorAt(place, `no anchor "&${alias.source}" stands before "*${alias.source}"`));
      } else if (ancestors.includes(named)) {
        errors.push(errorAt(place, `"*${alias.source}" stands inside what it names`));
      }
    },
  });
  return errors;
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => keyText(pair) === String(key));
}

function keyText(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function isSomething(node: unknown): boolean {
  return isNode(node) && !(isScalar(node) && node.value === null);
}
