/** Programs of somebody who has tutti installed, where worker threads are to be had. */
import { describe, it } from 'vitest';
import { echoRoom, scenario } from '../src/cli/beginnings.ts';
import { programIn, project } from './reference/project.ts';

const program = `
import { explore, loadProtocol, loadScenario } from 'tutti';
const protocol = await loadProtocol(new URL('./echo-room.ts', import.meta.url));
const lossy = loadScenario('tutti.yaml', { protocol, set: ['network.loss=1%'] });
const steady = { summary: 'Six people talk.', protocol: 'sequencer', topology: { clients: 6 } };
const told = [];
for (const workers of [0, 2]) {
  const { batches, failing, lost, asExpected } = await explore([lossy, steady], { seeds: 5, workers });
  const runs = batches.map(({ runs }) => runs.map(({ seed, digest, notes }) => [seed, digest, notes]));
  told.push({ runs, asExpected, lost, checks: batches.map(({ selfChecks }) => selfChecks) });
  told.at(-1).failures = failing.map((run) => run.failure());
}
console.log(JSON.stringify(told));
`;

describe.concurrent('a program', () => {
  it('finds the same whatever the number of workers', async ({ expect, onTestFinished }) => {
    const files = { 'echo-room.ts': echoRoom, 'tutti.yaml': scenario, 'explores.mjs': program };
    const folder = project(files, onTestFinished);
    const [here, threads] = JSON.parse(await programIn(folder, 'explores.mjs'));
    expect(threads).toEqual(here);
    expect(here).toMatchObject({ asExpected: false, lost: [], checks: [[{ seed: '1' }], [{ seed: '1' }]] });
    expect(here.runs.map(({ length }: { length: number }) => length)).toEqual([5, 5]);
    expect(here.failures).toMatchObject([{ protocol: 'echo-room.ts', violation: { signature: 'ordered/gap' } }]);
  });
});
