import { seeded } from '../../../src/chance/index.ts';
import type { Protocol } from '../../../src/contract/index.ts';
import { namesOf, type RunResult, run } from '../../../src/run/index.ts';
import { parseScenario } from '../../../src/scenario/index.ts';

/** Runs a scenario, told without its name, over some seeds. */
export function runSeeds(protocol: Protocol, scenario: string, seeds: number): readonly RunResult[] {
  const text = `name: contrast\nsummary: A contrast.\nprotocol: ${protocol.name}\n${scenario}`;
  const parsed = parseScenario(text, 'contrast.yaml', namesOf([protocol]));
  if (!('scenario' in parsed)) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return Array.from({ length: seeds }, (_, index) =>
    run({ scenario: parsed.scenario, protocol, schedule: seeded(`${index + 1}`) }),
  );
}

/** Verdicts, each once, sorted. */
export function verdicts(results: readonly RunResult[]): readonly string[] {
  return [...new Set(results.map(({ verdict }) => verdict))].sort();
}

/** `property/clause` of all objections, each once, sorted. */
export function signatures(results: readonly RunResult[]): readonly string[] {
  const all = results.flatMap(({ violations }) => violations.map(({ property, clause }) => `${property}/${clause}`));
  return [...new Set(all)].sort();
}
