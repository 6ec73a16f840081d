/** Where two accounts of runs part, and what they tell around it: of runs that can be executed, or of traces line by line. */
import { closeUpOf, type Executed, type Happenings } from '../run/parting.ts';

/** One thing that happened. */
export interface Told {
  readonly event: number;
  readonly atUs: number;
  readonly text: string;
}

/** See the head of this file. */
export interface Difference {
  /** The first event that differs; null where all that traces tell is alike, and their digests are not. */
  readonly event: number | null;
  /** What both tell before they part, as much as is of interest. */
  readonly before: readonly Told[];
  /** What each goes on with; nothing where it is over. */
  readonly first: readonly Told[];
  readonly second: readonly Told[];
  /** Whether what happens there is told alike, and differs in what is not told. */
  readonly isUntold: boolean;
}

/** How much is told before and after. */
const around = 6;

/** Undefined where both are alike to their ends. */
export function differenceOf(one: Executed, other: Executed): Difference | undefined {
  const closeUp = closeUpOf(one, other, around);
  if (closeUp === undefined) return undefined;
  const { event } = closeUp;
  const first = toldIn(closeUp.first);
  const second = toldIn(closeUp.second);
  let alike = 0;
  while (isSame(first[alike], second[alike])) alike++;
  // What is sent in one event counts in the digest when it arrives: it is told before.
  const toldAt = Math.min(...[first[alike], second[alike]].map((told) => told?.event ?? Number.POSITIVE_INFINITY));
  const isUntold = toldAt > event;
  const parting = isUntold ? first.findIndex((told) => told.event === event) : alike;
  const from = parting < 0 ? alike : parting;
  return {
    event: Math.min(event, toldAt),
    before: first.slice(Math.max(0, from - around), from),
    first: first.slice(from, from + around),
    second: second.slice(from, from + around),
    isUntold,
  };
}

/** A trace, as far as it is compared. */
export interface TraceLines {
  /** In order; once only. */
  readonly lines: Iterator<string>;
  /** What a line tells. */
  told(line: string): Told;
}

/** Compares the lines of two traces, one of which is handed in line by line as it comes up. */
export class LineComparison {
  readonly #other: TraceLines;
  readonly #tell: TraceLines['told'];
  readonly #before: string[] = [];
  /** From the first line that differs on. */
  #first: string[] | undefined;
  #second: string[] = [];

  /** `tell` reads a line of the first. */
  constructor(tell: TraceLines['told'], other: TraceLines) {
    this.#other = other;
    this.#tell = tell;
  }

  /** The next line of the first trace. */
  take(line: string): void {
    if (this.#first !== undefined) {
      if (this.#first.length < around) this.#first.push(line);
      return;
    }
    const { done, value } = this.#other.lines.next();
    if (done !== true && value === line) {
      this.#before.push(line);
      if (this.#before.length > around) this.#before.shift();
      return;
    }
    this.#first = [line];
    if (done !== true) this.#second = [value, ...this.#more(around - 1)];
  }

  /** The first trace is over. What the second has more counts, unless the first is known to stop earlier. */
  end(stopsEarlier: boolean): Difference | undefined {
    if (this.#first === undefined && !stopsEarlier) this.#second = this.#more(around);
    const first = (this.#first ?? []).map(this.#tell);
    const second = this.#second.map((line) => this.#other.told(line));
    const event = Math.min(...[...first.slice(0, 1), ...second.slice(0, 1)].map((told) => told.event));
    if (!Number.isFinite(event)) return undefined;
    const isUntold = isSame(first[0], second[0]);
    return { event, before: this.#before.map(this.#tell), first, second, isUntold };
  }

  #more(most: number): string[] {
    const lines: string[] = [];
    while (lines.length < most) {
      const { done, value } = this.#other.lines.next();
      if (done === true) break;
      lines.push(value);
    }
    return lines;
  }
}

function toldIn(happened: Happenings): Told[] {
  return [...happened].flatMap(([event, all]) => all.map(({ atUs, text }) => ({ event, atUs, text })));
}

function isSame(one: Told | undefined, other: Told | undefined): boolean {
  return one !== undefined && one.event === other?.event && one.atUs === other.atUs && one.text === other.text;
}
