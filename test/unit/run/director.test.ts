import { describe, expect, it } from 'vitest';
import { namesOf, parseScenario, registry, run, seeded } from '../../../src/index.ts';
import { sequencer } from '../../../src/protocols/sequencer/index.ts';

/** What one client is asked for, in a room that begins empty, and what goes wrong; then what was broadcast after heal. */
function probesOf(more: string) {
  const text = `
name: attic
summary: One client joins.
protocol: sequencer
topology: { clients: 2, rooms: { attic: { members: none } } }
workload: { broadcasts: 0, every: 10ms }
operations:
  - { at: 100ms, client: c1, join: attic }
  - { at: 300ms, disconnect: c2 }
${more}`;
  const parsed = parseScenario(text, 'attic.yaml', namesOf(registry.values()));
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('; '));
  const probes: unknown[] = [];
  const record = ({ what, name, detail }: { what: string; name?: string | undefined; detail?: unknown }) => {
    if (what === 'observe' && name === 'broadcast') probes.push(Array.isArray(detail) ? detail[1] : detail);
  };
  const { violations } = run({
    scenario: parsed.scenario,
    protocol: sequencer,
    schedule: seeded('1'),
    tracer: { record },
  });
  return { violations, probes };
}

describe('after heal', () => {
  it('a room is probed by its members', () => {
    expect(probesOf('')).toEqual({ violations: [], probes: ['probe-attic-c1'] });
  });

  it('a room is not probed by a client whose join was lost with its process', () => {
    const lost = probesOf(`
faults:
  - { at: 50ms, partition: { between: [c1, q1] }, mend: 200ms }
  - { at: 110ms, crash: c1, restart: 10ms }`);
    expect(lost).toEqual({ violations: [], probes: [] });
  });
});
