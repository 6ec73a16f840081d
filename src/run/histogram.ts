/**
 * Counts of non-negative integers in buckets of at most 1/16 of their value: 16 per power of two,
 * so that quantiles of millions of latencies cost a kilobyte. The maximum is exact.
 */
export class Histogram {
  readonly #buckets = new Float64Array(16 * 50);
  #total = 0;
  #max = 0;

  add(value: number): void {
    this.#buckets[bucketOf(value)]!++;
    this.#total++;
    if (value > this.#max) this.#max = value;
  }

  get max(): number {
    return this.#max;
  }

  /** The upper edge of the bucket that holds the quantile, given in parts per million; 0 when empty. */
  quantile(ppm: number): number {
    const rank = Math.ceil((this.#total * ppm) / 1_000_000);
    let seen = 0;
    for (const [bucket, count] of this.#buckets.entries()) {
      seen += count;
      if (seen >= rank && seen > 0) return Math.min(this.#max, edgeOf(bucket));
    }
    return 0;
  }
}

function bucketOf(value: number): number {
  if (value < 16) return value;
  let shift = 0;
  let rest = value;
  while (rest >= 32) {
    rest = Math.floor(rest / 2);
    shift++;
  }
  return 16 * (shift + 1) + (rest - 16);
}

/** The largest value of a bucket. */
function edgeOf(bucket: number): number {
  if (bucket < 16) return bucket;
  const shift = Math.floor(bucket / 16) - 1;
  return (16 + (bucket % 16) + 1) * 2 ** shift - 1;
}
