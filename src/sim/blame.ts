/**
 * Who is to blame: finds the place in the user's code that an error comes from, by reading the
 * text of its stack, and says in one line what was thrown. The text and not the engine's call
 * sites, because test runners and `--enable-source-maps` translate the text only. Built-in
 * protocols count as the user's code; the rest of this package, Node and the machinery that loads
 * modules do not.
 */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One line of a stack. `file` is an absolute path, or a name like `node:fs`. Lines and columns count from 1. */
interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a generated position stands in the source; undefined when nowhere. Lines and columns count from 1. */
export type ToSource = (line: number, column: number) => { line: number; column: number } | undefined;

/** One line, at most: what came out of a protocol is printed inside a sentence. */
const longestCharacters = 200;

const packageRoot = slashed(fileURLToPath(new URL('../..', import.meta.url)));
const machinery = /\/node_modules\/(?:jiti|vite|vitest|@vitest)\//;

const translations = new Map<string, ToSource>();

/** From now on positions in `file`, an absolute path, are translated: what runs is not what its author wrote. */
export function translatePositions(file: string, toSource: ToSource): void {
  translations.set(file, toSource);
}

/**
 * The first place of an error's stack that is the user's, as `file:line:column`; undefined when
 * there is none, or when no error was thrown. Code of the user's own is preferred to that of the
 * packages it calls.
 */
export function placeOf(error: unknown): string | undefined {
  const frame = firstOfUser(framesOf(error));
  return frame && spell(frame);
}

/**
 * Whether the topmost frame of an error's stack is the user's, or the stack says nothing. A call
 * made by Node, this package or the machinery is not the user's; `throughNode` looks past Node.
 */
export function isCalledByUser(error: unknown, throughNode = false): boolean {
  const frames = framesOf(error);
  const caller = throughNode ? frames.find((frame) => !frame.file.startsWith('node:')) : frames[0];
  return caller === undefined || isOfUser(caller);
}

/** A path as people are shown it: relative to the current folder when inside it, with forward slashes. */
export function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return slashed(/^(?:\.\.(?:[\\/]|$)|$)/.test(path) || isAbsolute(path) ? file : path);
}

/** What was thrown, in one line of at most 200 characters: `TypeError: x is not a function`. Never throws. */
export function describeThrown(value: unknown): string {
  let text: string;
  try {
    text = spellThrown(value);
  } catch {
    text = 'something that cannot be shown';
  }
  const line = text.trim().split('\n', 1)[0] as string;
  return line.length > longestCharacters ? `${line.slice(0, longestCharacters - 1)}…` : line;
}

function spellThrown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error || ('message' in value && 'stack' in value)) {
    const { name, message } = value as Error;
    return message === '' ? String(name) : `${name}: ${message}`;
  }
  return JSON.stringify(value) ?? 'an object';
}

function spell(frame: Frame): string {
  const { line, column } = translations.get(frame.file)?.(frame.line, frame.column) ?? frame;
  return `${shownPath(frame.file)}:${line}:${column}`;
}

/** The user's frames stand together, above those of this package that called them. */
function firstOfUser(frames: readonly Frame[]): Frame | undefined {
  let found: Frame | undefined;
  for (const frame of frames) {
    if (isOfUser(frame)) {
      if (!slashed(frame.file).includes('/node_modules/')) return frame;
      found ??= frame;
    } else if (found && isOfPackage(frame)) {
      return found;
    }
  }
  return found;
}

function isOfUser(frame: Frame): boolean {
  return isAbsolute(frame.file) && !machinery.test(slashed(frame.file)) && !isOfPackage(frame);
}

function isOfPackage(frame: Frame): boolean {
  const file = slashed(frame.file);
  if (!file.startsWith(packageRoot)) return false;
  const inside = file.slice(packageRoot.length);
  return /^(?:src|dist)\/(?!protocols\/)/.test(inside);
}

/** Frames that have a place, topmost first; none for what is no error or has no readable stack. */
function framesOf(error: unknown): Frame[] {
  if (typeof error !== 'object' || error === null) return [];
  let stack: unknown;
  let message: unknown;
  try {
    ({ stack, message } = error as { stack?: unknown; message?: unknown });
  } catch {
    return [];
  }
  if (typeof stack !== 'string') return [];
  // The message comes first, and may look like a stack itself.
  const told = typeof message === 'string' ? stack.indexOf(message) : -1;
  const text = told < 0 ? stack : stack.slice(told + (message as string).length);
  const frames: Frame[] = [];
  // What the engine could not read at all has its place above the message, with a mark below the line.
  const unread = /^(\/.+|[A-Z]:\\.+):(\d+)\n.*\n( *)\^/.exec(stack);
  if (unread) {
    frames.push({
      file: resolve(unread[1] as string),
      line: Number(unread[2]),
      column: (unread[3] as string).length + 1,
    });
  }
  for (const line of text.split('\n')) {
    const frame = frameOf(line);
    if (frame) frames.push(frame);
  }
  return frames;
}

function frameOf(line: string): Frame | undefined {
  const call = /^\s+at (.*)$/.exec(line)?.[1];
  if (call === undefined) return undefined;
  // Code made by eval or Function: the place that made it.
  const evaluated = /\beval at [^()]*\(([^()]+:\d+:\d+)\)/.exec(call)?.[1];
  const place = /^(.*):(\d+):(\d+)$/.exec(evaluated ?? lastParenthesis(call) ?? call.replace(/^async /, ''));
  if (!place) return undefined;
  return { file: pathOf(place[1] as string), line: Number(place[2]), column: Number(place[3]) };
}

/** What stands in the parenthesis that ends a text; paths may have parentheses of their own. */
function lastParenthesis(text: string): string | undefined {
  if (!text.endsWith(')')) return undefined;
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++;
    else if (text[i] === '(' && --depth === 0) return text.slice(i + 1, -1);
  }
  return undefined;
}

function pathOf(file: string): string {
  if (!file.startsWith('file:')) return isAbsolute(file) ? resolve(file) : file;
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
