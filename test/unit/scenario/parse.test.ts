import { describe, expect, it } from 'vitest';
import { formatError, type ParseOptions, parseScenario, type Scenario } from '../../../src/scenario/index.ts';
import { head, names } from './names.ts';

function parsed(text: string, options?: ParseOptions, file = 'scenarios/leader-crash.yaml') {
  const result = parseScenario(text, file, names, options);
  if ('errors' in result) throw new Error(result.errors.map(formatError).join('\n'));
  return result;
}

/** The scenario of two lines and this text. */
function scenario(text: string): Scenario {
  return parsed(`${head}${text}\n`).scenario;
}

const everybody = Array.from({ length: 12 }, (_, index) => index + 1);

describe('a scenario file', () => {
  it('needs a summary and a protocol; the rest has defaults', () => {
    const chances = { lossPpm: 0, duplicatePpm: 0, reorderPpm: 0, stragglePpm: 0, corruptPpm: 0 };
    const link = { latency: 'zone', ...chances };
    expect(scenario('')).toEqual({
      name: 'leader-crash',
      seed: '1',
      summary: 'It works.',
      protocol: 'sequencer',
      mutant: undefined,
      topology: {
        shards: 1,
        replicas: 3,
        gateways: 2,
        clients: 12,
        rooms: ['general', 'random', 'room-3'].map((name) => ({ name, members: everybody })),
        retention: Number.POSITIVE_INFINITY,
      },
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
        broadcasts: 100,
        everyUs: { min: 10_000, max: 10_000 },
        senders: 'even',
        sizeBytes: { min: 16, max: 200 },
        reads: 0,
        readLimit: { min: 1, max: 20 },
        membership: 0,
        refusedPpm: 100_000,
      },
      operations: [],
      faults: [],
      answered: { withinUs: 5_000_000 },
      order: 'entry',
      prompt: { withinUs: 5_000_000 },
      heal: { mode: 'all', withinUs: 10_000_000 },
      limits: { events: 20_000_000, virtualUs: 1_800_000_000, handlerMs: 10_000 },
      sometimes: [],
      atLeast: {},
      expect: { kind: 'held' },
    });
  });

  it('may leave a section empty', () => {
    expect(scenario('faults:\nnetwork: # later\nseed:')).toEqual(scenario(''));
  });

  it('reads a seed as the text that stands there', () => {
    for (const [written, seed] of [
      ['1', '1'],
      ['007', '007'],
      ['0x1f', '0x1f'],
      ['"0x1f"', '0x1f'],
      ['1e3', '1e3'],
      ['true', 'true'],
      ['"a b"', 'a b'],
    ] as const) {
      expect(scenario(`seed: ${written}`).seed).toBe(seed);
    }
  });

  it('is named after its file unless it says otherwise', () => {
    const nameOf = (file: string) => parsed(head, {}, file).scenario.name;
    expect(nameOf('a/b/Leader crash (2).yaml')).toBe('leader-crash-2');
    expect(nameOf('C:\\x\\slow.yml')).toBe('slow');
    expect(nameOf('.yaml')).toBe('scenario');
    expect(scenario('name: other').name).toBe('other');
  });

  it('may use anchors and aliases', () => {
    const { faults } = scenario(
      'faults:\n  - &strike { every: 1s, crash: q1, restart: &r 5ms }\n  - *strike\n  - { every: 2s, pause: q1, resume: *r }',
    );
    expect(faults[1]).toEqual(faults[0]);
    expect(faults[2]?.lastsUs).toEqual({ min: 5_000, max: 5_000 });
  });
});

describe('a topology', () => {
  it('has rooms by number, by name, or with their members', () => {
    const rooms = (told: string) => scenario(`topology: { clients: 4, rooms: ${told} }`).topology.rooms;
    const all = [1, 2, 3, 4];
    expect(rooms('1')).toEqual([{ name: 'general', members: all }]);
    expect(rooms('[b, a]')).toEqual([
      { name: 'b', members: all },
      { name: 'a', members: all },
    ]);
    expect(
      rooms('{ c: { members: 2 }, b: { members: none }, a: { members: [c4, c1] }, d: { members: all }, e: , f: {} }'),
    ).toEqual([
      { name: 'a', members: [4, 1] },
      { name: 'b', members: [] },
      { name: 'c', members: [1, 2] },
      { name: 'd', members: all },
      { name: 'e', members: all },
      { name: 'f', members: all },
    ]);
  });

  it('keeps as many messages as it says', () => {
    expect(scenario('topology: { retention: 100 }').topology.retention).toBe(100);
  });
});

describe('regions', () => {
  it('are read in the order of their names, with ranges of nodes told out', () => {
    const { network } = scenario(
      'network: { regions: { us: { nodes: [r2, clients] }, eu: { nodes: [c2..c4], to: { us: lan } } } }',
    );
    expect(network.regions).toEqual([
      { name: 'eu', members: [{ kind: 'named', names: ['c2', 'c3', 'c4'] }], to: [{ region: 'us', latency: 'lan' }] },
      {
        name: 'us',
        members: [
          { kind: 'named', names: ['r2'] },
          { kind: 'all', role: 'client' },
        ],
        to: [],
      },
    ]);
  });
});

describe('bandwidth', () => {
  it('is for all links or by class, without bound where nothing is said', () => {
    const { network } = scenario('network: { bandwidth: { client-gateway: { rate: 1.5KiB/s, buffer: 100B } } }');
    expect(network['client-gateway'].bandwidth).toEqual({ bytesPerS: 1536, bufferBytes: 100 });
    expect(network['replica-replica'].bandwidth).toBeUndefined();
    const everywhere = scenario('network: { bandwidth: { rate: 1MiB/s } }').network;
    expect(everywhere['replica-replica'].bandwidth).toEqual({ bytesPerS: 1_048_576, bufferBytes: 65_536 });
  });
});

describe('a network', () => {
  it('is the same everywhere, or differs by class of links', () => {
    const { network } = scenario(
      'network: { latency: lan, loss: 1%, duplicate: { client-gateway: 0.5% }, reorder: { replica-replica: 200ppm } }',
    );
    expect(network['client-gateway']).toMatchObject({
      latency: 'lan',
      lossPpm: 10_000,
      duplicatePpm: 5_000,
      reorderPpm: 0,
    });
    expect(network['replica-replica']).toMatchObject({
      latency: 'lan',
      lossPpm: 10_000,
      duplicatePpm: 0,
      reorderPpm: 200,
    });
  });

  it('has latencies by name or by quantiles, for all or by class', () => {
    const latencies = (told: string) => {
      const { network } = scenario(`network: { latency: ${told} }`);
      return [network['client-gateway'].latency, network['gateway-replica'].latency];
    };
    const given = { minUs: 500, p50Us: 1_000, p90Us: 2_000, p99Us: 20_000, maxUs: 50_000 };
    expect(latencies('{ p50: 1ms, p90: 2ms, p99: 20ms, max: 50ms }')).toEqual([given, given]);
    expect(latencies('{ min: 0, p50: 1ms, p90: 2ms, p99: 20ms, max: 50ms }')[0]).toEqual({ ...given, minUs: 0 });
    expect(latencies('{ client-gateway: mobile }')).toEqual(['mobile', 'zone']);
    expect(latencies('{ gateway-replica: { p50: 1ms, p90: 2ms, p99: 20ms, max: 50ms } }')).toEqual(['zone', given]);
  });
});

it('disks, clocks, limits and heal are read in their units', () => {
  const told = scenario(
    'disk: { latency: hdd, sector: 4KiB }\nclocks: { skew: 100ms, drift: 50ppm }\nlimits: { events: 9, virtual: 1m, handler: 1.5s }\nheal: { within: 3s, mode: core }\nanswered: { within: 2s }\nprompt: { within: 800ms }',
  );
  expect(told.disk).toMatchObject({ latency: 'hdd', sectorBytes: 4_096, failSyncPpm: 0 });
  const often = 'failRead: 1%, failWrite: 2%, failSync: 3%, lie: 4%, misdirect: 5%, tear: 6%';
  expect(scenario(`disk: { ${often} }`).disk).toEqual({
    ...{ latency: 'ssd', sectorBytes: 512 },
    ...{ failReadPpm: 10_000, failWritePpm: 20_000, failSyncPpm: 30_000 },
    ...{ liePpm: 40_000, misdirectPpm: 50_000, tearPpm: 60_000 },
  });
  expect(told.clocks).toEqual({ skewUs: 100_000, driftPpm: 50 });
  expect(told.limits).toEqual({ events: 9, virtualUs: 60_000_000, handlerMs: 1_500 });
  expect(told.heal).toEqual({ mode: 'core', withinUs: 3_000_000 });
  expect([told.answered, told.prompt]).toEqual([{ withinUs: 2_000_000 }, { withinUs: 800_000 }]);
});

it('a workload is read in its units', () => {
  const told =
    'workload: { broadcasts: 4, every: 2ms..9ms, senders: [c2, c1], size: 1B..1KiB, reads: 5, read-limit: 3, membership: 6, refused: 0.5% }';
  expect(scenario(told).workload).toEqual({
    broadcasts: 4,
    everyUs: { min: 2_000, max: 9_000 },
    senders: [2, 1],
    sizeBytes: { min: 1, max: 1_024 },
    reads: 5,
    readLimit: { min: 3, max: 3 },
    membership: 6,
    refusedPpm: 5_000,
  });
});

it.each([
  [
    'client: c2, broadcast: general, text: "hello: world"',
    'c2',
    { kind: 'broadcast', room: 'general', text: 'hello: world' },
  ],
  ['client: c2, broadcast: general', 'c2', { kind: 'broadcast', room: 'general', text: '' }],
  ['client: c2, join: general', 'c2', { kind: 'join', room: 'general' }],
  ['client: c2, leave: general', 'c2', { kind: 'leave', room: 'general' }],
  ['connect: c2', 'c2', { kind: 'connect' }],
  ['disconnect: c2', 'c2', { kind: 'disconnect' }],
  ['client: c2, read: general', 'c2', { kind: 'read', room: 'general', from: 1, limit: 10 }],
  ['client: c2, read: general, from: 5, limit: 2', 'c2', { kind: 'read', room: 'general', from: 5, limit: 2 }],
  ['node: q1, command: move-room', 'q1', { kind: 'command', name: 'move-room', arguments: {} }],
  [
    'node: q1, command: add, arguments: { a: x, b: 2, c: true }',
    'q1',
    { kind: 'command', name: 'add', arguments: { a: 'x', b: 2, c: true } },
  ],
])('an operation { at: 20ms, %s }', (told, node, operation) => {
  expect(scenario(`operations: [ { at: 20ms, ${told} } ]`).operations).toEqual([{ atUs: 20_000, node, operation }]);
});

describe('a fault of its own kind', () => {
  const rule = (told: string) => scenario(`faults: [ { at: 1s, ${told} } ]`).faults[0];
  const atOnce = { min: 0, max: 0 };

  it.each([
    ['slow: q1', { verb: 'slow', costUs: { min: 1_000, max: 5_000 }, lastsUs: { min: 200_000, max: 2_000_000 } }],
    ['wipe: q1', { verb: 'wipe', lastsUs: atOnce }],
    ['crash: q1, restart: never', { verb: 'crash', lastsUs: atOnce, forGood: true }],
    ['power-loss: q1, restart: never', { verb: 'power-loss', lastsUs: atOnce, forGood: true }],
    [
      'storm: q1, share: 30%, away: 1ms, connect: 2ms',
      { verb: 'storm', sharePpm: 300_000, lastsUs: { min: 1_000, max: 1_000 }, connectUs: { min: 2_000, max: 2_000 } },
    ],
    ['stop-reading: q1, resume: 1ms', { verb: 'stop-reading', lastsUs: { min: 1_000, max: 1_000 } }],
    [
      'slow-reader: q1, cost: 3ms, recover: 1s',
      { verb: 'slow-reader', costUs: { min: 3_000, max: 3_000 }, lastsUs: { min: 1_000_000, max: 1_000_000 } },
    ],
    [
      'clock-step: q1, by: 1ms, direction: back',
      { verb: 'clock-step', byUs: { min: 1_000, max: 1_000 }, direction: 'back', lastsUs: atOnce },
    ],
    [
      'clock-freeze: q1, clock: monotonic, thaw: 1ms',
      { verb: 'clock-freeze', clock: 'monotonic', lastsUs: { min: 1_000, max: 1_000 } },
    ],
    [
      'clock-rate: q1, by: 1%..2%, recover: 1ms',
      {
        ...{ verb: 'clock-rate', byPpm: { min: 10_000, max: 20_000 }, direction: 'either' },
        lastsUs: { min: 1_000, max: 1_000 },
      },
    ],
  ])('{ at: 1s, %s }', (told, act) => {
    expect(rule(told)).toMatchObject({ ...act, target: { kind: 'named', names: ['q1'] } });
  });

  it.each([
    ['clock-rate: q1, by: 41%', 'at most 40%'],
    ['slow: q1, cost: 0ms', 'at least 1us'],
    ['crash: q1, restart: nver', 'expected a duration, found "nver"'],
    ['pause: q1, resume: never', 'expected a duration'],
  ])('is refused as { %s }', (told, why) => {
    expect(() => rule(told)).toThrow(why);
  });
});

describe('a fault', () => {
  const rule = (told: string) => scenario(`topology: { shards: 2 }\nfaults: [ { ${told} } ]`).faults[0];

  it.each([
    ['crash: q1, restart: 1ms..2ms', 'crash', 1_000, 2_000],
    ['crash: q1', 'crash', 50_000, 500_000],
    ['power-loss: q1, restart: 1ms', 'power-loss', 1_000, 1_000],
    ['pause: q1, resume: 1ms', 'pause', 1_000, 1_000],
    ['disconnect: q1, connect: 1ms', 'disconnect', 1_000, 1_000],
    ['disk-stall: q1, lasts: 1ms', 'disk-stall', 1_000, 1_000],
    ['disk-full: q1', 'disk-full', 100_000, 1_000_000],
  ])('{ at: 1s, %s }', (told, verb, min, max) => {
    expect(rule(`at: 1s, ${told}`)).toEqual({
      timing: { kind: 'at', atUs: 1_000_000 },
      atLeast: undefined,
      verb,
      target: { kind: 'named', names: ['q1'] },
      lastsUs: { min, max },
    });
  });

  it('rots a disk but for what it spares, or rolls back a file', () => {
    expect(rule('at: 1s, rot: q1')).toMatchObject({ verb: 'rot', spares: 'budget', lastsUs: { min: 0, max: 0 } });
    expect(rule('at: 1s, rot: q1, spares: last-batch')).toMatchObject({ spares: 'last-batch' });
    expect(rule('at: 1s, roll-back: q1, age: 1ms..3ms, restart: 5ms')).toMatchObject({
      verb: 'roll-back',
      ageUs: { min: 1_000, max: 3_000 },
      lastsUs: { min: 5_000, max: 5_000 },
    });
  });

  it.each([
    ['leader', { kind: 'leader', shard: undefined }],
    ['{ leader: { shard: 2 } }', { kind: 'leader', shard: 2 }],
    ['minority', { kind: 'minority', shard: undefined }],
    ['{ minority: { shard: 1 } }', { kind: 'minority', shard: 1 }],
    ['{ majority: { shard: 1 } }', { kind: 'majority', shard: 1 }],
    ['{ gatewayOf: c1 }', { kind: 'gateway-of', client: { kind: 'named', names: ['c1'] } }],
    ['{ gatewayOf: client }', { kind: 'gateway-of', client: { kind: 'one', role: 'client' } }],
    ['client', { kind: 'one', role: 'client' }],
    ['servers', { kind: 'all', role: 'server' }],
    ['s1.r2', { kind: 'named', names: ['s1.r2'] }],
    ['hub', { kind: 'named', names: ['hub'] }],
    ['[q1, leader]', { kind: 'named', names: ['q1', 'leader'] }],
  ])('strikes %s', (told, target) => {
    expect(rule(`at: 1s, crash: ${told}`)).toMatchObject({ target });
  });

  const q1 = { kind: 'named', names: ['q1'] };
  it.each([
    ['{ isolate: q1 }', { kind: 'isolate', target: q1 }],
    ['{ between: [q1, clients] }', { kind: 'between', a: q1, b: { kind: 'all', role: 'client' } }],
    ['{ from: q1, to: clients }', { kind: 'one-way', from: q1, to: { kind: 'all', role: 'client' } }],
  ])('cuts %s', (told, cut) => {
    expect(rule(`at: 1s, partition: ${told}, mend: 1s`)).toMatchObject({ verb: 'partition', cut });
  });

  it('strikes once, or again and again between two times', () => {
    expect(rule('every: 1s, crash: q1')?.timing).toEqual({
      kind: 'every',
      everyUs: { min: 1_000_000, max: 1_000_000 },
      fromUs: 0,
      untilUs: undefined,
    });
    expect(rule('every: 1s..2s, from: 3s, until: 4s, crash: q1')?.timing).toEqual({
      kind: 'every',
      everyUs: { min: 1_000_000, max: 2_000_000 },
      fromUs: 3_000_000,
      untilUs: 4_000_000,
    });
  });
});

it('what a run must show is counted in every seed, or in a share of a batch', () => {
  const told = scenario(
    'sometimes: [resumed]\natLeast: { drop: 10, lost-sector: { count: 2, of: 50% }, crash: { of: 1% } }\nfaults: [ { every: 1s, crash: q1, atLeast: 3 } ]',
  );
  expect(told.sometimes).toEqual(['resumed']);
  expect(told.atLeast).toEqual({
    drop: { count: 10, ofPpm: 1_000_000 },
    'lost-sector': { count: 2, ofPpm: 500_000 },
    crash: { count: 1, ofPpm: 10_000 },
  });
  expect(told.faults[0]?.atLeast).toEqual({ count: 3, ofPpm: 1_000_000 });
});

it.each([
  ['held', { kind: 'held' }],
  ['stuck', { kind: 'stuck' }],
  ['{ violated: [persisted, ordered] }', { kind: 'violated', properties: ['persisted', 'ordered'] }],
])('expects %s', (told, expectation) => {
  expect(scenario(`expect: ${told}`).expect).toEqual(expectation);
});

describe('a protocol that stands in', () => {
  const file = `${head}mutant: forgets\nsettings: { page: 3, window: 7 }\nsometimes: [resumed]\n`;

  it("ignores what only the file's own knows, and says so", () => {
    const { scenario, ignored } = parsed(file, { protocol: 'newsfeed' });
    expect(scenario).toMatchObject({ protocol: 'newsfeed', mutant: undefined, settings: { window: 7 }, sometimes: [] });
    expect(ignored).toEqual([
      'settings.page (sequencer only)',
      'sometimes.resumed (sequencer only)',
      'mutant forgets (sequencer only)',
    ]);
  });

  it('ignores nothing when it is the same', () => {
    const { scenario, ignored } = parsed(file, { protocol: 'sequencer' });
    expect(scenario).toMatchObject({ mutant: 'forgets', settings: { page: 3, window: 7 }, sometimes: ['resumed'] });
    expect(ignored).toEqual([]);
  });

  it('has bounds of its own', () => {
    const result = parseScenario(`${head}settings: { window: 100 }\n`, 'x.yaml', names, { protocol: 'newsfeed' });
    expect('errors' in result && result.errors.map(formatError)).toEqual([
      'x.yaml:3:21: expected window from 5 to 10, found 100',
    ]);
  });

  it('excuses no slip', () => {
    const result = parseScenario(`${head}settings: { pag: 3 }\n`, 'x.yaml', names, { protocol: 'newsfeed' });
    expect('errors' in result && result.errors[0]?.message).toBe('unknown setting "pag"; did you mean "page"?');
  });

  it('may replace one that nobody knows', () => {
    const text = file.replace('protocol: sequencer', 'protocol: mine');
    expect(parsed(text, { protocol: 'newsfeed' }).ignored).toEqual([
      'settings.page (mine only)',
      'sometimes.resumed (mine only)',
      'mutant forgets (mine only)',
    ]);
  });

  it('must be known', () => {
    const result = parseScenario(head, 'x.yaml', names, { protocol: 'newsfed' });
    expect('errors' in result && result.errors.map(formatError)).toEqual([
      '--protocol: unknown protocol "newsfed"; did you mean "newsfeed"?\n  protocols are sequencer, newsfeed',
    ]);
  });
});

it('what only a layout can tell is told at its place', () => {
  const text = `${head}faults:\n  - every: 1s\n    crash: [q1, q7]\n  - { at: 1s, pause: q8 }\n`;
  const file = parsed(text, { set: ['faults.1.pause=q9'] }, 'x.yaml');
  const said = [
    file.errorAt(['faults', 0, 'crash', 1], 'no node "q7"', 'nodes are q1'),
    file.errorAt(['faults', 1, 'pause'], 'no node "q9"'),
    file.errorAt(['faults', 5, 'pause'], 'nothing there'),
    file.errorAt([], 'nothing at all'),
  ];
  expect(said.map(formatError)).toEqual([
    'x.yaml:5:17: no node "q7"\n  nodes are q1',
    '--set faults.1.pause: no node "q9"',
    'x.yaml:4:3: nothing there',
    'x.yaml:1:1: nothing at all',
  ]);
});
