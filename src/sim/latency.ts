/**
 * How long packets and disks take, as integer tables: no logarithm, because engines differ in
 * their last digit. A shape knows one length at a time; what follows from load (queues, bandwidth)
 * is not modelled here.
 */

/** Non-decreasing, in integer microseconds; at most 2^32 - 1 (about 71 minutes). */
export interface Quantiles {
  readonly minUs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

/** A distribution of lengths of time. */
export interface LatencyShape {
  /** The median, in microseconds: what takes its usual time. */
  readonly plainUs: number;
  /** The length, in integer microseconds, that an unsigned 32-bit word stands for; non-decreasing in the word. */
  draw(word: number): number;
}

const MS = 1000;

/** Round-trip halves as measured in public clouds, and one write of a disk, rounded. */
const named: ReadonlyMap<string, Quantiles> = new Map([
  ['lan', { minUs: 60, p50Us: 150, p90Us: 280, p99Us: 600, maxUs: 2 * MS }],
  ['zone', { minUs: 250, p50Us: 500, p90Us: 900, p99Us: 3 * MS, maxUs: 15 * MS }],
  ['wan', { minUs: 20 * MS, p50Us: 40 * MS, p90Us: 65 * MS, p99Us: 120 * MS, maxUs: 400 * MS }],
  ['mobile', { minUs: 30 * MS, p50Us: 80 * MS, p90Us: 250 * MS, p99Us: 900 * MS, maxUs: 5000 * MS }],
  ['ssd', { minUs: 25, p50Us: 60, p90Us: 150, p99Us: 800, maxUs: 8 * MS }],
  ['hdd', { minUs: 500, p50Us: 4 * MS, p90Us: 9 * MS, p99Us: 20 * MS, maxUs: 80 * MS }],
]);

/** The names that `shapeOf` knows. */
export const latencyNames: readonly string[] = [...named.keys()];

/** The shape of a name or of quantiles. */
export function shapeOf(plan: string | Quantiles): LatencyShape {
  const quantiles = typeof plan === 'string' ? named.get(plan) : plan;
  if (quantiles === undefined) throw new Error(`a latency is one of ${latencyNames.join(', ')}, not ${plan}`);
  return new TabledShape(quantiles);
}

/** Lengths at each 1/1000 of probability, so that all the quantiles stand exactly on an entry. */
const CELLS = 1000;

class TabledShape implements LatencyShape {
  readonly plainUs: number;
  readonly #table = new Uint32Array(CELLS + 1);

  constructor({ minUs, p50Us, p90Us, p99Us, maxUs }: Quantiles) {
    // Heavy tail: the last percent is spread geometrically, not evenly, up to the maximum.
    const p999Us = Math.floor(Math.sqrt(p99Us) * Math.sqrt(maxUs));
    const knots = [
      [0, minUs],
      [500, p50Us],
      [900, p90Us],
      [990, p99Us],
      [999, Math.min(Math.max(p999Us, p99Us), maxUs)],
      [CELLS, maxUs],
    ] as const;
    let [from, fromUs] = [0, 0];
    for (const [to, toUs] of knots) {
      if (!Number.isInteger(toUs) || toUs < fromUs || toUs > 0xffffffff) {
        throw new Error(`quantiles are non-decreasing integers from 0 to 2^32 - 1: ${fromUs}us, then ${toUs}us`);
      }
      for (let cell = from; cell <= to; cell++) {
        this.#table[cell] = fromUs + Math.floor(((toUs - fromUs) * (cell - from)) / Math.max(1, to - from));
      }
      [from, fromUs] = [to, toUs];
    }
    this.plainUs = p50Us;
  }

  draw(word: number): number {
    const scaled = word * CELLS;
    const cell = Math.floor(scaled * 2 ** -32);
    const lowUs = this.#table[cell] as number;
    const highUs = this.#table[cell + 1] as number;
    return lowUs + Math.floor((highUs - lowUs) * (scaled * 2 ** -32 - cell));
  }
}
