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

  /** The lowest position from this one on that is not in the set. */
  endOf(position: number): number {
    let end = position;
    for (const { from, to } of this.#ranges) if (from <= end && end <= to) end = to + 1;
    return end;
  }

  /** The highest position up to this one that is not in the set. */
  startOf(position: number): number {
    let start = position;
    for (const { from, to } of this.#ranges.toReversed()) if (from <= start && start <= to) start = from - 1;
    return start;
  }

  /** The lowest member that is neither among these others nor excused. */
  first(others: Ranges, excused: (position: number) => boolean): number | undefined {
    for (const { from, to } of this.#ranges) {
      for (let position = others.endOf(from); position <= to; position = others.endOf(position + 1)) {
        if (!excused(position)) return position;
      }
    }
    return undefined;
  }

  becomeEqualTo(other: Ranges): void {
    this.#ranges = other.#ranges;
  }
}
