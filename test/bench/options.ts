import { readFileSync } from 'node:fs';
import { seeded } from '../../src/chance/index.ts';
import { namesOf, type RunOptions, registry } from '../../src/run/index.ts';
import { parseScenario } from '../../src/scenario/index.ts';

/** The faults of `quorum-log` at a pace that a cluster could live with, on disks that one would buy. */
export const calmFaults = ['disk.latency=ssd', ...[0, 1, 2, 3, 4, 5].map((rule) => `faults.${rule}.every=4s..8s`)];

/** A shipped scenario with its own protocol and seed 1, changed as `--set` would. */
export function optionsOf(file: string, set: readonly string[]): RunOptions {
  const parsed = parseScenario(readFileSync(file, 'utf8'), file, namesOf(registry.values()), { set });
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  const { scenario } = parsed;
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`no protocol ${scenario.protocol}`);
  return { scenario, protocol, schedule: seeded('1') };
}
