/**
 * Take one fault away, and every other decision that is still asked for keeps its value. With all
 * that a swarm has on at once, and measured: nine in ten of the other faults still strike what they
 * struck. `npm run identity` measures 200 runs.
 */
import { expect, it } from 'vitest';
import { medianOf, remainsOf } from '../reference/identity.ts';

const runs = 20;

it('other faults keep their values, and most of them what they strike, when one is taken away', () => {
  const all = remainsOf(runs);
  for (const { taken, moved } of all) expect([taken, moved]).toEqual([taken, []]);
  const median = medianOf(all.map(({ share }) => share));
  const packets = medianOf(all.map(({ packetShare }) => packetShare));
  console.info(
    `identity: ${percent(median)} of the other faults, ${percent(packets)} of those of packets, at the median`,
  );
  expect(median).toBeGreaterThanOrEqual(0.9);
  expect(packets).toBeGreaterThanOrEqual(0.9);
});

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
