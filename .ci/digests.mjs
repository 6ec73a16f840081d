// Runs the same scenarios on this Node and on another, and compares what a run is: its verdict, its
// number of events and its digest. `digests.mjs REPORT MAJOR` writes a report of vitest's shape.
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';

const [, , reportFile, major] = process.argv;
const wanted = 4;
const scenarios = readdirSync('scenarios')
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .filter((_, place, all) => place % Math.max(1, Math.floor(all.length / wanted)) === 0)
  .slice(0, wanted)
  .map((name) => `scenarios/${name}`);

const here = identities(process.execPath, []);
const there = identities('npx', ['-y', '-p', `node@${major}`, 'node']);
const results = scenarios.map((scenario, place) => {
  const same = here[place] !== undefined && here[place] === there[place];
  console.log(`${same ? '✓' : '✗'} ${scenario}: ${process.version} ${here[place]}, Node ${major} ${there[place]}`);
  return { status: same ? 'passed' : 'failed' };
});
const passed = results.filter(({ status }) => status === 'passed').length;
writeFileSync(
  reportFile,
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: results.length - passed,
    testResults: [{ status: passed === results.length ? 'passed' : 'failed', assertionResults: results }],
  }),
);
process.exitCode = results.length === wanted && passed === wanted ? 0 : 1;

/** One line per scenario; none where the runs could not be had. */
function identities(command, leading) {
  const words = [...leading, 'dist/cli/main.js', 'run', ...scenarios, '--json'];
  const ran = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    return JSON.parse(ran.stdout).runs.map(({ verdict, events, digest }) => `${verdict}, ${events} events, ${digest}`);
  } catch (error) {
    console.log(`✗ ${command} ${words.join(' ')}: exit ${ran.status}, ${ran.error ?? error}`);
    return [];
  }
}
