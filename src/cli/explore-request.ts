/** What `tutti explore` is asked for, read from words. */
import { availableParallelism } from 'node:os';
import type { ExploreOptions } from '../explore/explore.ts';
import { duration, type Measure, readMeasure, share } from '../scenario/units.ts';
import { mistake, UsageError } from './mistake.ts';
import type { PlanRequest } from './plan.ts';
import { shardOf, type ToldShard } from './shard.ts';
import { tool } from './version.ts';

/** As commander has it. */
export interface ExploreRequest extends PlanRequest {
  readonly seeds?: string;
  readonly for?: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly selfCheck?: string;
  readonly patience?: string;
  readonly memory?: string;
  readonly stopOnFirst?: boolean;
  readonly untilCovered?: boolean;
  /** False for `--no-shrink`. */
  readonly shrink?: boolean;
  readonly reporter?: readonly string[];
  readonly json?: boolean;
  readonly out?: string;
}

export type Asked = Omit<ExploreOptions, 'signal' | 'hear' | 'said' | 'inched' | 'shard'> & {
  readonly told: ToldShard | undefined;
};

const usualSeeds = 100;
const usualSelfCheckPpm = 20_000;
const usualSilenceMs = 120_000;

/** Runs that the shrinking of one failure may take. */
const shrinkRuns = 2_000;

const mostWorkers = 256;

/** @throws UsageError for what does not read, or does not go together. */
export function readRequest(request: ExploreRequest, environment: Readonly<Record<string, string | undefined>>): Asked {
  const { untilCovered = false, stopOnFirst = false, shrink = true } = request;
  const told = shardOf(request.shard, environment);
  const forMs = request.for === undefined ? undefined : msOf('--for', request.for);
  const refuse = (one: string, other: string, advice: string) => {
    throw new UsageError([mistake(one, `cannot go with ${other}`, advice)]);
  };
  if (forMs !== undefined && request.seeds !== undefined) refuse('--for', '--seeds', 'one of them sets the bound');
  if (untilCovered && forMs !== undefined) refuse('--until-covered', '--for', 'give the seeds of a turn: --seeds 50');
  if (untilCovered && told !== undefined) {
    refuse('--until-covered', told.from, 'a part cannot know what the others have covered');
  }
  return {
    tool,
    told,
    forMs,
    seeds: forMs === undefined ? countOf('--seeds', request.seeds ?? String(usualSeeds), 1, 1_000_000) : undefined,
    workers:
      request.workers === undefined ? availableParallelism() : countOf('--workers', request.workers, 0, mostWorkers),
    selfCheckPpm: request.selfCheck === undefined ? usualSelfCheckPpm : ppmOf('--self-check', request.selfCheck),
    silenceMs: request.patience === undefined ? usualSilenceMs : msOf('--patience', request.patience),
    shrinkRuns: shrink ? shrinkRuns : 0,
    memoryMb: request.memory === undefined ? undefined : countOf('--memory', request.memory, 16, 1_000_000),
    untilCovered,
    stopOnFirst,
  };
}

function countOf(place: string, text: string, min: number, max: number): number {
  if (/^\d{1,7}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new UsageError([mistake(place, `expected a number from ${min} to ${max}, found ${JSON.stringify(text)}`)]);
}

function msOf(place: string, text: string): number {
  const us = measured(place, text, duration);
  if (us < 1_000) throw new UsageError([mistake(place, `expected at least 1ms, found ${JSON.stringify(text)}`)]);
  return us / 1_000;
}

function ppmOf(place: string, text: string): number {
  return text === '0' ? 0 : measured(place, text, share);
}

function measured(place: string, text: string, measure: Measure): number {
  const read = readMeasure(measure, text);
  if ('value' in read) return read.value;
  throw new UsageError([mistake(place, read.wrong, read.remedy)]);
}
