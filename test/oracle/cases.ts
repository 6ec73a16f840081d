/**
 * Histories to judge: valid ones, and valid ones with one mutation; each is three lists of bytes
 * that fast-check can shrink.
 */
import fc from 'fast-check';
import type { History } from './facts.ts';
import { told } from './history.ts';
import { historyOf } from './model.ts';
import { type Mutation, mutations } from './mutations.ts';
import { Tape } from './tape.ts';

export interface Case {
  readonly history: History;
  /** What was broken in it; undefined in a valid history. */
  readonly mutation: Mutation | undefined;
}

/** One in ten is valid; in the others the first mutation that finds something to break is applied. */
export const cases: fc.Arbitrary<Case> = fc
  .tuple(bytes(24, 200), fc.noBias(fc.nat(mutations.length + Math.ceil(mutations.length / 10))), bytes(0, 8))
  .map(([history, kind, choices]) => caseOf(history, kind, choices));

function bytes(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.noBias(fc.uint8Array({ minLength, maxLength, size: 'max' }));
}

function caseOf(bytes: Uint8Array, kind: number, choices: Uint8Array): Case {
  const valid = historyOf(bytes);
  for (const mutation of mutations.slice(kind)) {
    const history = mutation.apply(valid, new Tape(choices));
    if (history !== undefined) return readable(history, mutation);
  }
  return readable(valid, undefined);
}

/** Counterexamples are told in sentences. */
function readable(history: History, mutation: Mutation | undefined): Case {
  const title = mutation === undefined ? 'a valid history' : `a history in which one thing is wrong: ${mutation.name}`;
  const tellable = { history, mutation, [fc.toStringMethod]: () => `${title}\n${told(history)}\n` };
  return tellable;
}
