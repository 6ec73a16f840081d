/**
 * How far the members of a room have got, against a model that keeps every delivered position in a
 * set: whatever happens in whatever order, both say the same of each delivery and of what is due.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Members } from '../../src/properties/members.ts';
import { noEnd } from '../../src/properties/standing.ts';

const farthest = 9;

/** Nothing stands beyond. */
const length = 7;

interface ModelInterval {
  readonly start: number;
  until: number;
  due: boolean;
  cursor: number;
  best: number;
}

/** One client. The message at position 3 has the token `t3`; positions beyond `length` have none. */
class ModelClient {
  intervals: ModelInterval[] = [];
  /** Positions delivered, each with what stands there, in this life and in any. */
  life = new Set<number>();
  readonly ever = new Set<number>();
  /** Tokens delivered elsewhere than they stand. */
  misplaced = new Set<string>();
  readonly everMisplaced = new Set<string>();
  readonly displaced = new Set<number>();
  /** Positions that were truncated, in this life and in any. */
  passed = new Set<number>();
  readonly everPassed = new Set<number>();
  durable = false;
  leaveAsked = 0;

  at(position: number): ModelInterval | undefined {
    return this.intervals.findLast(({ start, until }) => start < position && position <= until);
  }

  deliver(position: number, token: string, place: number): { course: string; again: boolean; expected: number } {
    const interval = this.at(position);
    const again = this.misplaced.has(token) || this.life.has(place);
    let expected = (interval?.cursor ?? 0) + 1;
    while (this.passed.has(expected)) expected++;
    if (place !== position) this.displaced.add(position);
    if (interval === undefined || place !== position) {
      this.misplaced.add(token);
      this.everMisplaced.add(token);
    }
    if (interval === undefined) return { course: 'stranger', again, expected };
    if (this.life.has(position)) return { course: 'again', again, expected };
    if (place === position) {
      this.life.add(position);
      this.ever.add(position);
    }
    const course = position <= interval.cursor ? 'behind' : position <= expected ? 'next' : 'ahead';
    interval.cursor = Math.max(interval.cursor, position);
    interval.best = Math.max(interval.best, position);
    return { course, again, expected };
  }

  join(position: number, due: boolean): void {
    this.leave(position);
    this.intervals.push({ start: position, until: noEnd, due, cursor: position, best: position });
  }

  leave(position: number): void {
    const open = this.intervals.at(-1);
    if (open?.until === noEnd) open.until = position;
  }

  reboot(): void {
    if (this.durable) return;
    this.life = new Set();
    this.passed = new Set();
    this.misplaced = new Set();
    for (const interval of this.intervals) interval.cursor = interval.start;
  }

  resume(upTo: number, hole: number): void {
    if (!this.durable) {
      this.misplaced = new Set(this.everMisplaced);
      this.life = new Set(this.ever);
      this.passed = new Set(this.everPassed);
      for (const interval of this.intervals) interval.cursor = interval.best;
    }
    this.durable = true;
    // What was truncated is in no store.
    let held = upTo;
    while (this.everPassed.has(held)) held--;
    for (const interval of this.intervals) {
      while (interval.cursor < Math.min(held, interval.until)) {
        interval.cursor++;
        if (interval.cursor === hole) continue;
        this.life.add(interval.cursor);
        this.ever.add(interval.cursor);
      }
      interval.best = Math.max(interval.best, interval.cursor);
    }
  }

  truncate(from: number, to: number): void {
    for (let position = from; position <= to; position++) {
      this.passed.add(position);
      this.everPassed.add(position);
    }
  }

  /** Of a position whose message is delivered nowhere else. */
  lacksAt(position: number): boolean {
    return this.at(position)?.due === true && !this.ever.has(position) && !this.everPassed.has(position);
  }

  lacks(highest: number): number | undefined {
    for (const { start, until, due } of this.intervals) {
      for (let position = start + 1; due && position <= Math.min(until, highest); position++) {
        if (this.ever.has(position) || this.everPassed.has(position)) continue;
        const elsewhere = position > length ? this.displaced.has(position) : this.everMisplaced.has(`t${position}`);
        if (!elsewhere) return position;
      }
    }
    return undefined;
  }
}

/** A room and its model, side by side. c1 and c300 are members from the start. */
class Pair {
  readonly members = new Members();
  readonly model = new Map([1, 2, 300].map((id) => [id, new ModelClient()]));
  #asked = 0;
  #log = 0;

  constructor() {
    for (const id of [1, 300]) {
      this.members.seat(id);
      this.client(id).join(0, true);
    }
  }

  client(id: number): ModelClient {
    return this.model.get(id) as ModelClient;
  }

  deliver(id: number, position: number, place: number): void {
    this.#deliver(id, position, `t${place}`, place > length ? 0 : place);
  }

  stray(id: number, position: number): void {
    this.#deliver(id, position, 'stray', 0);
  }

  #deliver(id: number, position: number, token: string, place: number): void {
    const passage = this.members.deliver(id, position, token, place, place === position);
    expect(passage).toEqual(this.client(id).deliver(position, token, place));
  }

  next(id: number): void {
    const position = (this.client(id).intervals.at(-1)?.cursor ?? 0) + 1;
    this.deliver(id, position, position);
  }

  /** Joins and leaves stand in a log, and never beneath what was delivered or truncated. */
  join(id: number, behind: number): void {
    this.#log = Math.max(this.#log, this.members.highest) + (behind % 3);
    this.members.join(id, this.#log, ++this.#asked);
    this.client(id).join(this.#log, this.#asked > this.client(id).leaveAsked);
  }

  leave(id: number): void {
    this.#log = Math.max(this.#log, this.members.highest);
    this.members.leave(id, this.#log);
    this.client(id).leave(this.#log);
  }

  askLeave(id: number): void {
    this.members.askLeave(id, ++this.#asked);
    this.client(id).leaveAsked = this.#asked;
    for (const interval of this.client(id).intervals) interval.due = false;
  }

  reboot(id: number): void {
    this.members.reboot(id, this.client(id).durable);
    this.client(id).reboot();
  }

  resume(id: number, upTo: number, hole: number): void {
    this.members.resume(id, { upTo, holes: hole < upTo ? [hole] : [] });
    this.client(id).resume(upTo, hole < upTo ? hole : 0);
  }

  truncate(id: number, from: number, other: number): void {
    const to = Math.max(from, other);
    this.#log = Math.max(this.#log, to);
    this.members.truncate(id, from, to);
    this.client(id).truncate(from, to);
  }

  compare(): void {
    const { highest } = this.members;
    const lacking = [...this.model].map(([client, model]) => ({ client, position: model.lacks(highest) }));
    const expected = lacking.filter(({ position }) => position !== undefined);
    const { first, count } = this.members.lacking(9, (at) => (at > length ? undefined : `t${at}`));
    expect([...first].sort((a, b) => a.client - b.client)).toEqual(expected);
    expect(count).toBe(expected.length);
    for (const [id, model] of this.model) {
      for (let position = 1; position <= farthest; position++) {
        expect(this.members.isMember(id, position)).toBe(model.at(position) !== undefined);
      }
    }
    for (let position = 1; position <= farthest; position++) {
      const isLacked = [...this.model.values()].some((model) => model.lacksAt(position));
      expect(this.members.someLackAt(position)).toBe(isLacked);
    }
  }
}

type Deed = 'next' | 'deliver' | 'stray' | 'join' | 'leave' | 'askLeave' | 'reboot' | 'resume' | 'truncate';

/** What is done, by whom, and two positions, of which some deeds make nothing. */
const act = fc.tuple(
  fc.oneof(
    { weight: 10, arbitrary: fc.constant<Deed>('next') },
    { weight: 3, arbitrary: fc.constant<Deed>('deliver') },
    {
      weight: 8,
      arbitrary: fc.constantFrom<Deed[]>('stray', 'join', 'leave', 'askLeave', 'reboot', 'resume', 'truncate'),
    },
  ),
  fc.constantFrom(1, 2, 300),
  fc.integer({ min: 1, max: farthest }),
  fc.integer({ min: 1, max: farthest }),
);

describe('Members', () => {
  it('agrees with sets of positions', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const pair = new Pair();
        for (const [deed, id, position, other] of acts) {
          pair[deed](id, position, other);
          pair.compare();
        }
      }),
      { numRuns: 1000 },
    );
  });
});
