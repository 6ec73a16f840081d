import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/chance/index.ts';
import { namesOf, registry, run } from '../../../src/run/index.ts';
import { formatError, parseScenario } from '../../../src/scenario/index.ts';

const files = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));
const names = namesOf(registry.values());

describe.each(files)('scenarios/%s', (file) => {
  const text = readFileSync(`scenarios/${file}`, 'utf8');
  const parsed = parseScenario(text, file, names);

  it('is read without an error, and is called what its file is called', () => {
    expect('errors' in parsed ? parsed.errors.map(formatError) : []).toEqual([]);
    expect(parsed).toMatchObject({ scenario: { name: file.replace('.yaml', '') } });
  });

  it('is completed and documented by editors', () => {
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./scenario.schema.json');
  });

  it('ends with its own seed as it expects to', () => {
    if ('errors' in parsed) throw new Error('it cannot be read');
    const { scenario } = parsed;
    const protocol = registry.get(scenario.protocol)!;
    const keepGoing = scenario.expect.kind === 'violated';
    const { verdict, asExpected, lacks } = run({ scenario, protocol, schedule: seeded(scenario.seed), keepGoing });
    expect({ verdict, asExpected, lacks }).toMatchObject({ asExpected: true, lacks: [] });
  });
});
