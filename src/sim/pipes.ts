import type { NodeId } from '../contract/index.ts';
import type { Bandwidth } from './link-table.ts';

/** More nodes than any run has. */
const idsAtMost = 2 ** 24;

/**
 * A queue of bytes before each directed link: packets leave it one after the other at the link's
 * rate. It is bounded; what does not fit is dropped at its tail, but a packet always fits into an
 * empty one, however long it is. Only the moment at which a queue is drained is kept.
 */
export class Pipes {
  readonly #drainedUs = new Map<number, number>();

  /** How long a packet waits and leaves, in microseconds from now; -1 when it does not fit. */
  enter(from: NodeId, to: NodeId, sizeBytes: number, { bytesPerS, bufferBytes }: Bandwidth, nowUs: number): number {
    const link = from * idsAtMost + to;
    const waitsUs = Math.max(0, (this.#drainedUs.get(link) ?? 0) - nowUs);
    const waitingBytes = Math.ceil((waitsUs * bytesPerS) / 1_000_000);
    if (waitsUs > 0 && waitingBytes + sizeBytes > bufferBytes) return -1;
    const leftUs = waitsUs + Math.ceil((sizeBytes * 1_000_000) / bytesPerS);
    this.#drainedUs.set(link, nowUs + leftUs);
    return leftUs;
  }

  /** When the queue of a link is empty, as far as is known now. */
  drainedUs(from: NodeId, to: NodeId): number {
    return this.#drainedUs.get(from * idsAtMost + to) ?? 0;
  }
}
