/**
 * What the checks cost: everything that the judges and the disk readers hear in a run is written
 * down, and then fed to fresh ones, over and over. The time that takes, per event of the run, as a
 * share of what a bare loop takes for an event in the same process. (The difference between a run
 * with judges and one without is the same figure, and drowns in noise: protocols cost far more.)
 */
import type { DiskReader } from '../../src/contract/index.ts';
import { layOut, type RunOptions, run } from '../../src/run/index.ts';
import { type BenchOptions, bench, type Jury } from '../../src/run/judging.ts';
import { shapeOf } from '../../src/sim/index.ts';
import { bareLoop } from './bare-loop.ts';
import { cpuUs } from './cpu.ts';
import { optionsOf } from './options.ts';
import { median, type Row } from './table.ts';

const rounds = 7;
const sampleEvents = 200_000;

/** One call that a judge or a reader got; `reader` is a node's id, 0 for the judges. */
interface Heard {
  readonly atUs: number;
  readonly reader: number;
  readonly method: string;
  readonly arguments: readonly unknown[];
}

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

interface Recording {
  readonly heard: readonly Heard[];
  readonly seat: BenchOptions;
  readonly events: number;
}

/** A run, and all that was said to its judges and readers. */
function recordingOf(options: RunOptions): Recording {
  const heard: Heard[] = [];
  let seat: BenchOptions | undefined;
  // Disks are formatted, and readers hear of it, before there is a clock.
  let running = false;
  const noting = <Hearer extends object>(hearer: Hearer, reader: number): Hearer =>
    new Proxy(hearer, {
      get: (target, method: string) => {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          if (method === 'booted') running = true;
          heard.push({ atUs: running ? (seat?.clock.nowUs() ?? 0) : 0, reader, method, arguments: args });
          return Reflect.apply(value, target, args);
        };
      },
    });
  const { events, verdict } = run({
    ...options,
    seat: (given) => {
      seat = given;
      running = false;
      const { judges, readers } = bench(given);
      return {
        judges: noting<Jury>(judges, 0),
        readers: readers.map((reader, id) => reader && noting<DiskReader>(reader, id)),
      };
    },
  });
  if (seat === undefined || verdict === 'violated') throw new Error(`a run that is measured holds; it is ${verdict}`);
  return { heard, seat, events };
}

/**
 * Nanoseconds per event of the run for hearing all of it again, as often as it takes to be warm, less
 * what it takes to tell it to somebody who does not listen.
 */
function hearingNs(recording: Recording): number {
  const times = Math.ceil(sampleEvents / recording.events);
  let spentUs = 0;
  for (let time = 0; time < times; time++) {
    spentUs += tellingUs(recording, judgesOf(recording)) - tellingUs(recording, nobodyFor(recording));
  }
  return (spentUs * 1000) / (times * recording.events);
}

/** By what `Heard.reader` says; they take the time from the recording. */
interface Hearers {
  readonly all: readonly Methods[];
  nowUs: number;
}

function judgesOf({ seat }: Recording): Hearers {
  const hearers = { all: [] as readonly Methods[], nowUs: 0 };
  const clock = { nowUs: () => hearers.nowUs, event: () => 0 };
  const { judges, readers } = bench({ ...seat, layout: layOut(seat.protocol, seat.topology), clock, listeners: [] });
  hearers.all = [judges, ...readers.slice(1)] as unknown as readonly Methods[];
  return hearers;
}

function nobodyFor({ heard }: Recording): Hearers {
  const nothing = () => undefined;
  const nobody: Methods = {};
  for (const { method } of heard) nobody[method] = nothing;
  const all: Methods[] = [];
  for (const { reader } of heard) all[reader] = nobody;
  return { all, nowUs: 0 };
}

function tellingUs({ heard }: Recording, hearers: Hearers): number {
  const startUs = cpuUs();
  for (const { atUs, reader, method, arguments: args } of heard) {
    hearers.nowUs = atUs;
    const hearer = hearers.all[reader] as Methods;
    (hearer[method] as Methods[string]).apply(hearer, args as unknown[]);
  }
  return cpuUs() - startUs;
}

function checksRow(figure: string, goal: number | undefined, file: string, set: readonly string[]): Row {
  const recording = recordingOf(optionsOf(file, set));
  const shape = shapeOf('zone');
  const bareNs = () => bareLoop({ events: sampleEvents, pending: 1_000, delayUs: (word) => shape.draw(word) });
  hearingNs(recording);
  const samples = Array.from({ length: rounds }, () => ({ hearing: hearingNs(recording), bare: bareNs() }));
  const of = (pick: (sample: { hearing: number; bare: number }) => number) => median(samples.map(pick));
  const detail = `${of(({ hearing }) => hearing).toFixed(0)} ns per event; bare loop ${of(({ bare }) => bare).toFixed(0)} ns`;
  const value = of(({ hearing, bare }) => hearing / bare);
  return { figure, value, goal, better: 'less', unit: '× bare loop', detail };
}

/** What judging a message costs in a run of ten times as many, as a multiple of what it costs in a short one. */
function growthRow(): Row {
  const perMessageNs = (broadcasts: number) => {
    // Without restarts: a replica that comes back reports its whole log again.
    const set = ['protocol=quorum-log', `workload.broadcasts=${broadcasts}`, 'workload.reads=0'];
    const recording = recordingOf(optionsOf('scenarios/steady.yaml', set));
    hearingNs(recording);
    const samples = Array.from({ length: rounds }, () => hearingNs(recording));
    return (median(samples) * recording.events) / broadcasts;
  };
  const few = perMessageNs(1_000);
  const many = perMessageNs(10_000);
  return {
    figure: 'checks, a message among 10,000 against one among 1,000',
    ...{ value: many / few, goal: 1.5, better: 'less', unit: '× as dear' },
    detail: `${few.toFixed(0)} ns and ${many.toFixed(0)} ns a message`,
  };
}

export function checksRows(): readonly Row[] {
  const large = ['topology.clients=1000', 'topology.rooms=1', 'workload.broadcasts=60', 'workload.reads=0'];
  return [
    checksRow('checks, a cluster of 12 clients, every event dear', undefined, 'scenarios/flaky-network.yaml', []),
    checksRow('checks, one room of 1,000 members', 0.5, 'scenarios/steady.yaml', large),
    growthRow(),
  ];
}
