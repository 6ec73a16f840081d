import { describe, expect, it, vi } from 'vitest';
import { seeded } from '../../../src/chance/index.ts';
import { registry, run } from '../../../src/run/index.ts';
import { bench } from '../../../src/run/judging.ts';
import { shipped } from '../../reference/shipped.ts';

describe('the judges of a run', () => {
  it('are asked what is secured whenever a reader has heard all that became durable', () => {
    const heard: string[] = [];
    const scenario = shipped('retention', ['workload.broadcasts=40']);
    run({
      scenario,
      protocol: registry.get(scenario.protocol)!,
      schedule: seeded('1'),
      keepGoing: true,
      seat: (options) => {
        const seated = bench(options);
        vi.spyOn(seated.judges, 'synced').mockImplementation((node) => heard.push(`asked ${node}`));
        for (const [node, reader] of seated.readers.entries()) {
          if (reader === undefined) continue;
          for (const method of ['changed', 'removed'] as const) {
            vi.spyOn(reader, method).mockImplementation(() => heard.push(`told ${node}`));
          }
        }
        return seated;
      },
    });
    expect(heard.filter((what) => what === 'told 1').length).toBeGreaterThan(20);
    const unasked = heard.filter(
      (what, at) => what.startsWith('told') && heard[at + 1]?.split(' ')[1] !== what.split(' ')[1],
    );
    expect(unasked).toEqual([]);
    expect(heard.at(-1)).toMatch(/^asked/);
  });
});
