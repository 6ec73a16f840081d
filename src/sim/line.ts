/** Events of one node that wait for their turn, in order: it handles none for now, or one at a time, slowly. */
export class Line {
  /** Nothing is let through. */
  isStopped = false;
  /** What each that is let through takes, in microseconds, before the next is; 0: no time. */
  costUs = 0;
  /** When the next may be let through. */
  readyUs = 0;
  /** When somebody looks for the next; -1 when nobody does. */
  lookUs = -1;
  /** Two words each, from `#next` on. */
  #waiting: number[] = [];
  #next = 0;

  /** Whether everything passes at once, and may as well not stand in line. */
  get isOpen(): boolean {
    return !this.isStopped && this.costUs === 0 && this.isEmpty;
  }

  get isEmpty(): boolean {
    return this.#next === this.#waiting.length;
  }

  isReady(nowUs: number): boolean {
    return !this.isStopped && this.readyUs <= nowUs;
  }

  add(word: number, slot: number): void {
    this.#waiting.push(word, slot);
  }

  /** Takes out the first, and gives it to `pass`. */
  takeFirst(pass: (word: number, slot: number) => void): void {
    const at = this.#next;
    this.#next += 2;
    const word = this.#waiting[at] as number;
    const slot = this.#waiting[at + 1] as number;
    if (this.isEmpty) {
      this.#waiting = [];
      this.#next = 0;
    }
    pass(word, slot);
  }

  /** Takes all of them out, in order. */
  takeAll(pass: (word: number, slot: number) => void): void {
    const waiting = this.#waiting;
    const first = this.#next;
    this.#waiting = [];
    this.#next = 0;
    for (let at = first; at < waiting.length; at += 2) pass(waiting[at] as number, waiting[at + 1] as number);
  }

  /** An event is let through now, or somebody else has the node do something. */
  charge(nowUs: number): void {
    if (this.costUs > 0) this.readyUs = Math.max(this.readyUs, nowUs) + this.costUs;
  }
}
