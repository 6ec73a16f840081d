/** What a client may do wrong with its deliveries. */
import { makeMessage } from '../../src/contract/index.ts';
import { altered, type Found, find, insert, move, pick, remove, replace } from './edit.ts';
import type { History } from './facts.ts';
import type { Mutation } from './mutations.ts';
import type { Tape } from './tape.ts';

export const deliveryMutations: readonly Mutation[] = [
  {
    name: 'swaps two deliveries',
    breaks: 'ordered',
    apply(history, tape) {
      const first = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
      const second = first && next(history, first.at);
      if (first === undefined || second === undefined) return undefined;
      return replace(replace(history, first.at, second.fact), second.at, first.fact);
    },
  },
  {
    name: 'swaps what is delivered at two positions',
    breaks: 'ordered',
    apply(history, tape) {
      const first = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
      const second = first && next(history, first.at);
      if (first === undefined || second === undefined) return undefined;
      const swapped = replace(history, first.at, { ...first.fact, message: second.fact.message });
      return replace(swapped, second.at, { ...second.fact, message: first.fact.message });
    },
  },
  {
    name: 'skips a delivery',
    breaks: 'ordered',
    apply(history, tape) {
      const skipped = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
      return skipped && remove(history, (_, at) => at === skipped.at);
    },
  },
  {
    name: 'skips a delivery as truncated, within retention',
    breaks: 'ordered',
    apply(history, tape) {
      const skipped = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
      if (skipped === undefined) return undefined;
      const { node, room, position } = skipped.fact;
      return replace(history, skipped.at, { kind: 'truncated', node, room, from: position, to: position });
    },
  },
  {
    name: 'truncates more than is beyond retention',
    breaks: 'ordered',
    apply(history, tape) {
      const truncated = pick(history, tape, 'truncated');
      const skipped =
        truncated && find(history, 'delivered', ({ node }, at) => node === truncated.fact.node && at > truncated.at)[0];
      if (skipped === undefined) return undefined;
      const longer = { ...truncated!.fact, to: skipped.fact.position };
      return remove(replace(history, truncated!.at, longer), (_, at) => at === skipped.at);
    },
  },
  {
    name: 'skips without a word what is beyond retention',
    breaks: 'ordered',
    apply(history, tape) {
      const truncated = pick(history, tape, 'truncated');
      return truncated && remove(history, (_, at) => at === truncated.at);
    },
  },
  {
    name: 'delivers other bytes',
    breaks: 'ordered',
    apply(history, tape) {
      const delivered = pick(history, tape, 'delivered');
      return (
        delivered && replace(history, delivered.at, { ...delivered.fact, message: altered(delivered.fact.message) })
      );
    },
  },
  {
    name: 'delivers another token',
    breaks: 'ordered',
    apply(history, tape) {
      const delivered = pick(history, tape, 'delivered');
      return delivered && replace(history, delivered.at, { ...delivered.fact, message: makeMessage('x1', 'hello') });
    },
  },
  {
    name: 'delivers at another position',
    breaks: 'ordered',
    apply(history, tape) {
      const delivered = pick(history, tape, 'delivered');
      const by = [1, -1, 2][tape.below(3)]!;
      const position = (delivered?.fact.position ?? 0) + by;
      return delivered && position > 0 ? replace(history, delivered.at, { ...delivered.fact, position }) : undefined;
    },
  },
  {
    name: 'delivers what stands nowhere',
    breaks: 'ordered',
    apply(history, tape) {
      const last = pick(history, tape, 'delivered', (_, at) => next(history, at) === undefined);
      if (last === undefined) return undefined;
      const { fact, at } = last;
      const message = makeMessage('x1', 'hello');
      return insert(history, at + 1, { ...fact, position: fact.position + 1, message });
    },
  },
  {
    name: 'skips the first delivery after a restart',
    breaks: 'ordered',
    apply(history, tape) {
      const boot = pick(history, tape, 'booted', ({ incarnation }) => incarnation > 1);
      const skipped = boot && find(history, 'delivered', ({ node }, at) => node === boot.fact.node && at > boot.at)[0];
      return skipped && remove(history, (_, at) => at === skipped.at);
    },
  },
  {
    name: 'resumes behind what it has not delivered',
    breaks: 'ordered',
    apply(history, tape) {
      if (!history.court.observes.includes('applied')) return undefined;
      const resumed = pick(history, tape, 'resumed');
      const skipped = resumed && nextOf(history, resumed.at, resumed.fact.node, resumed.fact.room);
      if (resumed === undefined || skipped === undefined) return undefined;
      const later = replace(history, resumed.at, { ...resumed.fact, cursor: skipped.fact.position });
      const { node, message } = skipped.fact;
      return remove(later, (fact, at) => {
        return at === skipped.at || (fact.kind === 'writes' && fact.node === node && fact.message === message);
      });
    },
  },
  {
    name: 'resumes in the middle of a life',
    breaks: 'exactly-once',
    apply(history, tape) {
      if (!history.court.observes.includes('resumed')) return undefined;
      const delivered = pick(history, tape, 'delivered');
      if (delivered === undefined) return undefined;
      const { node, room, position } = delivered.fact;
      return insert(history, delivered.at + 1, { kind: 'resumed', node, room, cursor: position + tape.below(2) });
    },
  },
  {
    name: 'delivers twice',
    breaks: 'exactly-once',
    apply(history, tape) {
      const delivered = pick(history, tape, 'delivered');
      return delivered && insert(history, delivered.at + 1, delivered.fact);
    },
  },
  {
    name: 'delivers again later',
    breaks: 'exactly-once',
    apply: again,
  },
  {
    name: 'delivers again after a restart',
    breaks: 'exactly-once',
    apply(history, tape) {
      const resumed = pick(history, tape, 'resumed', ({ cursor }) => cursor > 0);
      if (resumed === undefined) return undefined;
      const { node, room, cursor } = resumed.fact;
      const former = pick(
        history,
        tape,
        'delivered',
        (fact) => fact.node === node && fact.room === room && fact.position <= cursor,
      );
      return former && insert(history, resumed.at + 1 + tape.below(2), former.fact);
    },
  },
  {
    name: 'loses its last deliveries',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const first = pick(history, tape, 'delivered');
      if (first === undefined) return undefined;
      const { node, room } = first.fact;
      const isLost = (each: Found<'delivered'>['fact']) => each.node === node && each.room === room;
      return remove(history, (fact, at) => fact.kind === 'delivered' && isLost(fact) && at >= first.at);
    },
  },
  {
    name: 'delivers too early',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const first = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
      const second = first && next(history, first.at);
      return second && move(history, second.at, first.at + 1);
    },
  },
  {
    name: 'delivers before anyone can have it',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const first = pick(history, tape, 'delivered', ({ position }) => position === 1);
      const begun = first && find(history, 'broadcast', ({ token }) => token === first.fact.message.token)[0];
      return begun && move(history, first.at, begun.at + 1);
    },
  },
  {
    name: 'delivers what was refused',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const outcome = pick(
        history,
        tape,
        'outcome',
        (fact) => find(history, 'delivered', ({ message }) => message.token === fact.token).length > 0,
      );
      return outcome && replace(history, outcome.at, { ...outcome.fact, outcome: 'refused' });
    },
  },
];

/** The same client's next delivery in the room, in the same life. */
function next(history: History, at: number): Found<'delivered'> | undefined {
  const fact = history.facts[at];
  return fact?.kind === 'delivered' ? nextOf(history, at, fact.node, fact.room) : undefined;
}

function nextOf(history: History, at: number, node: number, room: string): Found<'delivered'> | undefined {
  const end =
    find(history, 'crashed', (each, place) => each.node === node && place > at)[0]?.at ?? history.facts.length;
  return find(
    history,
    'delivered',
    (each, place) => each.node === node && each.room === room && place > at && place < end,
  )[0];
}

function again(history: History, tape: Tape): History | undefined {
  const delivered = pick(history, tape, 'delivered', (_, at) => next(history, at) !== undefined);
  const later = delivered && next(history, delivered.at);
  return later && insert(history, later.at + 1, delivered.fact);
}
