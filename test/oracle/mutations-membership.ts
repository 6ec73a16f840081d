/** What may go wrong with joins and leaves. */
import { find, insert, pick, remove, replace } from './edit.ts';
import type { Fact, History } from './facts.ts';
import type { Mutation } from './mutations.ts';
import type { Tape } from './tape.ts';

export const membershipMutations: readonly Mutation[] = [
  {
    name: 'a join takes effect twice',
    breaks: 'exactly-once',
    apply: (history, tape) => twice(history, tape, 'memberAt'),
  },
  {
    name: 'a leave takes effect twice',
    breaks: 'exactly-once',
    apply: (history, tape) => twice(history, tape, 'leftAt'),
  },
  {
    name: 'a join takes effect unasked',
    breaks: 'exactly-once',
    apply: (history, tape) => unasked(history, tape, 'join'),
  },
  {
    name: 'a leave takes effect unasked',
    breaks: 'exactly-once',
    apply: (history, tape) => unasked(history, tape, 'leave'),
  },
  {
    name: 'a join is of another client',
    breaks: 'exactly-once',
    apply: (history, tape) => mistaken(history, tape, 'memberAt'),
  },
  {
    name: 'a leave is of another client',
    breaks: 'exactly-once',
    apply: (history, tape) => mistaken(history, tape, 'leftAt'),
  },
  {
    name: 'a join takes effect beyond the room',
    breaks: 'exactly-once',
    apply: (history, tape) => beyond(history, tape, 'memberAt'),
  },
  {
    name: 'a leave takes effect beyond the room',
    breaks: 'exactly-once',
    apply: (history, tape) => beyond(history, tape, 'leftAt'),
  },
  {
    name: 'a leave takes effect before the join',
    breaks: 'exactly-once',
    apply(history, tape) {
      const joined = pick(history, tape, 'memberAt', ({ position }) => position > 0);
      if (joined === undefined) return undefined;
      const { node, room, client, position } = joined.fact;
      const request = `${joined.fact.request}-back`;
      const asked: Fact = { kind: 'asked', node: client, operation: { kind: 'leave', room, request } };
      const left: Fact = { kind: 'leftAt', node, room, client, request, position: tape.below(position) };
      return insert(history, joined.at + 1, asked, left);
    },
  },
  {
    name: 'a client delivers behind its leave',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const left = pick(history, tape, 'leftAt');
      if (left === undefined) return undefined;
      const { client, room, position } = left.fact;
      const next = pick(
        history,
        tape,
        'delivered',
        (fact, at) => fact.room === room && fact.position === position + 1 && at > left.at,
      );
      return next && insert(history, next.at + 1, { ...next.fact, node: client });
    },
  },
  {
    name: 'a client delivers before its join',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const joined = pick(history, tape, 'memberAt');
      if (joined === undefined) return undefined;
      const { client, room, position } = joined.fact;
      const former = pick(history, tape, 'delivered', (fact) => fact.room === room && fact.position <= position);
      return former && insert(history, Math.max(joined.at, former.at) + 1, { ...former.fact, node: client });
    },
  },
  {
    name: 'a stranger delivers',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const delivered = pick(history, tape, 'delivered');
      const clients = history.court.nodes.filter(({ role }) => role === 'client');
      const members = history.court.rooms.find(({ name }) => name === delivered?.fact.room)?.members ?? [];
      const stranger = tape.pick(clients.filter((_, index) => !members.includes(index + 1)));
      return delivered && stranger && insert(history, delivered.at + 1, { ...delivered.fact, node: stranger.id });
    },
  },
  {
    name: 'a join takes effect earlier',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const joined = pick(history, tape, 'memberAt', ({ position, client }) => {
        const left = find(history, 'leftAt', (each) => each.client === client && each.position >= position);
        return position > 0 && left.length === 0;
      });
      return joined && everywhere(history, joined.fact.request, joined.fact.position - 1);
    },
  },
  {
    name: 'a leave takes effect later',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const left = pick(history, tape, 'leftAt');
      return left && everywhere(history, left.fact.request, Math.max(0, left.fact.position - 1));
    },
  },
  {
    name: 'a join is never reported',
    breaks: 'answered',
    apply(history, tape) {
      const joined = pick(history, tape, 'memberAt');
      if (joined === undefined) return undefined;
      const { request, client, room } = joined.fact;
      return remove(history, (fact) => {
        if (fact.kind === 'memberAt') return fact.request === request;
        return fact.kind === 'delivered' && fact.node === client && fact.room === room;
      });
    },
  },
];

function twice(history: History, tape: Tape, kind: 'memberAt' | 'leftAt'): History | undefined {
  const report = pick(history, tape, kind);
  const by = tape.once(2) ? 1 : -1;
  const position = (report?.fact.position ?? 0) + by;
  return report && position >= 0 ? insert(history, report.at + 1, { ...report.fact, position }) : undefined;
}

function unasked(history: History, tape: Tape, kind: 'join' | 'leave'): History | undefined {
  const asked = tape.pick(find(history, 'asked', ({ operation }) => operation.kind === kind));
  return asked && remove(history, (_, at) => at === asked.at);
}

function beyond(history: History, tape: Tape, kind: 'memberAt' | 'leftAt'): History | undefined {
  const report = pick(history, tape, kind);
  return report && everywhere(history, report.fact.request, report.fact.position + 1 + tape.below(3));
}

function mistaken(history: History, tape: Tape, kind: 'memberAt' | 'leftAt'): History | undefined {
  const report = pick(history, tape, kind);
  const others = history.court.nodes.filter(({ id, role }) => role === 'client' && id !== report?.fact.client);
  const other = tape.pick(others);
  return report && other && replace(history, report.at, { ...report.fact, client: other.id });
}

/** Every report of a request says that it took effect behind this position. */
function everywhere(history: History, request: string, position: number): History {
  const facts = history.facts.map((fact): Fact => {
    return (fact.kind === 'memberAt' || fact.kind === 'leftAt') && fact.request === request
      ? { ...fact, position }
      : fact;
  });
  return { ...history, facts };
}
