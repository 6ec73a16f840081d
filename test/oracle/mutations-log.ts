/** What replicas may do wrong with a room's sequence, and with their disks. */
import type { Message } from '../../src/contract/index.ts';
import { altered, exchange, find, insert, move, pick, remove, replace } from './edit.ts';
import type { Fact, History } from './facts.ts';
import type { Mutation } from './mutations.ts';
import type { Tape } from './tape.ts';

export const logMutations: readonly Mutation[] = [
  {
    name: 'a replica skips a position',
    breaks: 'ordered',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      return applied && remove(history, (_, at) => at === applied.at);
    },
  },
  {
    name: 'a replica applies twice',
    breaks: 'ordered',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      return applied && insert(history, applied.at + 1, applied.fact);
    },
  },
  // Where one finds nothing to break the next is tried: those that seldom do stand together.
  {
    name: 'a replica restores too far',
    breaks: 'ordered',
    apply(history, tape) {
      const restored = pick(history, tape, 'restored');
      return restored && replace(history, restored.at, { ...restored.fact, position: restored.fact.position + 1 });
    },
  },
  {
    name: 'a replica restores without a word',
    breaks: 'ordered',
    apply(history, tape) {
      const restored = pick(history, tape, 'restored');
      return restored && remove(history, (_, at) => at === restored.at);
    },
  },
  {
    name: 'a broadcast begins behind what was accepted',
    breaks: 'ordered',
    apply(history, tape) {
      const pairs = find(history, 'broadcast').flatMap((begun) => {
        const { token, room } = begun.fact;
        const applied = firstApplied(history, token);
        if (applied === undefined || applied.at < begun.at) return [];
        const accepted = find(history, 'outcome', (fact, at) => {
          const isBehind = (firstApplied(history, fact.token)?.fact.position ?? 0) > applied.fact.position;
          const isBegun = find(history, 'broadcast', (each) => each.token === fact.token).some(
            (each) => each.at < applied.at,
          );
          return fact.outcome === 'accepted' && fact.room === room && at > begun.at && isBehind && isBegun;
        });
        return accepted.map((seen) => ({ begun, seen, applied }));
      });
      const pair = tape.pick(pairs);
      if (pair === undefined) return undefined;
      // The word of a quorum may come before any replica applies.
      const at = Math.min(pair.seen.at, pair.applied.at);
      return move(move(history, pair.seen.at, at), pair.begun.at, at);
    },
  },
  {
    name: 'a replica restores what nobody applied',
    breaks: 'ordered',
    apply(history, tape) {
      if (!history.court.observes.includes('restored')) return undefined;
      const applied = pick(history, tape, 'applied');
      if (applied === undefined) return undefined;
      const { node, room, position } = applied.fact;
      const restored: Fact = { kind: 'restored', node, room, position: position + 1 + tape.below(3) };
      return insert(history, applied.at + 1, restored);
    },
  },
  {
    name: 'two replicas apply in different order',
    breaks: 'ordered',
    apply(history, tape) {
      const first = pick(history, tape, 'applied', (fact) => follower(history, fact) !== undefined);
      const second = first && follower(history, first.fact);
      if (first === undefined || second === undefined) return undefined;
      const swapped = replace(history, first.at, { ...first.fact, message: second.fact.message });
      return replace(swapped, second.at, { ...second.fact, message: first.fact.message });
    },
  },
  {
    name: 'a sender is reordered',
    breaks: 'ordered',
    apply(history, tape) {
      const pairs = find(history, 'broadcast').flatMap((first) => {
        const { node, room } = first.fact;
        return find(history, 'broadcast', (each, at) => each.node === node && each.room === room && at > first.at).map(
          (second) => [first.fact.token, second.fact.token] as const,
        );
      });
      const pair = tape.pick(pairs);
      return pair && rename(history, pair);
    },
  },
  {
    name: 'a broadcast begins when it is seen already',
    breaks: 'exactly-once',
    apply(history, tape) {
      const begun = pick(history, tape, 'broadcast');
      const seen =
        begun && pick(history, tape, 'delivered', ({ room }, at) => room === begun.fact.room && at > begun.at);
      return seen && move(history, begun.at, seen.at);
    },
  },
  {
    name: 'two messages change places everywhere',
    breaks: 'ordered',
    apply(history, tape) {
      const pair = twoMessages(history, tape);
      if (pair === undefined) return undefined;
      const [a, b] = pair;
      return exchange(history, (message) => (message.token === a.token ? b : message.token === b.token ? a : message));
    },
  },
  {
    name: 'a token stands twice',
    breaks: 'exactly-once',
    apply(history, tape) {
      const pair = twoMessages(history, tape);
      if (pair === undefined) return undefined;
      return exchange(history, (message) => (message.token === pair[0].token ? pair[1] : message));
    },
  },
  {
    name: 'a message stands with other bytes',
    breaks: 'exactly-once',
    apply(history, tape) {
      const token = pick(history, tape, 'broadcast')?.fact.token;
      return token === undefined
        ? undefined
        : exchange(history, (message) => (message.token === token ? altered(message) : message));
    },
  },
  {
    name: 'a message stands that nobody asked for',
    breaks: 'exactly-once',
    apply(history, tape) {
      const begun = pick(history, tape, 'broadcast');
      return begun && remove(history, (fact) => isBeginning(fact, begun.fact.token));
    },
  },
  {
    name: 'a message stands in another room',
    breaks: 'exactly-once',
    apply(history, tape) {
      const begun = pick(history, tape, 'broadcast');
      const other = tape.pick(history.court.rooms.filter(({ name }) => name !== begun?.fact.room))?.name;
      if (begun === undefined || other === undefined) return undefined;
      const facts = history.facts.map((fact): Fact => {
        if (fact.kind === 'asked' && fact.operation.kind === 'broadcast' && isBeginning(fact, begun.fact.token)) {
          return { ...fact, operation: { ...fact.operation, room: other } };
        }
        return fact.kind === 'broadcast' && isBeginning(fact, begun.fact.token) ? { ...fact, room: other } : fact;
      });
      return { ...history, facts };
    },
  },
  {
    name: 'a message stands before it is broadcast',
    breaks: 'exactly-once',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      const begun = applied && find(history, 'broadcast', ({ token }) => token === applied.fact.message.token)[0];
      return begun && move(history, begun.at, applied.at);
    },
  },
  {
    name: 'a replica applies other bytes',
    breaks: 'persisted',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      return applied && replace(history, applied.at, { ...applied.fact, message: altered(applied.fact.message) });
    },
  },
  {
    name: 'a replica applies something else after a restart',
    breaks: 'persisted',
    apply(history, tape) {
      const boot = pick(history, tape, 'booted', ({ incarnation }) => incarnation > 1);
      const applied = boot && pick(history, tape, 'applied', ({ node }, at) => node === boot.fact.node && at > boot.at);
      const other =
        applied &&
        pick(history, tape, 'applied', ({ room, message }) => {
          return room === applied.fact.room && message.token !== applied.fact.message.token;
        });
      return other && replace(history, applied.at, { ...applied.fact, message: other.fact.message });
    },
  },
  {
    name: 'a voter applies nothing more',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      if (applied === undefined) return undefined;
      return remove(
        history,
        (fact, at) => fact.kind === 'applied' && fact.node === applied.fact.node && at >= applied.at,
      );
    },
  },
  {
    name: 'a voter that was left behind is not',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const retired = pick(history, tape, 'retired');
      return retired && remove(history, (_, at) => at === retired.at);
    },
  },
  {
    name: 'a replica applies too early',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied', ({ position }) => position === 1);
      const begun = applied && find(history, 'broadcast', ({ token }) => token === applied.fact.message.token)[0];
      return begun && move(history, applied.at, begun.at + 1);
    },
  },
  {
    name: 'a disk stops',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const write = pick(history, tape, 'writes');
      if (write === undefined) return undefined;
      const isDisk = (fact: Fact) =>
        fact.kind === 'writes' || fact.kind === 'votes' || fact.kind === 'cuts' || fact.kind === 'snapshots';
      return remove(
        history,
        (fact, at) => isDisk(fact) && 'node' in fact && fact.node === write.fact.node && at >= write.at,
      );
    },
  },
  {
    name: 'a disk holds other bytes than were applied',
    breaks: 'persisted',
    apply(history, tape) {
      const replicas = history.court.nodes.filter(({ role }) => role === 'replica').map(({ id }) => id);
      const write = pick(history, tape, 'writes', ({ node }) => replicas.includes(node));
      return write && replace(history, write.at, { ...write.fact, message: altered(write.fact.message) });
    },
  },
  {
    name: 'a client accepts too early',
    breaks: 'persisted',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome', (fact) => fact.outcome === 'accepted');
      const begun = outcome && find(history, 'broadcast', ({ token }) => token === outcome.fact.token)[0];
      return begun && move(history, outcome.at, begun.at + 1);
    },
  },
  {
    name: 'a client accepts what is never applied',
    breaks: 'persisted',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome', (fact) => fact.outcome !== 'accepted');
      return outcome && replace(history, outcome.at, { ...outcome.fact, outcome: 'accepted' });
    },
  },
  {
    name: 'a replica that led is led by another',
    breaks: 'one-leader',
    apply(history, tape) {
      const led = pick(history, tape, 'led');
      const others = history.court.nodes.filter(({ id, role }) => role === 'replica' && id !== led?.fact.node);
      const other = tape.pick(others);
      return led && other && insert(history, led.at + 1 + tape.below(3), { ...led.fact, node: other.id });
    },
  },
];

function firstApplied(history: History, token: string) {
  return find(history, 'applied', ({ message }) => message.token === token)[0];
}

/** The replica's next position in the room. */
function follower(history: History, { node, room, position }: Extract<Fact, { kind: 'applied' }>) {
  return find(
    history,
    'applied',
    (each) => each.node === node && each.room === room && each.position === position + 1,
  )[0];
}

/** Two messages of one room, at least the second of which is in its place already. */
function twoMessages(history: History, tape: Tape): readonly [Message, Message] | undefined {
  const first = pick(history, tape, 'applied');
  const second =
    first &&
    pick(
      history,
      tape,
      'applied',
      ({ room, position }) => room === first.fact.room && position !== first.fact.position,
    );
  return second && [first.fact.message, second.fact.message];
}

function isBeginning(fact: Fact, token: string): boolean {
  if (fact.kind === 'broadcast') return fact.token === token;
  return fact.kind === 'asked' && fact.operation.kind === 'broadcast' && fact.operation.message.token === token;
}

/** Two messages change places in what was asked for and begun. */
function rename(history: History, [a, b]: readonly [string, string]): History {
  const asked = new Map(
    find(history, 'asked').flatMap(({ fact: { operation } }) =>
      operation.kind === 'broadcast' ? [[operation.message.token, operation.message]] : [],
    ),
  );
  const other = (token: string) => (token === a ? b : token === b ? a : token);
  const facts = history.facts.map((fact): Fact => {
    if (fact.kind === 'broadcast') return { ...fact, token: other(fact.token) };
    if (fact.kind !== 'asked' || fact.operation.kind !== 'broadcast') return fact;
    const message = asked.get(other(fact.operation.message.token))!;
    return { ...fact, operation: { ...fact.operation, message } };
  });
  return { ...history, facts };
}
