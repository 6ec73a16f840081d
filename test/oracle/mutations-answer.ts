/** What may go wrong with outcomes and reads. */
import { isProbe } from '../../src/workload/probes.ts';
import { altered, type Found, find, insert, pick, remove, replace } from './edit.ts';
import type { Fact, History } from './facts.ts';
import type { Mutation } from './mutations.ts';
import type { Tape } from './tape.ts';

export const answerMutations: readonly Mutation[] = [
  {
    name: 'an outcome is missing',
    breaks: 'answered',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome');
      return outcome && remove(history, (_, at) => at === outcome.at);
    },
  },
  {
    name: 'a probe is not accepted',
    breaks: 'answered',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome', ({ token }) => isProbe(token));
      return (
        outcome && replace(history, outcome.at, { ...outcome.fact, outcome: tape.once(2) ? 'refused' : 'unknown' })
      );
    },
  },
  {
    name: 'an outcome is unknown',
    breaks: 'answered',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome', (fact) => fact.outcome === 'accepted' && !isProbe(fact.token));
      return outcome && replace(history, outcome.at, { ...outcome.fact, outcome: 'unknown' });
    },
  },
  {
    name: 'an outcome is taken back',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const outcome = pick(history, tape, 'outcome', (fact) => fact.outcome !== 'unknown');
      const other = outcome?.fact.outcome === 'accepted' ? 'refused' : 'accepted';
      return outcome && insert(history, outcome.at + 1, { ...outcome.fact, outcome: other });
    },
  },
  {
    name: 'what was refused is applied',
    breaks: 'all-or-nothing',
    apply(history, tape) {
      const applied = pick(history, tape, 'applied');
      const token = applied?.fact.message.token ?? '';
      const begun = find(history, 'broadcast', (fact) => fact.token === token)[0];
      if (begun === undefined) return undefined;
      const isLater = (fact: Fact) =>
        (fact.kind === 'delivered' && fact.message.token === token) ||
        (fact.kind === 'outcome' && fact.token === token);
      const end = history.facts.findIndex(isLater);
      const facts = history.facts.slice(0, end < 0 ? history.facts.length : end);
      return { ...history, facts: [...facts, { ...begun.fact, kind: 'outcome', outcome: 'refused' }] };
    },
  },
  {
    name: 'a read is never returned',
    breaks: 'answered',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', (_, at) => !isReadBack(history, at));
      return page && remove(history, (_, at) => at === page.at);
    },
  },
  {
    name: 'a read is not asked for',
    breaks: 'fresh',
    apply(history, tape) {
      // That each room is read back is for whoever asks to see to.
      const asked = pick(
        history,
        tape,
        'asked',
        ({ operation }, at) => operation.kind === 'read' && !isReadBack(history, at),
      );
      return asked && remove(history, (_, at) => at === asked.at);
    },
  },
  {
    name: 'a read returns to another client',
    breaks: 'fresh',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned');
      const others = history.court.nodes.filter(({ id, role }) => role === 'client' && id !== page?.fact.node);
      const other = tape.pick(others);
      return page && other && replace(history, page.at, { ...page.fact, node: other.id });
    },
  },
  {
    name: 'a stale read begins without a word',
    breaks: 'fresh',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ head }, at) => head > 0 && !isReadBack(history, at));
      if (page === undefined) return undefined;
      const { read } = page.fact;
      return remove(shorter(history, page), (fact) => fact.kind === 'readStarted' && fact.read === read);
    },
  },
  {
    name: 'a client is not connected',
    breaks: 'prompt',
    apply(history, tape) {
      const connected = pick(history, tape, 'connected');
      if (connected === undefined) return undefined;
      return tape.once(2)
        ? remove(history, (_, at) => at === connected.at)
        : insert(history, connected.at + 1, { kind: 'disconnected', node: connected.fact.node });
    },
  },
  {
    name: 'a read is stale',
    breaks: 'fresh',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ head }, at) => head > 0 && !isReadBack(history, at));
      return page && shorter(history, page);
    },
  },
  {
    name: 'a read brings something else',
    breaks: 'fresh',
    apply: (history, tape) =>
      otherItem(
        history,
        pick(history, tape, 'readReturned', (_, at) => !isReadBack(history, at)),
        tape,
      ),
  },
  {
    name: 'a read brings it at another position',
    breaks: 'fresh',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ items }, at) => items.length > 0 && !isReadBack(history, at));
      return page && replace(history, page.at, { ...page.fact, from: page.fact.from + 1 });
    },
  },
  {
    name: 'a room is read back short',
    breaks: 'persisted',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ from, items, head }, at) => {
        return isReadBack(history, at) && items.length > 0 && from + items.length > head;
      });
      return page && shorter(history, page);
    },
  },
  {
    name: 'a room is read back with an empty page',
    breaks: 'persisted',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ items }, at) => isReadBack(history, at) && items.length > 0);
      if (page === undefined) return undefined;
      const empty = replace(history, page.at, { ...page.fact, items: [] });
      // Nobody reads on behind an empty page.
      return { ...empty, facts: empty.facts.slice(0, page.at + 1) };
    },
  },
  {
    name: 'a room is read back with something else',
    breaks: 'persisted',
    apply: (history, tape) =>
      otherItem(
        history,
        pick(history, tape, 'readReturned', (_, at) => isReadBack(history, at)),
        tape,
      ),
  },
  {
    name: 'a room is read back without its oldest',
    breaks: 'persisted',
    apply(history, tape) {
      const page = pick(history, tape, 'readReturned', ({ items }, at) => isReadBack(history, at) && items.length > 1);
      if (page === undefined) return undefined;
      const { from, items, oldest } = page.fact;
      const later = { from: from + 1, items: items.slice(1), oldest: Math.max(oldest, from + 1) };
      return replace(history, page.at, { ...page.fact, ...later });
    },
  },
];

function isReadBack(history: History, at: number): boolean {
  return at > (find(history, 'settled')[0]?.at ?? history.facts.length);
}

/** The page says that the room ends one position earlier. */
function shorter(history: History, { at, fact }: Found<'readReturned'>): History {
  const head = fact.head - 1;
  const items = fact.items.slice(0, Math.max(0, head - fact.from + 1));
  return replace(history, at, { ...fact, head, items, oldest: Math.min(fact.oldest, head + 1) });
}

function otherItem(history: History, page: Found<'readReturned'> | undefined, tape: Tape): History | undefined {
  if (page === undefined || page.fact.items.length === 0) return undefined;
  const { fact, at } = page;
  const index = tape.below(fact.items.length);
  const other = fact.items[tape.below(fact.items.length)]!;
  const item = other === fact.items[index] ? altered(other) : other;
  return replace(history, at, { ...fact, items: fact.items.with(index, item) });
}
