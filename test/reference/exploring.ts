/** Explorations for tests: in this thread, with few seeds, and nothing that takes long unless it is asked for. */
import { type ExploreOptions, explore, type ToExplore } from '../../src/explore/explore.ts';
import type { Findings } from '../../src/explore/findings.ts';
import { type Tried, toldAndPrepared } from './failures.ts';

export function optionsWith(given: Partial<ExploreOptions> = {}): ExploreOptions {
  return {
    tool: 'tutti 0',
    seeds: 3,
    forMs: undefined,
    untilCovered: false,
    shard: undefined,
    selfCheckPpm: 0,
    stopOnFirst: false,
    shrinkRuns: 0,
    workers: 0,
    silenceMs: 60_000,
    memoryMb: undefined,
    signal: undefined,
    inched: () => undefined,
    said: () => undefined,
    hear: {},
    ...given,
  };
}

/** Scenarios of a few messages, by name: the text behind what all of them have. */
export function planOf(texts: Readonly<Record<string, string>>, tried: Tried = {}): ToExplore {
  const scenarios = Object.entries(texts).map(([name, text]) => {
    return toldAndPrepared({ file: `${name}.yaml`, text: `${small}${text}` }, tried);
  });
  return { regressions: [], scenarios };
}

export function explored(plan: ToExplore, given: Partial<ExploreOptions> = {}): Promise<Findings> {
  return explore(plan, optionsWith(given));
}

const small = `
summary: A few words.
topology: { clients: 2, rooms: 1 }
workload: { broadcasts: 4, every: 5ms }
`;
