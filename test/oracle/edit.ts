/** Small changes to histories, of which mutations are made. None changes the history it is given. */
import { type Message, makeMessage } from '../../src/contract/index.ts';
import type { Fact, FactKind, FactOf, History } from './facts.ts';
import type { Tape } from './tape.ts';

/** A fact and its place in a history. */
export interface Found<Kind extends FactKind> {
  readonly at: number;
  readonly fact: FactOf<Kind>;
}

/** All facts of a kind that satisfy a condition. */
export function find<Kind extends FactKind>(
  { facts }: History,
  kind: Kind,
  isMeant: (fact: FactOf<Kind>, at: number) => boolean = () => true,
): readonly Found<Kind>[] {
  const found: Found<Kind>[] = [];
  for (const [at, each] of facts.entries()) {
    if (each.kind !== kind) continue;
    const fact = each as FactOf<Kind>;
    if (isMeant(fact, at)) found.push({ at, fact });
  }
  return found;
}

/** One of them, if there is one. */
export function pick<Kind extends FactKind>(
  history: History,
  tape: Tape,
  kind: Kind,
  isMeant?: (fact: FactOf<Kind>, at: number) => boolean,
): Found<Kind> | undefined {
  return tape.pick(find(history, kind, isMeant));
}

export function remove(history: History, isMeant: (fact: Fact, at: number) => boolean): History {
  return { ...history, facts: history.facts.filter((fact, at) => !isMeant(fact, at)) };
}

/** Puts facts before the one at `at`. */
export function insert(history: History, at: number, ...facts: readonly Fact[]): History {
  return { ...history, facts: history.facts.toSpliced(at, 0, ...facts) };
}

export function replace(history: History, at: number, fact: Fact): History {
  return { ...history, facts: history.facts.with(at, fact) };
}

/** Moves the fact at `from` so that it comes at `to`, the others closing up. */
export function move(history: History, from: number, to: number): History {
  const fact = history.facts[from]!;
  return { ...history, facts: history.facts.toSpliced(from, 1).toSpliced(to, 0, fact) };
}

/** The same token with other bytes. */
export function altered({ token }: Message): Message {
  return makeMessage(token, 'jello');
}

/** Replaces a message wherever something is said to stand, and on disks; not what was asked for. */
export function exchange(history: History, of: (message: Message) => Message): History {
  const facts = history.facts.map((fact): Fact => {
    switch (fact.kind) {
      case 'applied':
      case 'delivered':
      case 'writes':
        return { ...fact, message: of(fact.message) };
      case 'readReturned':
        return { ...fact, items: fact.items.map(of) };
      default:
        return fact;
    }
  });
  return { ...history, facts };
}
