import { closeSync, openSync, writeSync } from 'node:fs';
import type { Protocol } from '../contract/index.ts';
import { type TraceEntry, traceEnd, traceHeader, traceLine } from '../report/index.ts';
import { layOut, type RunOptions, type RunResult, tell, topologyOf } from '../run/index.ts';
import type { Scenario, ScenarioError } from '../scenario/index.ts';
import { mistake, UsageError } from './mistake.ts';
import { tool } from './version.ts';

/** Characters gathered before they are written. */
const mostPending = 1 << 16;

/** What is traced. */
export interface Traced {
  readonly scenario: Scenario;
  readonly protocol: Protocol;
  readonly mutant: string | undefined;
  readonly seed: string;
}

/** A file that takes the trace of one run. Lines are written while the run goes on: a crash leaves what led to it. */
export interface TraceFile {
  begin(traced: Traced): NonNullable<RunOptions['tracer']>;
  end(result: RunResult): void;
  /** What has kept lines from being written: from the first one on none is. */
  close(): ScenarioError | undefined;
}

/** @throws UsageError when the file cannot be written. */
export function openTrace(path: string): TraceFile {
  const file = opened(path);
  let pending = '';
  let problem: ScenarioError | undefined;
  const flush = () => {
    try {
      if (problem === undefined) writeSync(file, pending);
    } catch (error) {
      problem = cannotWrite(path, error);
    }
    pending = '';
  };
  const write = (line: string) => {
    pending += `${line}\n`;
    if (pending.length > mostPending) flush();
  };
  return {
    begin({ scenario, protocol, mutant = null, seed }) {
      const nodes = layOut(protocol, topologyOf(scenario, protocol)).nodes.map(({ name }) => name);
      const nameOf = (node: number) => nodes[node - 1] ?? 'the world';
      write(traceHeader({ tool, scenario: scenario.name, protocol: protocol.name, mutant, seed, nodes }));
      return { record: (entry: TraceEntry) => write(traceLine(entry, nameOf, tell)) };
    },
    end: (result) => write(traceEnd(result)),
    close() {
      flush();
      closeSync(file);
      return problem;
    },
  };
}

function opened(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UsageError([cannotWrite(path, error)]);
  }
}

function cannotWrite(path: string, error: unknown): ScenarioError {
  return mistake('--trace', `cannot write ${path} (${(error as NodeJS.ErrnoException).code})`);
}
