/**
 * The oracle for **answered**, as far as histories go: they have no bounds of time, so what is due
 * is due when time has run out after heal.
 */
import { isProbe } from '../../src/workload/probes.ts';
import type { Reading } from './reading.ts';

/** Every breach, in a sentence. */
export function* answeredBreaches(reading: Reading): Generator<string> {
  const overdue = reading.first('overdue');
  if (overdue === Number.POSITIVE_INFINITY) return;
  const isRunning = (node: number, at: number) => reading.incarnation(node, at) === reading.incarnation(node, overdue);
  // "after heal every pending one is resolved": the application that asked went with its process
  for (const { node, room, token, at } of reading.of('broadcast')) {
    if (!isRunning(node, at) || at > overdue) continue;
    const outcomes = reading.of('outcome').filter((each) => each.room === room && each.token === token);
    if (outcomes.length === 0) yield `${token} has no outcome`;
    // "a probe broadcast per room is accepted and delivered"
    if (!isProbe(token)) continue;
    if (!outcomes.some(({ outcome }) => outcome === 'accepted')) yield `probe ${token} was not accepted`;
    const delivered = reading.of('delivered').some((each) => each.room === room && each.message.token === token);
    if (!delivered) yield `probe ${token} was not delivered`;
  }
  // "What it declares is due: a join asked for and never reported is a breach"
  if (!reading.observes('memberAt')) return;
  for (const { node, operation, at } of reading.asked('join')) {
    if (!isRunning(node, at) || at > overdue) continue;
    const reported = reading.of('memberAt').some(({ request }) => request === operation.request);
    if (!reported) yield `${operation.request} was asked for and never reported`;
  }
}
