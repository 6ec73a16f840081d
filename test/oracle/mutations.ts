/**
 * Ways to break a valid history, each once and in one place, with the property that should object.
 * A mutation gives undefined where the history has nothing that it could break. That the result is
 * a breach is for the oracle to say: where two breaches of one kind differ by luck, some are none.
 */

import type { History } from './facts.ts';
import { answerMutations } from './mutations-answer.ts';
import { deliveryMutations } from './mutations-delivery.ts';
import { logMutations } from './mutations-log.ts';
import { membershipMutations } from './mutations-membership.ts';
import type { Tape } from './tape.ts';

export interface Mutation {
  readonly name: string;
  /** The property that should object. */
  readonly breaks: string;
  apply(history: History, tape: Tape): History | undefined;
}

export const mutations: readonly Mutation[] = [
  ...deliveryMutations,
  ...logMutations,
  ...membershipMutations,
  ...answerMutations,
];
