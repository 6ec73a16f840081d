/**
 * Walks through lines one by one, as a state machine: a key and a state give the next state, and a
 * state gives what is to be seen. Knows nothing of terminals.
 */

/** What is walked through. */
export interface Walk {
  /** One for each line: the number of its event, never falling. */
  readonly events: readonly number[];
  readonly lines: readonly string[];
}

/** Where one is in a walk. */
export interface Stepper {
  /** The line one stands on, from 0. */
  readonly at: number;
  /** What is being typed: the number of an event to go to, or what to search for. */
  readonly typing: { readonly what: 'go' | 'search'; readonly text: string } | undefined;
  /** What was searched for last. */
  readonly sought: string;
  /** What there is to say about the last key. */
  readonly note: string;
  readonly isOver: boolean;
}

/** Where a walk begins. */
export const beginning: Stepper = { at: 0, typing: undefined, sought: '', note: '', isOver: false };

const help = 'enter n j next · b k back · g N go to event · / search, then enter for the next · q quit';

const forward = new Set(['\r', '\n', ' ', 'n', 'j', '\u001b[B', '\u001b[C']);
const backward = new Set(['b', 'k', '\u001b[A', '\u001b[D']);
const interrupt = '\u0003';

/** The next state. A key is what a terminal sends for it: one character, or an escape sequence. */
export function press(state: Stepper, key: string, walk: Walk): Stepper {
  const quiet = { ...state, note: '' };
  if (key === interrupt) return { ...quiet, isOver: true };
  if (state.typing !== undefined) return typed(quiet, state.typing, key, walk);
  if (key === 'q') return { ...quiet, isOver: true };
  if (forward.has(key)) return moved(quiet, state.at + 1, walk);
  if (backward.has(key)) return moved(quiet, state.at - 1, walk);
  if (key === 'g') return { ...quiet, typing: { what: 'go', text: '' } };
  if (key === '/') return { ...quiet, typing: { what: 'search', text: '' } };
  return { ...quiet, note: help };
}

function moved(state: Stepper, to: number, { lines }: Walk): Stepper {
  if (to < 0) return { ...state, note: 'this is the beginning' };
  return to < lines.length ? { ...state, at: to } : { ...state, note: 'this is the end' };
}

function typed(state: Stepper, typing: NonNullable<Stepper['typing']>, key: string, walk: Walk): Stepper {
  const { what, text } = typing;
  if (key === '\u001b') return { ...state, typing: undefined };
  if (key === '\u007f' || key === '\b') return { ...state, typing: { what, text: text.slice(0, -1) } };
  if (key === '\r' || key === '\n') {
    const done = { ...state, typing: undefined };
    return what === 'go' ? gone(done, text, walk) : found(done, text === '' ? state.sought : text, walk);
  }
  const isText = key >= ' ' && !key.startsWith('\u001b');
  return isText ? { ...state, typing: { what, text: text + key } } : state;
}

/** To the first line of that event, or of the next that has any. */
function gone(state: Stepper, text: string, { events }: Walk): Stepper {
  const wanted = text.trim().replaceAll(',', '');
  if (!/^\d+$/.test(wanted)) return { ...state, note: 'an event has a number' };
  const at = events.findIndex((event) => event >= Number(wanted));
  return at < 0 ? { ...state, note: `the last event here is ${events.at(-1)}` } : { ...state, at };
}

/** To the next line with that text, from the beginning where the end is reached. */
function found(state: Stepper, sought: string, { lines }: Walk): Stepper {
  const { at } = state;
  const has = (line: string) => line.toLowerCase().includes(sought.toLowerCase());
  const next = lines.findIndex((line, place) => place > at && has(line));
  const to = next < 0 ? lines.findIndex(has) : next;
  return to < 0
    ? { ...state, sought, note: `nothing has "${sought}"` }
    : { ...state, sought, at: to, note: next < 0 ? 'from the beginning' : '' };
}

/** What is to be seen in so many rows, at least 3: the line one stands on with what is around it, and a last row. */
export function screen(state: Stepper, { lines, events }: Walk, rows: number): readonly string[] {
  const room = Math.max(1, rows - 1);
  const first = Math.max(0, Math.min(state.at - Math.floor(room / 2), lines.length - room));
  const shown = lines.slice(first, first + room).map((line, nth) => `${first + nth === state.at ? '>' : ' '} ${line}`);
  const { typing } = state;
  if (typing !== undefined) return [...shown, `${typing.what === 'go' ? 'event ' : '/'}${typing.text}`];
  const place =
    lines.length === 0 ? 'nothing happened' : `event ${events[state.at]}, ${state.at + 1} of ${lines.length}`;
  return [...shown, `${place} · ${state.note === '' ? help : state.note}`];
}

/** The keys in what a terminal sent at once. */
export function keysIn(sent: string): readonly string[] {
  return sent.match(keys) ?? [];
}

/** Spelled so because a control character in a pattern is mostly a mistake. */
const keys = new RegExp(`${String.fromCharCode(27)}(?:\\[[0-9;]*[A-Za-z~])?|[\\s\\S]`, 'gu');
