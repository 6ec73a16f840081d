/**
 * The reference queue: a plain binary heap of event objects, ordered by (time, order of entry).
 * Slow and plainly right; tests compare the wheel with it, and the bench's bare loop runs on it.
 */
export interface HeapEvent<Content> {
  readonly timeUs: number;
  readonly sequence: number;
  readonly content: Content;
}

export class Heap<Content> {
  readonly #events: HeapEvent<Content>[] = [];
  #sequence = 0;

  get size(): number {
    return this.#events.length;
  }

  push(timeUs: number, content: Content): void {
    const event = { timeUs, sequence: this.#sequence++, content };
    const events = this.#events;
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = events[parent] as HeapEvent<Content>;
      if (!before(event, other)) break;
      events[at] = other;
      at = parent;
    }
    events[at] = event;
  }

  pop(): HeapEvent<Content> | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (first === undefined || last === undefined || events.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= events.length) break;
      if (
        child + 1 < events.length &&
        before(events[child + 1] as HeapEvent<Content>, events[child] as HeapEvent<Content>)
      ) {
        child++;
      }
      const other = events[child] as HeapEvent<Content>;
      if (!before(other, last)) break;
      events[at] = other;
      at = child;
    }
    events[at] = last;
    return first;
  }
}

function before<Content>(one: HeapEvent<Content>, other: HeapEvent<Content>): boolean {
  return one.timeUs < other.timeUs || (one.timeUs === other.timeUs && one.sequence < other.sequence);
}
