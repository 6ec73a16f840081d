/**
 * Turns what clients ask for into records of the log. Everything asked for before is either in the
 * log and applied, or forgotten: so the state says exactly what each session may do next, and what
 * does not fit (a repeat, a gap, a fenced session) is dropped. Clients ask again.
 */
import type { NodeId, RoomId } from '../../contract/index.ts';
import type { LogRecord } from './log-format.ts';
import type { Request } from './packets.ts';
import type { Rules } from './rules.ts';
import type { State } from './state.ts';

/** Something that waits for the next batch. */
export type Arrival =
  | { readonly kind: 'open'; readonly client: NodeId; readonly nonce: number }
  | {
      readonly kind: 'request';
      readonly client: NodeId;
      readonly session: number;
      readonly number: number;
      readonly request: Request;
    };

/** The records that arrivals make on top of `state`: at most `limit`, from the first `taken` arrivals. */
export function admit(
  state: State,
  arrivals: readonly Arrival[],
  limit: number,
  rules: Rules,
): { readonly records: readonly LogRecord[]; readonly taken: number } {
  const records: LogRecord[] = [];
  const opened = new Map<NodeId, number>();
  const lasts = new Map<NodeId, number>();
  const heads = new Map<RoomId, number>();
  let taken = 0;
  for (const arrival of arrivals) {
    if (records.length === limit) break;
    taken++;
    const { client } = arrival;
    const session = state.sessions.get(client);
    if (arrival.kind === 'open') {
      if ((opened.get(client) ?? session?.nonce) === arrival.nonce) continue;
      opened.set(client, arrival.nonce);
      records.push(arrival);
      continue;
    }
    const { number, request } = arrival;
    // A session opened by this very batch has no id yet that a request could carry.
    if (session?.id !== arrival.session || opened.has(client)) continue;
    if (!rules.isNext(lasts.get(client) ?? session.last, number)) continue;
    const head = heads.get(request.room) ?? state.rooms.get(request.room)?.head;
    if (head === undefined) continue;
    lasts.set(client, number);
    const placed = { client, session: session.id, number };
    if (request.kind === 'message') {
      heads.set(request.room, head + 1);
      records.push({ ...placed, ...request, position: head + 1 });
    } else {
      records.push({ ...placed, ...request, position: head });
    }
  }
  return { records, taken };
}
