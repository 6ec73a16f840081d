/** An inclusive range of positions. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A set of positions, kept as ranges: what a client skipped is seldom much, but may be long. */
export class Ranges {
  /** Sorted and disjoint. */
  #ranges: readonly Range[] = [];

  has(position: number): boolean {
    return this.#ranges.some(({ from, to }) => from <= position && position <= to);
  }

  /** Both ends are inclusive. */
  add(from: number, to: number): void {
    this.remove(from, to);
    const ranges = [...this.#ranges, { from, to }];
    this.#ranges = ranges.sort((a, b) => a.from - b.from);
  }

  /** Both ends are inclusive. */
  remove(from: number, to: number): void {
    this.#ranges = this.#ranges.flatMap((range) => {
      if (range.to < from || to < range.from) return [range];
      const rest: Range[] = [];
      if (range.from < from) rest.push({ from: range.from, to: from - 1 });
      if (range.to > to) rest.push({ from: to + 1, to: range.to });
      return rest;
    });
  }

  /** The lowest member that is not excused. */
  first(excused: (position: number) => boolean): number | undefined {
    for (const { from, to } of this.#ranges) {
      for (let position = from; position <= to; position++) if (!excused(position)) return position;
    }
    return undefined;
  }

  becomeEqualTo(other: Ranges): void {
    this.#ranges = other.#ranges;
  }
}
