import { below, type Decisions } from '../chance/index.ts';

/** Bounds within which each node draws its own clock. */
export interface ClockModel {
  readonly skewUs: number;
  readonly driftPpm: number;
}

/** Virtual time 0 on a perfect wall clock: 2026-01-01T00:00:00Z. */
const wallStartUs = 1_767_225_600_000_000;

/**
 * A node's two clocks over virtual time: the wall clock is off by a skew, and both run fast or
 * slow by a drift. Neither steps nor stands still.
 */
export class NodeClock {
  readonly #skewUs: number;
  readonly #driftPpm: number;

  constructor(node: string, model: ClockModel, decisions: Decisions) {
    this.#skewUs = draw(`clock ${node} skew`, model.skewUs, decisions);
    this.#driftPpm = draw(`clock ${node} drift`, model.driftPpm, decisions);
  }

  wallClockUs(nowUs: number): number {
    return wallStartUs + this.monotonicUs(nowUs) + this.#skewUs;
  }

  monotonicUs(nowUs: number): number {
    return nowUs + Math.floor((nowUs * this.#driftPpm) / 1_000_000);
  }

  /** Virtual time in which this node's monotonic clock advances by `delayUs`. */
  virtualUs(delayUs: number): number {
    return this.#driftPpm === 0 ? delayUs : Math.floor((delayUs * 1_000_000) / (1_000_000 + this.#driftPpm));
  }
}

/** A value in [-bound, bound]; 0 is plain. */
function draw(anchor: string, bound: number, decisions: Decisions): number {
  return bound === 0 ? 0 : decisions.decide(anchor, 0, (word) => below(word, 2 * bound + 1) - bound);
}
