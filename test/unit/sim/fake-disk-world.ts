/**
 * A world around one disk: a clock, decisions taken by hand (plain where none is), and a reader
 * that rebuilds the durable files from what it is told, and refuses to be told nonsense.
 */
import type { Disk, DiskError, Done } from '../../../src/contract/index.ts';
import { type DiskWorld, SimDisk } from '../../../src/sim/disk.ts';
import { type DiskFaults, noFaults } from '../../../src/sim/disk-mishaps.ts';
import type { Complete } from '../../../src/sim/disk-world.ts';
import type { LatencyShape } from '../../../src/sim/latency.ts';

interface Submission {
  readonly dueUs: number;
  readonly incarnation: number;
  readonly complete: Complete;
}

/** Takes 100 µs, or what is drawn. */
export const steady: LatencyShape = { plainUs: 100, draw: (word) => word % 1000 };

export class FakeDiskWorld implements DiskWorld {
  nowUs = 0;
  incarnation = 1;
  /** By anchor; what is not in here is plain. */
  readonly decided = new Map<string, number>();
  /** Answers what is not decided by hand, if set. */
  draws: ((anchor: string) => number) | undefined;
  readonly asked = new Set<string>();
  readonly counters = new Map<string, number>();
  readonly durable = new Map<string, Uint8Array>();
  readonly told: string[] = [];
  readonly disk: SimDisk;
  #submissions: Submission[] = [];

  /** Of bad copies. */
  readonly damages: string[] = [];
  failures = 0;

  constructor(initial?: ReadonlyMap<string, Uint8Array>, sectorBytes = 4, faults: Partial<DiskFaults> = {}) {
    const model = { shape: steady, sectorBytes, faults: { ...noFaults, ...faults } };
    this.disk = new SimDisk({ node: 's1', model, world: this, initial });
  }

  damaged(fault: string): void {
    this.damages.push(fault);
  }

  failed(): void {
    this.failures++;
  }

  /** The disk of the incarnation that lives. */
  get port(): Disk {
    return this.disk.port(this.incarnation);
  }

  submit(delayUs: number, incarnation: number, _asked: number, complete: Complete): void {
    this.#submissions.push({ dueUs: this.nowUs + delayUs, incarnation, complete });
  }

  yieldsOf(): number {
    return 0;
  }

  decide(anchor: string, plain: number, draw: (word: number) => number): number {
    if (this.asked.has(anchor)) throw new Error(`${anchor} is asked twice`);
    this.asked.add(anchor);
    return this.decided.get(anchor) ?? (this.draws === undefined ? plain : draw(this.draws(anchor)));
  }

  count(counter: string): void {
    this.counters.set(counter, (this.counters.get(counter) ?? 0) + 1);
  }

  changed(file: string, from: number, to: number, bytes: Uint8Array): void {
    this.told.push(`${file} ${from}..${to} ${text(bytes)}`);
    const old = this.durable.get(file) ?? new Uint8Array(0);
    if (from > old.length) throw new Error(`told of ${file} from ${from}, but it ends at ${old.length}`);
    if (bytes.length > to - from) throw new Error(`told of ${bytes.length} bytes in ${from}..${to}`);
    const cut = bytes.length < to - from;
    const now = new Uint8Array(cut ? from + bytes.length : Math.max(old.length, to));
    now.set(old.subarray(0, now.length));
    now.set(bytes, from);
    this.durable.set(file, now);
  }

  removed(file: string): void {
    this.told.push(`${file} removed`);
    if (!this.durable.delete(file)) throw new Error(`told that ${file} is removed, but it was not there`);
  }

  synced(): void {
    this.told.push('synced');
  }

  /** Lets time pass until nothing is in flight, or until `untilUs`. */
  run(untilUs = Number.POSITIVE_INFINITY): void {
    for (;;) {
      const next = this.#submissions.reduce<Submission | undefined>(
        (first, each) => (first === undefined || each.dueUs < first.dueUs ? each : first),
        undefined,
      );
      if (next === undefined || next.dueUs > untilUs) break;
      this.#submissions = this.#submissions.filter((each) => each !== next);
      this.nowUs = next.dueUs;
      const answer = next.complete();
      if (next.incarnation === this.incarnation) answer?.done();
    }
    if (untilUs !== Number.POSITIVE_INFINITY) this.nowUs = untilUs;
  }

  crash(): void {
    this.disk.crash();
    this.incarnation++;
  }

  losePower(): void {
    this.disk.losePower();
    this.incarnation++;
  }

  /** Issues, runs until nothing is in flight, and gives the answer. */
  ask<Value>(issue: (disk: Disk, done: Done<Value>) => void): { error: DiskError | undefined; value: Value } {
    let answer: { error: DiskError | undefined; value: Value } | undefined;
    issue(this.port, (error, value) => {
      if (answer !== undefined) throw new Error('answered twice');
      answer = { error, value };
    });
    this.run();
    if (answer === undefined) throw new Error('not answered');
    return answer;
  }

  /** Writes, and runs until nothing is in flight. */
  write(file: string, offset: number, content: string): void {
    this.ask<undefined>((disk, done) => disk.write(file, offset, bytes(content), done));
  }

  truncate(file: string, size: number): void {
    this.ask<undefined>((disk, done) => disk.truncate(file, size, done));
  }

  sync(file: string): void {
    this.ask<undefined>((disk, done) => disk.sync(file, done));
  }

  syncDirectory(): void {
    this.ask<undefined>((disk, done) => disk.syncDirectory(done));
  }

  rename(from: string, to: string): void {
    this.ask<undefined>((disk, done) => disk.rename(from, to, done));
  }

  remove(file: string): void {
    this.ask<undefined>((disk, done) => disk.remove(file, done));
  }

  /** A file written, synced and named for good. */
  establish(file: string, content: string): void {
    this.write(file, 0, content);
    this.sync(file);
    this.syncDirectory();
  }

  /** What a process would find: name → content; zero bytes as dots. */
  files(): Record<string, string> {
    const names = this.ask<readonly string[]>((disk, done) => disk.list(done)).value;
    return Object.fromEntries(names.map((name) => [name, text(this.content(name))]));
  }

  /** As `files`, of what the reader was told. */
  durableFiles(): Record<string, string> {
    return Object.fromEntries([...this.durable].sort().map(([name, content]) => [name, text(content)]));
  }

  content(file: string): Uint8Array {
    const size = this.ask<number>((disk, done) => disk.size(file, done)).value;
    return this.ask<Uint8Array>((disk, done) => disk.read(file, 0, size, done)).value;
  }
}

/** Loses what is listed, keeps the rest, and says what was asked and counted. */
export function losing(...lost: string[]) {
  const asked: string[] = [];
  const counted: string[] = [];
  return {
    asked,
    counted,
    tears: (): 0 => 0,
    keep: (anchor: string) => {
      asked.push(anchor);
      return !lost.includes(anchor);
    },
    count: (counter: string) => {
      counted.push(counter);
    },
  };
}

export function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

/** Zero bytes as dots. */
export function text(content: Uint8Array): string {
  return new TextDecoder().decode(content).replaceAll('\0', '.');
}
