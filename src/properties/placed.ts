import { digest } from '../bytes/index.ts';
import type { Message } from '../contract/index.ts';
import type { BroadcastRecord } from './broadcast-record.ts';

/** How many byte arrays are remembered as equal to a message's: one per replica and gateway, say. */
const knownAtMost = 8;

/** A message in its place in L(room). */
export class Placed {
  readonly message: Message;
  readonly broadcast: BroadcastRecord;
  readonly digest: number;
  /** It was delivered here, as it stands. Deliveries after the first need less judging. */
  delivered = false;
  /** When it was first applied or accepted, in virtual time: from then on its deliveries are due. */
  sinceUs = 0;
  /** Byte arrays seen to be equal: in most deliveries a packet's bytes are shared, and a look is enough. */
  readonly #known: Uint8Array[];
  #oldest = 0;

  constructor(message: Message, broadcast: BroadcastRecord, contents: number) {
    this.message = message;
    this.broadcast = broadcast;
    this.digest = contents;
    this.#known = [message.bytes];
  }

  /** Whether all bytes that were found equal still are: protocol code shares them, and bytes cannot be frozen. */
  get isIntact(): boolean {
    return this.#known.every((bytes) => digest(bytes) === this.digest);
  }

  /** Whether these are the message's bytes, its token among them. */
  is({ bytes }: Message): boolean {
    const known = this.#known;
    for (let i = 0; i < known.length; i++) if (known[i] === bytes) return true;
    if (digest(bytes) !== this.digest) return false;
    if (known.length < knownAtMost) known.push(bytes);
    else known[this.#oldest++ % knownAtMost] = bytes;
    return true;
  }
}
