import type { AnyPacket, NodeId } from '../contract/index.ts';

/**
 * Packets on their way, by slot. What the receiver's event needs lies side by side in one typed
 * array; the packet itself goes by reference.
 */
export class Flights {
  #packets: (AnyPacket | undefined)[] = [];
  /** Per slot: sender, content digest, number of the event in which it was sent, next free slot. */
  #records = new Int32Array(4 * 256);
  #free = -1;
  #used = 0;

  /** Takes a slot for one copy of a packet. */
  add(packet: AnyPacket, from: NodeId, content: number, cause: number): number {
    let slot = this.#free;
    if (slot === -1) {
      slot = this.#used++;
      if (slot * 4 === this.#records.length) this.#grow();
      this.#packets.push(packet);
    } else {
      this.#free = this.#records[slot * 4 + 3] as number;
      this.#packets[slot] = packet;
    }
    const at = slot * 4;
    this.#records[at] = from;
    this.#records[at + 1] = content;
    this.#records[at + 2] = cause;
    return slot;
  }

  packet(slot: number): AnyPacket {
    return this.#packets[slot] as AnyPacket;
  }

  from(slot: number): NodeId {
    return this.#records[slot * 4] as number;
  }

  content(slot: number): number {
    return this.#records[slot * 4 + 1] as number;
  }

  cause(slot: number): number {
    return this.#records[slot * 4 + 2] as number;
  }

  /** Gives the slot back. */
  land(slot: number): void {
    this.#packets[slot] = undefined;
    this.#records[slot * 4 + 3] = this.#free;
    this.#free = slot;
  }

  #grow(): void {
    const grown = new Int32Array(this.#records.length * 2);
    grown.set(this.#records);
    this.#records = grown;
  }
}
