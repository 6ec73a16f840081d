import { readFileSync } from 'node:fs';
import { namesOf, parseScenario, registry, type Scenario } from '../../src/index.ts';

/** A shipped scenario, changed as `--set` would. */
export function shipped(name: string, set: readonly string[] = []): Scenario {
  const file = `scenarios/${name}.yaml`;
  const parsed = parseScenario(readFileSync(file, 'utf8'), file, namesOf(registry.values()), { set });
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('; '));
  return parsed.scenario;
}
