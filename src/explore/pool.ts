/**
 * Workers that do tasks: threads, or none, and then this thread does them. A thread that dies of
 * memory, or gives no sign of life for too long, costs the task that it was at and nothing else: the
 * next task gets a new one. Without threads there is nobody to watch.
 */
import { totalmem } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { WorkerData } from './worker.ts';
import { type Answer, type Inch, openWorkshop, type Source, type Task } from './workshop.ts';

export interface PoolOptions {
  /** How many threads; 0: this thread. */
  readonly workers: number;
  /** Milliseconds of real time without an answer after which a thread is ended. */
  readonly silenceMs: number;
  /** How much heap a thread may have; undefined for its part of what the machine has. */
  readonly memoryMb: number | undefined;
  /** Hears how shrinking comes along. */
  readonly inched: (inch: Inch) => void;
  /** Hears what protocol code prints. */
  readonly said: (text: string) => void;
}

/** An answer, or why there is none: in words that follow on "seed 7 was lost:". */
export type Reply = Answer | { readonly kind: 'lost'; readonly why: string };

export interface Pool {
  /** How many tasks are done at a time, at least 1. */
  readonly lanes: number;
  /** One task at a time in each lane, from 0. */
  do(task: Task, lane: number): Promise<Reply>;
  /** Shrinking ends with what it has. */
  stop(): void;
  close(): Promise<void>;
}

/** A pool whose workers know these subjects. */
export async function openPool(sources: readonly Source[], options: PoolOptions): Promise<Pool> {
  return options.workers === 0 ? poolOfNone(sources, options) : new Threads(sources, options);
}

async function poolOfNone(sources: readonly Source[], { inched }: PoolOptions): Promise<Pool> {
  let isStopped = false;
  const workshop = await openWorkshop(sources, () => isStopped);
  return {
    lanes: 1,
    async do(task) {
      // Lets an interrupt in, between two tasks that let nothing in.
      await nextTurn();
      return workshop.do(task, inched);
    },
    stop() {
      isStopped = true;
    },
    close: async () => undefined,
  };
}

/** How long a thread may take to begin, in milliseconds: it loads protocols, while others do the same. */
const startMs = 60_000;

class Threads implements Pool {
  readonly lanes: number;
  readonly #stop = new Int32Array(new SharedArrayBuffer(4));
  readonly #start: () => Thread;
  readonly #threads: (Thread | undefined)[];

  constructor(sources: readonly Source[], options: PoolOptions) {
    this.lanes = options.workers;
    const memoryMb = options.memoryMb ?? partOfMemory(options.workers);
    this.#start = () => new Thread({ sources, stop: this.#stop }, { ...options, memoryMb });
    this.#threads = Array.from({ length: options.workers });
  }

  async do(task: Task, lane: number): Promise<Reply> {
    const thread = this.#threads[lane] ?? this.#start();
    this.#threads[lane] = thread;
    const reply = await thread.do(task);
    if (reply.kind === 'lost') {
      this.#threads[lane] = undefined;
      // One that cannot be ended must not hold up the others.
      void thread.end();
    }
    return reply;
  }

  stop(): void {
    Atomics.store(this.#stop, 0, 1);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread?.end()));
  }
}

/** One thread, and the one task that it may be at. */
class Thread {
  readonly #worker: Worker;
  readonly #silenceMs: number;
  #isReady = false;
  #hear: ((reply: Reply) => void) | undefined;
  #silence: NodeJS.Timeout | undefined;

  constructor(workerData: WorkerData, options: PoolOptions & { readonly memoryMb: number }) {
    const { memoryMb, silenceMs, said, inched } = options;
    this.#silenceMs = silenceMs;
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
    });
    this.#worker.stdout.setEncoding('utf8').on('data', said);
    this.#worker
      .on('message', (told: 'ready' | Inch | Answer) => {
        if (told === 'ready') this.#begin();
        else this.#silence?.refresh();
        if (told === 'ready') return;
        if (told.kind === 'inch') inched(told);
        else this.#settle(told);
      })
      .on('error', (error: Error) => {
        const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        this.#fail(isMemory ? `out of memory, with ${memoryMb} MB of heap` : `its worker died: ${error.message}`);
      })
      .on('exit', (code) => this.#fail(`its worker ended by itself, with code ${code}`));
  }

  do(task: Task): Promise<Reply> {
    return new Promise((resolve) => {
      this.#hear = resolve;
      this.#listen(this.#isReady ? this.#silenceMs : Math.max(this.#silenceMs, startMs));
      this.#worker.postMessage(task);
    });
  }

  #begin(): void {
    this.#isReady = true;
    if (this.#hear !== undefined) this.#listen(this.#silenceMs);
  }

  #listen(ms: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#fail(`no sign of life for ${ms / 1000}s`), ms);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    clearTimeout(this.#silence);
    this.#hear?.(reply);
    this.#hear = undefined;
  }

  /** What never began cannot be blamed on a task. */
  #fail(why: string): void {
    const bug = { message: `a worker cannot start: ${why}`, stack: why };
    this.#settle(this.#isReady ? { kind: 'lost', why } : { kind: 'bug', ...bug });
  }
}

/** Most of the machine's memory, in equal parts; never more than a run is meant to take. */
function partOfMemory(workers: number): number {
  const partMb = Math.floor((totalmem() * 0.75) / workers / 2 ** 20);
  return Math.min(4096, Math.max(256, partMb));
}
