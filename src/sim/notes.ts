/**
 * What enters the digest between two events: what processes report and what they ask of their
 * disks. It is no event, and so has no number of its own; it belongs to the event that is handled.
 * A report that differs, or bytes that do, may decide a verdict long before another packet tells.
 */
import type { Message } from '../contract/index.ts';
import { bytesContent, listOf, listWith, numberContent, textContent, UNDEFINED } from './content.ts';
import { stampOf } from './stamp.ts';

/** What a note is of, by its number in the digest: above those of events, see `Kind`. */
export const Noted = {
  broadcast: 32,
  outcome: 33,
  delivered: 34,
  resumed: 35,
  truncated: 36,
  connected: 37,
  disconnected: 38,
  readStarted: 39,
  readReturned: 40,
  applied: 41,
  restored: 42,
  memberAt: 43,
  leftAt: 44,
  led: 45,
  sometimes: 46,
  disk: 47,
  offence: 48,
} as const;

/** Of a message: its token and its bytes. Those that came in a packet were digested when it was sealed. */
export function messageContent({ token, bytes }: Message): number {
  return listWith(textContent(token), stampOf(bytes) ?? bytesContent(bytes));
}

/** Of messages, in their order. */
export function messagesContent(messages: readonly Message[]): number {
  let content = listOf(messages.length);
  for (const message of messages) content = listWith(content, messageContent(message));
  return content;
}

/** Of what a disk is given and gives: names, counts, bytes, and nothing at all. */
export function diskContent(value: unknown): number {
  if (typeof value === 'string') return textContent(value);
  if (typeof value === 'number') return numberContent(value);
  if (value instanceof Uint8Array) return bytesContent(value);
  if (!Array.isArray(value)) return UNDEFINED;
  let content = listOf(value.length);
  for (const item of value) content = listWith(content, diskContent(item));
  return content;
}
