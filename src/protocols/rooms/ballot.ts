/**
 * Term and vote of one replica, written together, into two files one after the other, each synced
 * before the other is touched: a torn write leaves the other copy. While a change is on its way to
 * the disk nothing that depends on it is said. When an act fails it never arrives.
 */
import { ByteReader, ByteWriter, readFrame, writeFrame } from '../../bytes/index.ts';
import type { Disk, DiskError } from '../../contract/index.ts';
import type { Rules, Vote } from './rules.ts';

export const voteFiles = ['vote-1', 'vote-2'] as const;

export interface DiskOptions {
  readonly disk: Disk;
  readonly rules: Rules;
  /** An act has failed, and the process is over. */
  readonly failed: () => void;
}

export function writeVote({ term, vote }: Vote): Uint8Array {
  return writeFrame(new ByteWriter().u53(term).u32(vote).finish());
}

/** Undefined where the copy is not sound. */
export function readVote(bytes: Uint8Array): Vote | undefined {
  const frame = readFrame(bytes, 0);
  if (frame === undefined) return undefined;
  const reader = new ByteReader(frame.payload);
  const vote = { term: reader.u53(), vote: reader.u32() };
  return reader.atEnd ? vote : undefined;
}

/** Of two copies the newer: within a term a vote is given once, and never taken back. */
export function newerVote(a: Vote | undefined, b: Vote | undefined): Vote | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.term > b.term || (a.term === b.term && a.vote !== 0) ? a : b;
}

/** Calls `next` when an act went well, `failed` when not. */
export function unlessFailed<Value = undefined>({ rules, failed }: DiskOptions, next: (value: Value) => void) {
  return (error: DiskError | undefined, value: Value): void => {
    if (rules.goesOn(error)) next(value);
    else failed();
  };
}

export class Ballot {
  readonly #options: DiskOptions;
  #current: Vote;
  #saved: Vote | undefined;
  #busy = false;
  #waiting: (() => void)[] = [];

  /** `found` is written anew before it counts, for it may be what a failed sync has given up. */
  constructor(options: DiskOptions, found: Vote) {
    this.#options = options;
    this.#current = found;
    this.#save();
  }

  get current(): Vote {
    return this.#current;
  }

  get term(): number {
    return this.#current.term;
  }

  /** Takes a new term, or votes in this one. */
  set(vote: Vote): void {
    this.#current = vote;
    this.#save();
  }

  /** Calls `then` once what is current now, or came after it, is durable. */
  whenDurable(then: () => void): void {
    if (this.#options.rules.mayAnswer(this.#saved === this.#current)) then();
    else this.#waiting.push(then);
  }

  #save(): void {
    if (this.#busy || this.#saved === this.#current) return;
    this.#busy = true;
    const vote = this.#current;
    const [first, second] = voteFiles;
    this.#write(first, vote, () =>
      this.#write(second, vote, () => {
        this.#busy = false;
        this.#saved = vote;
        this.#save();
        if (!this.#busy) for (const then of this.#waiting.splice(0)) then();
      }),
    );
  }

  #write(file: string, vote: Vote, then: () => void): void {
    const { disk } = this.#options;
    const synced = unlessFailed(this.#options, then);
    const written = unlessFailed(this.#options, () => disk.sync(file, synced));
    disk.write(file, 0, writeVote(vote), written);
  }
}
