/** Findings of explorations, for tests of what is concluded from them and how it is told. */
import type { Caught, Findings, Ran, Subject } from '../../src/explore/findings.ts';
import type { RunResult } from '../../src/index.ts';
import { objectionBy, resultWith } from './results.ts';

export function subjectWith(given: Partial<Subject> = {}): Subject {
  return {
    file: 'scenarios/leader-crash.yaml',
    name: 'leader-crash',
    protocol: 'rooms',
    mutant: null,
    asked: null,
    sets: [],
    isRegression: false,
    expect: { kind: 'held' },
    seed: '1',
    sometimes: [],
    reachable: [],
    ...given,
  };
}

/** A run at a place, whose seed is the next number. */
export function ranAt(place: number, given: Partial<RunResult> = {}, subject = 0): Ran {
  return { subject, place, result: resultWith({ seed: String(place + 1), ...given }), selfCheck: undefined };
}

/** One that fails by `property/clause` at an event. */
export function failingAt(place: number, signature: string, event: number, subject = 0): Ran {
  return ranAt(place, { violations: [{ ...objectionBy(signature), event }] }, subject);
}

export function findingsWith(given: Partial<Findings> = {}): Findings {
  return {
    tool: 'tutti 0.1.0',
    plan: '0123456789abcdef',
    subjects: [subjectWith()],
    seeds: 4,
    shard: undefined,
    wantsCoverage: false,
    runs: [ranAt(0)],
    lost: [],
    caught: [],
    canaries: [],
    errors: [],
    bug: undefined,
    ended: 'done',
    measured: { wallMs: 2_000, workers: 2 },
    ...given,
  };
}

/** What was written down of a failing run; `acts` are what is left of it, and without them it was not shrunk. */
export function caughtAt(ran: Ran, acts?: readonly string[]): Caught {
  const { result, subject, place } = ran;
  const { property = '', clause = '', sentence = '', event = 0, atUs = 0 } = result.violations[0] ?? {};
  const signature = `${property}/${clause}`;
  const shrunk = acts && {
    schedule: { base: 'plain' as const, overrides: [], acts: acts.map((act) => ({ act, when: { atUs: 1 } })) },
    story: {
      elements: acts.map((act) => ({ kind: 'fault' as const, sentence: `${act} strikes`, without: 'held' })),
      before: 120,
      runs: 40,
      isMinimal: true,
    },
  };
  return {
    subject,
    place,
    seed: result.seed,
    signature,
    events: event,
    failure: {
      format: 1,
      tool: 'tutti 0.1.0',
      scenario: { name: 'leader-crash' },
      fingerprint: '0123456789abcdef',
      violation: { property, signature, sentence, event, atUs, nodes: ['c7'] },
      schedule: { base: { seed: result.seed }, overrides: [] },
      ...shrunk,
    },
  };
}
