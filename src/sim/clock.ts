import { below, type Decisions } from '../chance/index.ts';

/** Bounds within which each node draws its own clock. */
export interface ClockModel {
  readonly skewUs: number;
  readonly driftPpm: number;
}

/** The two clocks of a node. */
export type ClockName = 'wall' | 'monotonic';

/** Virtual time 0 on a perfect wall clock: 2026-01-01T00:00:00Z. */
const wallStartUs = 1_767_225_600_000_000;

/** The rate of a clock that stands still. */
const standing = -1_000_000;

/**
 * A node's two clocks over virtual time, apart from each other: each shows what it showed when its
 * rate last changed, and what has passed since at that rate. Both hang on one oscillator, which
 * runs fast or slow; either may stand still, and is behind by as much afterwards; the wall clock is
 * off by a skew and may be set. They belong to the machine and outlast its processes.
 */
export class NodeClock {
  readonly #drawnPpm: number;
  readonly #wall: Dial;
  readonly #monotonic: Dial;
  #ratePpm: number;

  constructor(node: string, model: ClockModel, decisions: Decisions) {
    const skewUs = draw(`clock ${node} skew`, model.skewUs, decisions);
    this.#drawnPpm = draw(`clock ${node} drift`, model.driftPpm, decisions);
    this.#ratePpm = this.#drawnPpm;
    this.#wall = new Dial(wallStartUs + skewUs, this.#ratePpm);
    this.#monotonic = new Dial(0, this.#ratePpm);
  }

  /** By how much the oscillator runs fast, beyond what it always does. */
  get extraPpm(): number {
    return this.#ratePpm - this.#drawnPpm;
  }

  wallClockUs(nowUs: number): number {
    return this.#wall.at(nowUs);
  }

  monotonicUs(nowUs: number): number {
    return this.#monotonic.at(nowUs);
  }

  /** Virtual time in which the monotonic clock, as it runs now, advances by `delayUs`; `Infinity` while it stands. */
  virtualUs(delayUs: number): number {
    const { ratePpm } = this.#monotonic;
    if (ratePpm === 0 || delayUs <= 0) return delayUs;
    return Math.floor((delayUs * 1_000_000) / (1_000_000 + ratePpm));
  }

  stands(clock: ClockName): boolean {
    return this.#dial(clock).ratePpm === standing;
  }

  /** Sets the wall clock forward, or back where `byUs` is below 0. */
  step(byUs: number): void {
    this.#wall.set(byUs);
  }

  stop(clock: ClockName, nowUs: number): void {
    this.#dial(clock).run(nowUs, standing);
  }

  start(clock: ClockName, nowUs: number): void {
    this.#dial(clock).run(nowUs, this.#ratePpm);
  }

  /** From now on both run fast by so much beyond the node's own drift; a clock that stands goes on standing. */
  hurry(extraPpm: number, nowUs: number): void {
    this.#ratePpm = this.#drawnPpm + extraPpm;
    for (const clock of ['wall', 'monotonic'] as const) if (!this.stands(clock)) this.start(clock, nowUs);
  }

  #dial(clock: ClockName): Dial {
    return clock === 'wall' ? this.#wall : this.#monotonic;
  }
}

/** One clock: piecewise linear in virtual time. */
class Dial {
  /** How fast it runs, beyond virtual time. */
  ratePpm: number;
  #shownUs: number;
  /** When it showed that. */
  #sinceUs = 0;

  constructor(shownUs: number, ratePpm: number) {
    this.#shownUs = shownUs;
    this.ratePpm = ratePpm;
  }

  at(nowUs: number): number {
    const elapsedUs = nowUs - this.#sinceUs;
    return this.#shownUs + elapsedUs + Math.floor((elapsedUs * this.ratePpm) / 1_000_000);
  }

  set(byUs: number): void {
    this.#shownUs += byUs;
  }

  run(nowUs: number, ratePpm: number): void {
    this.#shownUs = this.at(nowUs);
    this.#sinceUs = nowUs;
    this.ratePpm = ratePpm;
  }
}

/** A value in [-bound, bound]; 0 is plain. */
function draw(anchor: string, bound: number, decisions: Decisions): number {
  return bound === 0 ? 0 : decisions.decide(anchor, 0, (word) => below(word, 2 * bound + 1) - bound);
}
