/**
 * The event queue: a hierarchical timing wheel after Varghese & Lauck (SOSP '87). Events leave in
 * the order (time, order of entry), exactly. Three wheels of 1,024 slots take one digit of the time
 * each, in microseconds; what lies beyond them waits in a far list. It knows nothing of what an
 * event means, and cannot take one back: who cancels lets the event fire and ignores it.
 *
 * An event stands on the wheel of the highest digit in which its time differs from now, and moves
 * down when now reaches its slot. Slots are FIFO lists, and an event can be pushed straight into a
 * slot only once everything that was above has moved down: that is why equal times keep their order.
 */
export class Wheel {
  /** Virtual time in microseconds: that of the event last popped, 0 before the first. */
  nowUs = 0;
  /** The two words of the event last popped. */
  a = 0;
  b = 0;
  /** How many events are pending. */
  size = 0;

  /** Four words an event: next of its list, low 30 bits of its time, `a`, `b`. Index 0 means none. */
  #events = new Int32Array(4 * 1024);
  /** Head of the list of records to use again. */
  #free = 0;
  /** The first index that was never used. */
  #unused = 4;

  /** Head and tail of each slot's list; the three wheels lie one behind the other. */
  readonly #slots = new Int32Array(2 * 3 * 1024);
  /** One bit a slot: whether it holds an event. */
  readonly #occupied = new Int32Array(3 * 32);
  /** One bit a word of `#occupied`: whether it is not zero; one word a wheel. */
  readonly #summary = new Int32Array(3);

  /** The time of which `#low` is the rest: a multiple of 2^30, at most now. */
  #baseUs = 0;
  /** Where the wheels stand, in microseconds after `#baseUs`. Equals now between calls. */
  #low = 0;

  /** Events that lie past this turn of the wheels, in order of entry: record, and time / 2^30. */
  readonly #farEvents: number[] = [];
  readonly #farTurns: number[] = [];

  /**
   * Adds an event. `timeUs` is an integer from `nowUs` to 2^53 - 1; `a` and `b` are signed 32-bit
   * words that the caller gets back.
   */
  push(timeUs: number, a: number, b: number): void {
    const offset = timeUs - this.#baseUs;
    const low = offset & LOW_MASK;
    const isNear = low === offset && low >= this.#low;
    if (!isNear) this.#assertReachable(timeUs);
    let at = this.#free;
    if (at === 0) {
      at = this.#unused;
      this.#unused += 4;
      if (at === this.#events.length) this.#grow();
    } else {
      this.#free = this.#events[at] as number;
    }
    const events = this.#events;
    events[at] = 0;
    events[at + 1] = low;
    events[at + 2] = a;
    events[at + 3] = b;
    this.size++;
    if (isNear) {
      this.#enter(at, low);
    } else {
      this.#farEvents.push(at);
      this.#farTurns.push(Math.floor(timeUs / TURN_US));
    }
  }

  /** Moves now to the next event and shows it in `nowUs`, `a` and `b`; false when there is none. */
  pop(): boolean {
    let summary = this.#summary[0] as number;
    if (summary === 0) {
      if (this.size === 0) return false;
      this.#moveDown();
      summary = this.#summary[0] as number;
    }
    const word = 31 - Math.clz32(summary & -summary);
    const occupied = this.#occupied;
    const bits = occupied[word] as number;
    const slot = (word << 5) + 31 - Math.clz32(bits & -bits);
    const slots = this.#slots;
    const events = this.#events;
    const at = slots[2 * slot] as number;
    const next = events[at] as number;
    slots[2 * slot] = next;
    if (next === 0) {
      const rest = bits & (bits - 1);
      occupied[word] = rest;
      if (rest === 0) this.#summary[0] = summary & (summary - 1);
    }
    this.#low = events[at + 1] as number;
    this.nowUs = this.#baseUs + this.#low;
    this.a = events[at + 2] as number;
    this.b = events[at + 3] as number;
    events[at] = this.#free;
    this.#free = at;
    this.size--;
    return true;
  }

  /** Whether more events are pending at the time of the one last popped. */
  get hasMoreNow(): boolean {
    return this.#slots[2 * (this.#low & DIGIT_MASK)] !== 0;
  }

  /** Appends a record to the list of its slot, as seen from `#low`. */
  #enter(at: number, low: number): void {
    const difference = low ^ this.#low;
    let slot: number;
    if (difference < 1 << 10) slot = low & DIGIT_MASK;
    else if (difference < 1 << 20) slot = 1024 + ((low >>> 10) & DIGIT_MASK);
    else slot = 2048 + (low >>> 20);
    const slots = this.#slots;
    if (slots[2 * slot] === 0) {
      slots[2 * slot] = at;
      this.#occupied[slot >>> 5] = (this.#occupied[slot >>> 5] as number) | (1 << slot);
      this.#summary[slot >>> 10] = (this.#summary[slot >>> 10] as number) | (1 << (slot >>> 5));
    } else {
      this.#events[slots[2 * slot + 1] as number] = at;
    }
    slots[2 * slot + 1] = at;
  }

  #assertReachable(timeUs: number): void {
    if (!Number.isSafeInteger(timeUs) || timeUs < this.nowUs) {
      throw new Error(`an event's time is an integer from now (${this.nowUs}us) to 2^53 - 1, not ${timeUs}`);
    }
  }

  /** With the lowest wheel empty: goes to the next slot that holds an event and spreads it below, until the lowest fills. */
  #moveDown(): void {
    if (this.#summary[1] === 0) {
      if (this.#summary[2] === 0) this.#turn();
      if (this.#summary[0] !== 0) return;
      if (this.#summary[1] === 0) this.#spread(2);
      if (this.#summary[0] !== 0) return;
    }
    this.#spread(1);
  }

  /** Empties the first occupied slot of a wheel into the wheels below. */
  #spread(wheel: number): void {
    const summary = this.#summary[wheel] as number;
    const word = 32 * wheel + 31 - Math.clz32(summary & -summary);
    const bits = this.#occupied[word] as number;
    const slot = (word << 5) + 31 - Math.clz32(bits & -bits);
    const rest = bits & (bits - 1);
    this.#occupied[word] = rest;
    if (rest === 0) this.#summary[wheel] = summary & (summary - 1);
    let at = this.#slots[2 * slot] as number;
    this.#slots[2 * slot] = 0;
    const shift = 10 * wheel;
    const events = this.#events;
    this.#low = ((events[at + 1] as number) >>> shift) << shift;
    while (at !== 0) {
      const next = events[at] as number;
      events[at] = 0;
      this.#enter(at, events[at + 1] as number);
      at = next;
    }
  }

  /** With all wheels empty: goes to the first turn that the far list knows and takes its events in, in order of entry. */
  #turn(): void {
    const farEvents = this.#farEvents;
    const farTurns = this.#farTurns;
    let turn = farTurns[0] as number;
    for (const other of farTurns) turn = Math.min(turn, other);
    this.#baseUs = turn * TURN_US;
    this.#low = 0;
    let kept = 0;
    for (let i = 0; i < farEvents.length; i++) {
      const at = farEvents[i] as number;
      if (farTurns[i] === turn) {
        this.#enter(at, this.#events[at + 1] as number);
      } else {
        farEvents[kept] = at;
        farTurns[kept] = farTurns[i] as number;
        kept++;
      }
    }
    farEvents.length = kept;
    farTurns.length = kept;
  }

  #grow(): void {
    const old = this.#events;
    this.#events = new Int32Array(2 * old.length);
    this.#events.set(old);
  }
}

const DIGIT_MASK = 1023;
const TURN_US = 2 ** 30;
const LOW_MASK = TURN_US - 1;
