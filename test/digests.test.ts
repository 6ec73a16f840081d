import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry, run, seeded } from '../src/index.ts';
import { shipped } from './reference/shipped.ts';

/**
 * A run is a pure function of code, scenario and schedule: what it was when these were pinned it is
 * on every machine and on every Node. A change that means to alter runs pins anew with
 * `UPDATE_DIGESTS=1`, and says so in its commit.
 */
const pinnedAt = new URL('digests.json', import.meta.url);
const pinned = JSON.parse(readFileSync(pinnedAt, 'utf8')) as Record<string, string>;

function digestOf(name: string, seed: string): string {
  const scenario = shipped(name);
  const protocol = registry.get(scenario.protocol);
  if (protocol === undefined) throw new Error(`${name} names no protocol that is known`);
  return run({ scenario, protocol, schedule: seeded(seed) }).digest;
}

describe('digests', () => {
  for (const run of Object.keys(pinned)) {
    const [name = '', seed = ''] = run.split(' ');
    it(`of ${name} with seed ${seed} is what it was`, () => {
      const digest = digestOf(name, seed);
      if (process.env.UPDATE_DIGESTS === '1') {
        pinned[run] = digest;
        writeFileSync(pinnedAt, `${JSON.stringify(pinned, undefined, 2)}\n`);
      } else expect(digest).toBe(pinned[run]);
    });
  }

  it('differ from seed to seed', () => {
    expect(digestOf('flaky-network', '7')).not.toBe(digestOf('flaky-network', '8'));
  });
});
