import type { NodeId } from '../contract/index.ts';

/** One named timer of one process. */
export interface Timer {
  readonly node: NodeId;
  readonly name: string;
  readonly slot: number;
  fire: () => void;
  armed: boolean;
  /** What its node's monotonic clock shows when it is due. */
  dueUs: number;
  /** When that is, as the clock now runs; `Infinity` while it stands still. */
  deadlineUs: number;
  /** Number of the event that armed it. */
  cause: number;
  /** When its live entry in the queue comes up; -1 without one. */
  entryUs: number;
  /** Entries of the queue that still name it, stale ones included. */
  entries: number;
  /** How often it still yields when it is due, where the order is drawn; -1 before that is decided. */
  yields: number;
}

/**
 * Timers by slot. A re-armed timer keeps its entry in the queue and moves its deadline, because
 * protocols re-arm far more often than they let fire; only an earlier deadline needs a new entry.
 */
export class Timers {
  readonly #timers: (Timer | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #push: (timeUs: number, timer: Timer) => void;

  /** `push` enters a timer into the queue. */
  constructor(push: (timeUs: number, timer: Timer) => void) {
    this.#push = push;
  }

  at(slot: number): Timer {
    return this.#timers[slot] as Timer;
  }

  create(node: NodeId, name: string): Timer {
    const slot = this.#free.pop() ?? this.#timers.length;
    const fire = () => undefined;
    const timer = {
      node,
      name,
      slot,
      fire,
      armed: false,
      dueUs: 0,
      deadlineUs: 0,
      cause: 0,
      entryUs: -1,
      entries: 0,
      yields: -1,
    };
    this.#timers[slot] = timer;
    return timer;
  }

  arm(timer: Timer, dueUs: number, deadlineUs: number, fire: () => void, cause: number): void {
    timer.armed = true;
    timer.dueUs = dueUs;
    timer.fire = fire;
    timer.cause = cause;
    timer.yields = -1;
    this.move(timer, deadlineUs);
  }

  /** The clock of an armed timer runs differently now. */
  move(timer: Timer, deadlineUs: number): void {
    timer.deadlineUs = deadlineUs;
    if (timer.entryUs === -1 || timer.entryUs > deadlineUs) this.#enter(timer);
  }

  /**
   * An entry of the timer came up where the order is drawn: whether it is due, and yields to what else comes up now.
   * Then it is entered again. How often it does is asked of `decide` once each time that it is armed and due.
   */
  yieldsNow(timer: Timer, nowUs: number, decide: () => number): boolean {
    if (!timer.armed || timer.entryUs === -1 || timer.entryUs > nowUs || timer.deadlineUs > nowUs) return false;
    if (timer.yields === -1) timer.yields = Math.max(0, decide());
    if (timer.yields === 0) return false;
    timer.yields--;
    this.#push(nowUs, timer);
    return true;
  }

  /** An entry of the timer came up, perhaps late after a pause: whether the timer is due. When it was moved it is entered anew. */
  isDue(timer: Timer, nowUs: number): boolean {
    timer.entries--;
    if (timer.entryUs === -1 || timer.entryUs > nowUs) return false;
    timer.entryUs = -1;
    if (!timer.armed) return false;
    if (timer.deadlineUs > nowUs) {
      this.#enter(timer);
      return false;
    }
    timer.armed = false;
    return true;
  }

  /** Gives the slot back if nothing names the timer any more; says whether it did. Once: by then another may have it. */
  release(timer: Timer): boolean {
    if (timer.armed || timer.entries > 0 || this.#timers[timer.slot] !== timer) return false;
    this.#timers[timer.slot] = undefined;
    this.#free.push(timer.slot);
    return true;
  }

  #enter(timer: Timer): void {
    if (timer.deadlineUs === Number.POSITIVE_INFINITY) return;
    timer.entryUs = timer.deadlineUs;
    timer.entries++;
    this.#push(timer.deadlineUs, timer);
  }
}
