/**
 * Where the values of a JSON text stand, which the engine's parser does not tell. The text is known
 * to be JSON; of keys that stand twice the last counts.
 */
import type { Place } from '../scenario/index.ts';

/** From the root: keys of objects, indices of lists. */
export type JsonPath = readonly (string | number)[];

/** Offsets: of the value's first character, and behind its last. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The place of the value at a path, or of the nearest thing around it that is written. */
export function placeIn(text: string, file: string, path: JsonPath): Place {
  let span = whole(text);
  for (const step of path) {
    const inner = childrenOf(text, span).findLast(([key]) => key === step);
    if (inner === undefined) break;
    span = inner[1];
  }
  const before = text.slice(0, span.from).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The text with nothing left but the value of this key of its outermost object, in its place. */
export function onlyValueOf(text: string, key: string): string {
  const { from, to } = childrenOf(text, whole(text)).findLast(([name]) => name === key)?.[1] ?? { from: 0, to: 0 };
  const blank = (part: string) => part.replace(/[^\r\n]/g, ' ');
  return blank(text.slice(0, from)) + text.slice(from, to) + blank(text.slice(to));
}

function whole(text: string): Span {
  const from = skip(text, 0);
  return { from, to: endOf(text, from) };
}

/** Key or index and value, of an object or a list; nothing of any other value. */
function childrenOf(text: string, { from, to }: Span): (readonly [string | number, Span])[] {
  const isObject = text[from] === '{';
  if (!isObject && text[from] !== '[') return [];
  const children: (readonly [string | number, Span])[] = [];
  let at = skip(text, from + 1);
  while (at < to - 1) {
    let key: string | number = children.length;
    if (isObject) {
      const end = endOf(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skip(text, skip(text, end) + 1);
    }
    const end = endOf(text, at);
    children.push([key, { from: at, to: end }]);
    at = skip(text, skip(text, end) + 1);
  }
  return children;
}

function skip(text: string, at: number): number {
  return matchEnd(/[ \t\r\n]*/y, text, at);
}

const string = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const scalar = new RegExp(`${string}|[^\\s,:\\]}]+`, 'y');
const part = new RegExp(String.raw`${string}|[{}[\]]|[^"{}[\]]+`, 'y');

/** Behind the value that begins here. */
function endOf(text: string, from: number): number {
  if (text[from] !== '{' && text[from] !== '[') return matchEnd(scalar, text, from);
  let depth = 0;
  let at = from;
  do {
    if (text[at] === '{' || text[at] === '[') depth++;
    else if (text[at] === '}' || text[at] === ']') depth--;
    at = matchEnd(part, text, at);
  } while (depth > 0);
  return at;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new Error(`JSON goes on at offset ${at}: ${text.slice(at, at + 20)}`);
  return pattern.lastIndex;
}
