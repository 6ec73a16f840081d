/** Small clusters as one runs them in CI: how much faster than real time, with faults and checks on. */
import { run } from '../../src/run/index.ts';
import { cpuUs } from './cpu.ts';
import { calmFaults, optionsOf } from './options.ts';
import { median, type Row } from './table.ts';

const rounds = 7;

function clusterRow(perSecond: number, goal: number): Row {
  const everyUs = 1_000_000 / perSecond;
  const options = optionsOf('scenarios/quorum-log.yaml', [
    ...calmFaults,
    'topology.clients=12',
    `workload.broadcasts=${perSecond * 20}`,
    `workload.every=${everyUs}us`,
  ]);
  run(options);
  const samples = Array.from({ length: rounds }, () => {
    const startUs = cpuUs();
    const { virtualUs, events } = run(options);
    return { speed: virtualUs / (cpuUs() - startUs), density: events / (virtualUs / 1_000_000) };
  });
  return {
    figure: `3 replicas, 12 clients, ${perSecond} broadcasts per virtual second`,
    ...{ value: median(samples.map(({ speed }) => speed)), goal, better: 'more', unit: '× real time' },
    detail: `${median(samples.map(({ density }) => density)).toFixed(0)} events per virtual second`,
  };
}

export function clusterRows(): readonly Row[] {
  return [clusterRow(10, 700), clusterRow(100, 150)];
}
