import { makeMessage } from '../../../../src/contract/index.ts';
import { type Body, type Entry, makeEntry, type VoterSets } from '../../../../src/protocols/quorum-log/entry.ts';

/** The `nth` message of one client in `general`; its token is `t1`, `t2`, …. */
export function messageBody(nth: number, client = 7): Body {
  const request = { kind: 'message', room: 'general', bytes: makeMessage(`t${nth}`, 'said').bytes } as const;
  return { kind: 'request', sender: { client, session: 1, number: nth }, request };
}

export function configBody(...sets: VoterSets): Body {
  return { kind: 'config', sets };
}

/** A log of these bodies, each with its epoch. */
export function chain(bodies: readonly (readonly [epoch: number, body: Body])[]): Entry[] {
  const entries: Entry[] = [];
  for (const [epoch, body] of bodies) entries.push(makeEntry(entries.at(-1), epoch, body));
  return entries;
}

/** A first entry of epoch 1, then `count` messages. */
export function messageLog(count: number): Entry[] {
  return chain([
    [1, { kind: 'lead' }],
    ...Array.from({ length: count }, (_, nth) => [1, messageBody(nth + 1)] as const),
  ]);
}

export function bytesOf(entries: readonly Entry[]): Uint8Array {
  return new Uint8Array(entries.flatMap(({ frame }) => [...frame]));
}
