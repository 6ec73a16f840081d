/** How long to wait for an answer: twice as long each time, up to a bound, and never all at once. */
import type { AnyPacket, Host } from '../../contract/index.ts';

/** The longest wait is that many times the first. */
const longest = 16;

/** Between half of and all of `firstUs` · 2^`tries`, or of 16 · `firstUs` if that is less. */
export function backoffUs(host: Host<AnyPacket>, firstUs: number, tries: number): number {
  const fullUs = firstUs * Math.min(longest, 2 ** Math.min(tries, 30));
  return Math.ceil(fullUs / 2 + (host.random('backoff') * fullUs) / 2);
}
