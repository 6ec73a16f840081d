/**
 * How often each (from, to, what) was seen: open addressing over 16-byte records, because at
 * 100,000 clients it is cache misses that cost. Grows by doubling; never forgets.
 */
export class CountTable {
  #records = new Int32Array(4 * 1024);
  #mask = 1023;
  #used = 0;

  /** Counts one more and gives the new count, from 1. `from` and `to` are positive; `what` is any 32-bit word. */
  next(from: number, to: number, what: number): number {
    const records = this.#records;
    let at = this.#slot(from, to, what);
    if (records[at + 3] === 0) {
      if (this.#used * 2 > this.#mask) {
        this.#grow();
        return this.next(from, to, what);
      }
      this.#used++;
      records[at] = from;
      records[at + 1] = to;
      records[at + 2] = what;
    }
    at += 3;
    const count = (records[at] as number) + 1;
    records[at] = count;
    return count;
  }

  #slot(from: number, to: number, what: number): number {
    const records = this.#records;
    let h = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b) ^ what;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    let index = (h ^ (h >>> 13)) & this.#mask;
    for (;;) {
      const at = index * 4;
      if (records[at + 3] === 0 || (records[at] === from && records[at + 1] === to && records[at + 2] === what))
        return at;
      index = (index + 1) & this.#mask;
    }
  }

  #grow(): void {
    const old = this.#records;
    this.#mask = this.#mask * 2 + 1;
    this.#records = new Int32Array(4 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 4) {
      if (old[at + 3] === 0) continue;
      const to = this.#slot(old[at] as number, old[at + 1] as number, old[at + 2] as number);
      for (let word = 0; word < 4; word++) this.#records[to + word] = old[at + word] as number;
    }
  }
}
