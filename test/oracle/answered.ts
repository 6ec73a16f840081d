/**
 * The oracle for **answered**, as far as histories go: they have no bounds of time, so what is due
 * is due when time has run out after heal.
 */

import type { NodeId, RoomId, Token } from '../../src/contract/index.ts';
import { isProbe } from '../../src/workload/probes.ts';
import type { Reading } from './reading.ts';

/** Every breach, in a sentence. */
export function* answeredBreaches(reading: Reading): Generator<string> {
  const overdue = reading.first('overdue');
  // "while nothing fails … no `unknown`"
  for (const { node, token, outcome, at } of reading.of('outcome')) {
    if (outcome === 'unknown' && isCalm(reading, node, token, at)) yield `${token} is unknown, and nothing failed`;
  }
  if (overdue === Number.POSITIVE_INFINITY) return;
  const isRunning = (node: number, at: number) => reading.incarnation(node, at) === reading.incarnation(node, overdue);
  // "after heal every pending one is resolved": the application that asked went with its process
  for (const { node, at, operation } of reading.asked('broadcast')) {
    if (!isRunning(node, at) || at > overdue) continue;
    const { token } = operation.message;
    const outcomes = reading
      .of('outcome')
      .filter((each) => each.room === operation.room && each.token === token && each.at > at);
    if (outcomes.length === 0) yield `${token} has no outcome`;
    // "a probe broadcast per room is accepted and delivered": by one of those who lack it, where there are any
    if (!isProbe(token)) continue;
    if (!outcomes.some(({ outcome }) => outcome === 'accepted')) yield `probe ${token} was not accepted`;
    if (!reading.isDeliveredAnywhere(operation.room, token) && isLacked(reading, operation.room, token))
      yield `probe ${token} was not delivered`;
  }
  // "What it declares is due: a join asked for and never reported is a breach of answered"
  for (const { node, at, operation } of reading.of('asked')) {
    if (!isRunning(node, at) || at > overdue) continue;
    const { kind } = operation;
    if (kind === 'read' && reading.observes('readReturned')) {
      const isReturned = reading.of('readReturned').some((each) => each.node === node && each.read === operation.read);
      if (!isReturned) yield `read ${operation.read} was asked for and never returned`;
    }
    if ((kind === 'join' && reading.observes('memberAt')) || (kind === 'leave' && reading.observes('leftAt'))) {
      const reports = [...reading.of('memberAt'), ...reading.of('leftAt')];
      const isReported = reports.some(({ client, request }) => client === node && request === operation.request);
      if (!isReported) yield `${operation.request} was asked for and never reported`;
    }
  }
}

/** Nobody lacks what was truncated rightly: but the newest message of a room never is. */
function isLacked(reading: Reading, room: RoomId, token: Token): boolean {
  const position = reading.positionOf(room, token);
  if (position === undefined) return reading.hasMembers(room);
  return reading.clients.some((client) => reading.lacks(room, client, position));
}

/** Whether nothing was down, and nothing crashed, from the broadcast on until then. Other clients do not matter. */
function isCalm(reading: Reading, client: NodeId, token: Token, by: number): boolean {
  const since = reading.asked('broadcast').find(({ operation }) => operation.message.token === token)?.at;
  if (since === undefined) return false;
  const matters = (node: NodeId) => node === client || !reading.clients.includes(node);
  const crashes = reading.of('crashed').filter(({ node, at }) => matters(node) && at < by);
  return crashes.every((crash) =>
    reading.of('booted').some(({ node, at }) => node === crash.node && crash.at < at && at < since),
  );
}
