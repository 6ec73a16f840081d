/**
 * `npm run identity`: of 200 runs with everything on, each with one fault taken away, how many of
 * the other faults still strike what they struck. `-- --runs 1000` for more. Exits 1 when it is less
 * than nine in ten at the median, or a decision that is still asked for has another value.
 */
import { medianOf, type Remains, remainsOf } from '../reference/identity.ts';

const at = process.argv.indexOf('--runs');
const runs = at < 0 ? 200 : Number(process.argv[at + 1]);
if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number of at least 1');
const least = 0.9;

const all = remainsOf(runs);

function tell(what: string, of: (one: Remains) => number): void {
  const shares = all.map(of).sort((a, b) => a - b);
  const median = medianOf(shares);
  const tenth = shares[Math.floor(shares.length / 10)] as number;
  if (median < least) process.exitCode = 1;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  console.log(
    `${what.padEnd(18)} median ${percent(median)}, mean ${percent(mean)}, a tenth of the runs below ${percent(tenth)}`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

tell('all other faults', ({ share }) => share);
tell('faults of packets', ({ packetShare }) => packetShare);
for (const { taken, moved } of all) {
  if (moved.length === 0) continue;
  process.exitCode = 1;
  console.log(`without ${taken}, ${moved.length} other decisions have another value, such as ${moved[0]}`);
}
