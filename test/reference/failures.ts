/** Failures for tests, found by running a shipped scenario with a seed that is known to fail. */
import { readFileSync } from 'node:fs';
import { type Failure, freshFailure } from '../../src/explore/failure.ts';
import { type Chosen, type Prepared, prepare, type SubjectText } from '../../src/explore/subject.ts';
import { type Protocol, registry } from '../../src/index.ts';

export interface Tried {
  readonly protocol?: string;
  readonly mutant?: string;
  readonly set?: readonly string[];
}

/** A shipped scenario with the protocol that tries it. */
export function preparedOf(name: string, tried: Tried = {}): Prepared {
  const file = `scenarios/${name}.yaml`;
  return toldAndPrepared({ file, text: readFileSync(file, 'utf8') }, tried).prepared;
}

/** A scenario with the protocol that tries it, in text and ready to run. */
export function toldAndPrepared(
  scenario: { readonly file: string; readonly text: string },
  { protocol, mutant, set }: Tried = {},
): { readonly told: SubjectText; readonly prepared: Prepared } {
  const chosen = protocol === undefined ? undefined : chosenOf(registry.get(protocol));
  const told = { ...scenario, mutant, set };
  const prepared = prepare(told, chosen);
  if ('errors' in prepared) throw new Error(prepared.errors[0]?.message);
  return { told, prepared };
}

/** The failure of a seed, with what it takes to run it again. */
export function failing(name: string, seed: string, tried?: Tried): { prepared: Prepared; failure: Failure } {
  const prepared = preparedOf(name, tried);
  const failure = freshFailure(prepared, seed, 'tutti 0');
  if (failure === undefined) throw new Error(`${name} holds with seed ${seed}`);
  return { prepared, failure };
}

function chosenOf(protocol: Protocol | undefined): Chosen {
  if (protocol === undefined) throw new Error('there is no such protocol');
  return { asked: protocol.name, protocol, offences: [] };
}

/** Contrasts: sound protocols or not, they fail in these scenarios as they are. */
export const contrasts = ['ack-first', 'newsfeed', 'lying-sync', 'roll-back', 'rot-of-last-batch'] as const;
