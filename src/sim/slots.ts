/** Values by slot, each taken once; slots are small integers and used again. */
export class Slots<Value> {
  readonly #values: (Value | undefined)[] = [];
  readonly #free: number[] = [];

  add(value: Value): number {
    const slot = this.#free.pop() ?? this.#values.length;
    this.#values[slot] = value;
    return slot;
  }

  take(slot: number): Value {
    const value = this.#values[slot] as Value;
    this.#values[slot] = undefined;
    this.#free.push(slot);
    return value;
  }
}
