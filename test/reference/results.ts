import type { RunResult } from '../../src/run/result.ts';
import type { Scenario } from '../../src/scenario/types.ts';

/** A run that held, but for what is said otherwise. */
export function resultWith(given: Partial<RunResult> = {}): RunResult {
  const verdict = given.verdict ?? ((given.violations ?? []).length > 0 ? 'violated' : 'held');
  return {
    scenario: 'leader-crash',
    protocol: 'rooms',
    mutant: null,
    seed: '1',
    verdict,
    reason: null,
    leavesOpen: null,
    asExpected: verdict === 'held',
    violations: [],
    digest: '9f31c2d40b77aa01',
    events: 81_234,
    virtualUs: 12_000_000,
    wallMs: 140,
    broadcasts: 400,
    deliveries: 4_800,
    outcomes: { accepted: 398, refused: 0, unknown: 2 },
    faults: new Map([
      ['drop', 212],
      ['crash', 3],
    ]),
    sometimes: new Map([['leader-changed', 3]]),
    neverReached: ['retry-after-failover'],
    lacks: [],
    beyondBudget: [],
    latencyUs: { p50: 2_100, p99: 19_000, max: 412_000 },
    unjudged: [],
    swarm: [],
    drawable: [],
    notes: [],
    path: [],
    moment: null,
    ...given,
  };
}

/** An objection by `property/clause`. */
export function objectionBy(name: string, sentence = 'c7 delivered general#41 twice'): RunResult['violations'][number] {
  const [property = '', clause = ''] = name.split('/');
  return { property, clause, sentence, nodes: [7], room: 'general', position: 41, event: 8_120, atUs: 1_207_310 };
}

/** A scenario, as far as judging a batch looks at it. */
export function scenarioWith(expect: Scenario['expect'], seed = '1'): Scenario {
  return {
    name: 'leader-crash',
    summary: 'The leader of a shard crashes in mid-broadcast.',
    seed,
    protocol: 'rooms',
    mutant: undefined,
    topology: { shards: 1, replicas: 3, gateways: 2, clients: 12, rooms: [], retention: Number.POSITIVE_INFINITY },
    settings: {},
    network: {
      'client-gateway': link,
      'gateway-replica': link,
      'replica-replica': link,
      wire: 'plain',
      stragglerUs: { min: 10_000_000, max: 600_000_000 },
      regions: [],
    },
    disk: {
      latency: 'ssd',
      sectorBytes: 512,
      failReadPpm: 0,
      failWritePpm: 0,
      failSyncPpm: 0,
      liePpm: 0,
      misdirectPpm: 0,
      tearPpm: 0,
    },
    clocks: { skewUs: 0, driftPpm: 0 },
    workload: {
      broadcasts: 400,
      everyUs: { min: 5_000, max: 5_000 },
      senders: 'even',
      sizeBytes: { min: 16, max: 16 },
      reads: 0,
      readLimit: { min: 1, max: 1 },
      membership: 0,
      refusedPpm: 100_000,
    },
    operations: [],
    faults: [],
    order: 'entry',
    answered: { withinUs: 5_000_000 },
    prompt: { withinUs: 5_000_000 },
    heal: { mode: 'all', withinUs: 10_000_000 },
    limits: { events: 1_000_000, virtualUs: 60_000_000, handlerMs: 10_000 },
    sometimes: [],
    atLeast: {},
    expect,
  };
}

const chances = { lossPpm: 0, duplicatePpm: 0, reorderPpm: 0, stragglePpm: 0, corruptPpm: 0 };
const link = { latency: 'zone', ...chances, bandwidth: undefined };
