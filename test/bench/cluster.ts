/** Small clusters as one runs them in CI: how much faster than real time, with faults and checks on. */
import { run } from '../../src/run/index.ts';
import { cpuUs } from './cpu.ts';
import { calmFaults, optionsOf } from './options.ts';
import { median, type Row } from './table.ts';

const rounds = 7;
/** Events in a round, at least: a run of its own is too short for a compiler to warm up, or for a clock. */
const roundEvents = 100_000;

function clusterRow(perSecond: number, goal: number): Row {
  const everyUs = 1_000_000 / perSecond;
  const options = optionsOf('scenarios/quorum-log.yaml', [
    ...calmFaults,
    'topology.clients=12',
    `workload.broadcasts=${perSecond * 20}`,
    `workload.every=${everyUs}us`,
  ]);
  const { events, virtualUs } = run(options);
  const runs = Math.ceil(roundEvents / events);
  const round = () => {
    const startUs = cpuUs();
    for (let nth = 0; nth < runs; nth++) run(options);
    return (runs * virtualUs) / (cpuUs() - startUs);
  };
  round();
  const speeds = Array.from({ length: rounds }, round);
  return {
    figure: `3 replicas, 12 clients, ${perSecond} broadcasts per virtual second`,
    ...{ value: median(speeds), goal, better: 'more', unit: '× real time' },
    detail: `${(events / (virtualUs / 1_000_000)).toFixed(0)} events per virtual second`,
  };
}

export function clusterRows(): readonly Row[] {
  return [clusterRow(10, 700), clusterRow(100, 150)];
}
