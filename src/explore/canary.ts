/**
 * Canaries: before anything is explored, one known-bad variant of each protocol is run where it is
 * known to be caught. Checks that do not catch it would find nothing else either.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Protocol } from '../contract/index.ts';
import { objectingIn, type RunResult } from '../run/index.ts';
import type { Canary } from './findings.ts';
import type { Prepared } from './subject.ts';
import type { Source } from './workshop.ts';

type ScenarioSource = Extract<Source, { kind: 'scenario' }>;

/** What canaries are looked for in. */
export interface Explored {
  readonly source: ScenarioSource;
  readonly prepared: Prepared;
}

/** A canary, and what it takes to run it; without a source it cannot be run. */
export interface PlannedCanary {
  readonly canary: Canary;
  readonly source: ScenarioSource | undefined;
  /** Properties of which one must object. */
  readonly breaks: readonly string[];
}

/** The scenarios that come with the package. */
const shippedFolder = new URL('../../scenarios/', import.meta.url);

/** One for each protocol, in order of first use: its first mutant that says where it is caught. */
export function canariesOf(explored: readonly Explored[]): readonly PlannedCanary[] {
  const protocols = new Map(explored.map(({ prepared, source }) => [prepared.protocol.name, { prepared, source }]));
  return [...protocols.values()].map(({ prepared, source }) => canaryOf(prepared.protocol, source, explored));
}

function canaryOf(protocol: Protocol, { asked }: ScenarioSource, explored: readonly Explored[]): PlannedCanary {
  const mutants = Object.entries(protocol.mutants ?? {});
  const [name, mutant] = mutants.find(([, { caughtIn }]) => caughtIn !== undefined) ?? [];
  if (name === undefined || mutant?.caughtIn === undefined) {
    const sentence = mutants.length === 0 ? 'it has no mutants' : 'none of its mutants says where it is caught';
    const none = { protocol: protocol.name, mutant: null, scenario: null, seed: null, isCaught: false, sentence };
    return { canary: none, source: undefined, breaks: [] };
  }
  const { scenario, seed } = mutant.caughtIn;
  const text = textOf(scenario, explored);
  const sentence = text === undefined ? `there is no scenario "${scenario}"` : 'it was not run';
  return {
    canary: { protocol: protocol.name, mutant: name, scenario, seed, isCaught: false, sentence },
    source: text && { kind: 'scenario', told: { ...text, mutant: name }, asked },
    breaks: mutant.breaks,
  };
}

/** As its run came out. */
export function judgeCanary({ canary, breaks }: PlannedCanary, result: RunResult): Canary {
  const objecting = [...new Set(objectingIn(result))];
  const by = objecting.find((property) => breaks.includes(property));
  if (by !== undefined) return { ...canary, isCaught: true, sentence: `caught by ${by}` };
  const found = objecting.length === 0 ? `the run ${result.verdict}` : `only ${objecting.join(', ')} objected`;
  return { ...canary, sentence: `${breaks.join(' or ')} should have objected, and ${found}` };
}

/** Whether it says that the checks miss what they must not miss; to have none says nothing. */
export function isDead({ mutant, isCaught }: Canary): boolean {
  return mutant !== null && !isCaught;
}

/** A scenario by name, as its file has it: among what is explored, or among what comes with the package. */
function textOf(
  name: string,
  explored: readonly Explored[],
): { readonly file: string; readonly text: string } | undefined {
  const among = explored.find(({ prepared }) => prepared.scenario.name === name)?.source.told;
  if (among !== undefined) return { file: among.file, text: among.text };
  const shipped = new URL(`${encodeURIComponent(name)}.yaml`, shippedFolder);
  return existsSync(shipped) ? { file: `${name}.yaml`, text: readFileSync(shipped, 'utf8') } : undefined;
}
