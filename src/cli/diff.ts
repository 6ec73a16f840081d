import { type Difference, differenceOf, LineComparison } from '../explore/difference.ts';
import { differenceText, traceLine } from '../report/index.ts';
import { execute } from '../run/execute.ts';
import { layOut, type RunOptions, tell, topologyOf } from '../run/index.ts';
import { type RunSide, type Side, type SideOptions, sideOf, type TraceSide } from './diff-sides.ts';
import { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { tool } from './version.ts';

export interface DiffOptions extends SideOptions {
  readonly json?: boolean;
}

/** `tutti diff`: where two runs part. */
export async function diffVerb(
  one: string,
  other: string,
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { json = false, ...about } = options;
  const a = await sideOf(one, about);
  const b = await sideOf(other, about);
  terminal.progress(`${one}  ${other}`);
  const difference = compare(a, b);
  const exitCode = difference === undefined ? ExitCode.asExpected : ExitCode.notAsExpected;
  if (json) {
    const named = ({ kind, given, about }: Side) => ({ kind, given, about });
    const told = { tool, asExpected: difference === undefined, exitCode, a: named(a), b: named(b) };
    terminal.print(JSON.stringify({ ...told, difference: difference ?? null }, undefined, 2));
  } else {
    const compared = (side: Side) => ({ ...side, breaksOff: side.kind === 'trace' && side.trace.breaksOff() });
    terminal.print(differenceText({ a: compared(a), b: compared(b), difference, paint: terminal.paint }));
  }
  return exitCode;
}

function compare(a: Side, b: Side): Difference | undefined {
  // A failure is a run up to its violation: what follows in the other is not compared.
  const keepGoing = a.kind === 'failure' || b.kind === 'failure' ? { keepGoing: false } : {};
  if (a.kind === 'trace') return b.kind === 'trace' ? betweenTraces(a, b) : swapped(runToTrace(b, a, keepGoing));
  if (b.kind === 'trace') return runToTrace(a, b, keepGoing);
  const executed = (side: RunSide) => (wanted: Parameters<typeof execute>[1]) =>
    side.fitting(() => execute({ ...side.options, ...keepGoing }, wanted));
  return differenceOf(executed(a), executed(b));
}

function betweenTraces({ trace: one }: TraceSide, { trace: other }: TraceSide): Difference | undefined {
  const comparison = new LineComparison(one.told, other);
  for (let next = one.lines.next(); next.done !== true; next = one.lines.next()) comparison.take(next.value);
  return comparison.end(false) ?? inDigests(one.digest(), other.digest());
}

/** The run is told in the lines that its trace would have. */
function runToTrace(
  { kind, options, fitting }: RunSide,
  { trace }: TraceSide,
  keepGoing: Pick<RunOptions, 'keepGoing'>,
): Difference | undefined {
  const { scenario, protocol } = options;
  return fitting(() => {
    const nodes = layOut(protocol, topologyOf(scenario, protocol)).nodes.map(({ name }) => name);
    const nameOf = (node: number) => nodes[node - 1] ?? 'the world';
    const comparison = new LineComparison(trace.told, trace);
    const tracer: RunOptions['tracer'] = { record: (entry) => comparison.take(traceLine(entry, nameOf, tell)) };
    const { digest } = execute({ ...options, ...keepGoing }, { tracer }).simulator;
    const difference = comparison.end(kind === 'failure');
    return difference ?? inDigests(digest.hex(), trace.digest());
  });
}

/** Where every line is alike: a trace shows long bytes in part only. One that breaks off, or is not read to its end, has no digest. */
function inDigests(one: string | undefined, other: string | undefined): Difference | undefined {
  if (one === other || one === undefined || other === undefined) return undefined;
  return { event: null, before: [], first: [], second: [], isUntold: true };
}

function swapped(difference: Difference | undefined): Difference | undefined {
  return difference && { ...difference, first: difference.second, second: difference.first };
}
