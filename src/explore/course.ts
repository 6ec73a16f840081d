/**
 * The course of an exploration: hands tasks to a pool, keeps what comes back, and knows when it is
 * over. Which runs are made hangs on seeds alone, and what is kept never on which came back first.
 */
import type { RunResult } from '../run/index.ts';
import type { Found } from '../run/self-check.ts';
import type { ScenarioError } from '../scenario/index.ts';
import type { Caught, Lost, Ran, Subject } from './findings.ts';
import { eventsOf, failureSignature, type Group } from './groups.ts';
import { isChecked } from './places.ts';
import type { Pool, Reply } from './pool.ts';
import type { Task } from './workshop.ts';

/** A run to be made. */
export interface Seat {
  readonly subject: number;
  readonly place: number;
  readonly seed: string;
}

/** Hears what happens, as it happens. */
export interface Hearing {
  began?(subjects: readonly Subject[]): void;
  ran?(ran: Ran): void;
  lost?(lost: Lost): void;
  /** A failure was written down: the first of its signature, and whatever stands for it later. */
  caught?(caught: Caught): void;
}

interface CourseOptions {
  readonly tool: string;
  readonly selfCheckPpm: number;
  readonly stopOnFirst: boolean;
  readonly signal: AbortSignal | undefined;
  readonly hear: Hearing;
}

/** A run that fails, and by what. */
interface Failing extends Omit<Seat, 'seed'> {
  readonly found: Found;
  readonly signature: string;
  readonly events: number;
}

/** See the head of this file. */
export class Course {
  readonly misfits = new Map<number, ScenarioError>();
  bug: { readonly message: string; readonly stack: string } | undefined;
  readonly #subjects: readonly Subject[];
  readonly #pool: Pool;
  readonly #options: CourseOptions;
  #runs: Ran[] = [];
  #lost: Lost[] = [];
  /** The first failure, by place and then by subject, where that ends it. */
  #first = Number.POSITIVE_INFINITY;
  /** Of each subject the result that came first. */
  readonly #firsts = new Map<number, RunResult>();
  /** What was written down, by subject, signature and place. */
  readonly #told = new Map<string, Caught>();
  /** Signatures of which something was written down, or is about to be. */
  readonly #known = new Set<string>();
  readonly #urgent: Failing[] = [];

  constructor(subjects: readonly Subject[], pool: Pool, options: CourseOptions) {
    this.#subjects = subjects;
    this.#pool = pool;
    this.#options = options;
  }

  /** In order of subject and place, and nothing behind a first failure that ended it. */
  get runs(): readonly Ran[] {
    return this.#inOrder(this.#runs);
  }

  get lost(): readonly Lost[] {
    return this.#inOrder(this.#lost);
  }

  get isInterrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Whether a first failure ended it. */
  get isAtFirst(): boolean {
    return this.#first < Number.POSITIVE_INFINITY;
  }

  get #isOver(): boolean {
    return this.isInterrupted || this.bug !== undefined;
  }

  /** Makes these runs; of a signature that is new the first failure is written down at once. */
  async run(seats: Iterator<Seat>): Promise<void> {
    const { selfCheckPpm, tool } = this.#options;
    const next = (): Seat | undefined => {
      const step = this.isAtFirst ? undefined : seats.next();
      if (step === undefined || step.done === true) return undefined;
      return this.misfits.has(step.value.subject) ? next() : step.value;
    };
    await this.#spread(
      () => {
        const urgent = this.#urgent.shift();
        if (urgent !== undefined) {
          const { subject, found, signature } = urgent;
          const task = { kind: 'tell', subject, found, signature, tool } as const;
          return { task, took: (reply) => this.#tell(urgent, reply) };
        }
        const seat = next();
        if (seat === undefined) return undefined;
        const isTwice = isChecked(seat.place, selfCheckPpm) && this.#subjects[seat.subject]?.isRegression === false;
        const { subject, seed } = seat;
        return { task: { kind: 'run', subject, seed, isChecked: isTwice }, took: (reply) => this.#take(seat, reply) };
      },
      () => this.#isOver,
    );
  }

  /** Runs a canary's subject, which is none of those that are explored. */
  async runCanary(subject: number, seed: string): Promise<Reply> {
    return this.#pool.do({ kind: 'run', subject, seed, isChecked: false }, 0);
  }

  /** Writes down the run that fails fastest in each group; an interrupt does not keep it from that. */
  async tell(groups: readonly Group[]): Promise<void> {
    const { tool } = this.#options;
    const left = groups.flatMap(({ signature, runs: [ran] }) => {
      return ran === undefined || this.caught(ran, signature) !== undefined ? [] : [{ ran, signature }];
    });
    await this.#spread(
      () => {
        const one = left.shift();
        if (one === undefined) return undefined;
        const failing = failingOf(one.ran, one.signature);
        const { subject, found, signature } = failing;
        return {
          task: { kind: 'tell', subject, found, signature, tool },
          took: (reply) => this.#tell(failing, reply),
        };
      },
      () => this.bug !== undefined,
    );
  }

  /** Makes stories of what was written down; what cannot be shrunk stays as it is. */
  async shrink(all: readonly Caught[], runs: number): Promise<void> {
    const left = [...all];
    await this.#spread(
      () => {
        const one = left.shift();
        if (one === undefined) return undefined;
        const { subject, failure } = one;
        return {
          task: { kind: 'shrink', subject, failure, runs },
          took: (reply) => {
            if (reply.kind === 'told' && reply.failure !== undefined) this.#keep({ ...one, failure: reply.failure });
            else if (reply.kind === 'bug') this.bug = reply;
          },
        };
      },
      () => this.#isOver,
    );
  }

  /** What was written down of a run. */
  caught({ subject, place }: Pick<Ran, 'subject' | 'place'>, signature: string): Caught | undefined {
    return this.#told.get(keyOf(subject, signature, place));
  }

  /** In each lane one task after the other, until there is none or it is over. */
  async #spread(
    next: () => { readonly task: Task; readonly took: (reply: Reply) => void } | undefined,
    isOver: () => boolean,
  ): Promise<void> {
    const work = async (_: unknown, lane: number) => {
      while (!isOver()) {
        const job = next();
        if (job === undefined) return;
        job.took(await this.#pool.do(job.task, lane));
      }
    };
    await Promise.all(Array.from({ length: this.#pool.lanes }, work));
  }

  #take({ subject, place, seed }: Seat, reply: Reply): void {
    if (reply.kind === 'misfit') this.misfits.set(subject, reply.error);
    else if (reply.kind === 'bug') this.bug = reply;
    else if (reply.kind === 'lost') {
      const lost = { subject, place, seed, why: reply.why };
      this.#lost.push(lost);
      this.#options.hear.lost?.(lost);
      this.#failed(lost);
    } else if (reply.kind === 'ran') {
      const result = sharing(reply.result, this.#firsts.get(subject));
      if (!this.#firsts.has(subject)) this.#firsts.set(subject, result);
      const ran = { subject, place, result, selfCheck: reply.selfCheck };
      this.#runs.push(ran);
      this.#options.hear.ran?.(ran);
      this.#look(ran);
    }
  }

  #look(ran: Ran): void {
    const signature = failureSignature(ran, this.#subjects[ran.subject]);
    const isBroken = this.#subjects[ran.subject]?.isRegression === true && !ran.result.asExpected;
    if (signature !== undefined || isBroken || ran.selfCheck?.divergence !== undefined) this.#failed(ran);
    const key = `${ran.subject} ${signature}`;
    if (signature === undefined || this.#known.has(key)) return;
    this.#known.add(key);
    this.#urgent.push(failingOf(ran, signature));
  }

  #failed(at: Pick<Ran, 'subject' | 'place'>): void {
    if (this.#options.stopOnFirst) this.#first = Math.min(this.#first, this.#orderOf(at));
  }

  #tell({ subject, place, found: { seed }, signature, events }: Failing, reply: Reply): void {
    if (reply.kind === 'bug') this.bug = reply;
    if (reply.kind !== 'told') return;
    const { failure, selfCheck } = reply;
    if (failure !== undefined) this.#keep({ subject, place, seed, signature, events, failure });
    if (selfCheck === undefined) return;
    this.#runs = this.#runs.map((ran) =>
      ran.subject === subject && ran.place === place ? { ...ran, selfCheck } : ran,
    );
  }

  #keep(caught: Caught): void {
    this.#told.set(keyOf(caught.subject, caught.signature, caught.place), caught);
    this.#options.hear.caught?.(caught);
  }

  #orderOf({ subject, place }: Pick<Ran, 'subject' | 'place'>): number {
    return place * this.#subjects.length + subject;
  }

  #inOrder<Item extends Pick<Ran, 'subject' | 'place'>>(items: readonly Item[]): Item[] {
    const counted = items.filter((item) => this.#orderOf(item) <= this.#first);
    return counted.sort((one, other) => one.subject - other.subject || one.place - other.place);
  }
}

/** Lists that all runs of a scenario have alike are kept once: else they would be most of the memory. */
function sharing(result: RunResult, first: RunResult | undefined): RunResult {
  if (first === undefined) return result;
  const kept = (list: readonly string[], like: readonly string[]) =>
    list.length === like.length && list.every((text, place) => text === like[place]) ? like : list;
  const { unjudged, notes, neverReached } = result;
  return {
    ...result,
    unjudged: kept(unjudged, first.unjudged),
    notes: kept(notes, first.notes),
    neverReached: kept(neverReached, first.neverReached),
  };
}

function failingOf(ran: Ran, signature: string): Failing {
  const { subject, place, result } = ran;
  const { seed, digest, violations } = result;
  return { subject, place, found: { seed, digest, violations }, signature, events: eventsOf(ran) };
}

function keyOf(subject: number, signature: string, place: number): string {
  return `${subject} ${signature} ${place}`;
}
