/**
 * Scenarios and fault plans for properties of fast-check, as a scenario file would say them: small
 * worlds in which a few things go wrong, with a protocol that can be laid out in them. What fails
 * shrinks towards fewer and simpler faults in a smaller world.
 */
import * as fc from 'fast-check';
import { LayoutError, type Role } from './contract/index.ts';
import { chosenOf, loadScenario, type ProtocolSource, type ScenarioData } from './explore/library/index.ts';
import { layOut, SetupError, topologyOf } from './run/index.ts';
import { formatDuration } from './scenario/index.ts';

export interface PlanConstraints {
  /** What the plan is for: its nodes are who can be struck. */
  readonly protocol: ProtocolSource;
  /**
   * `budget`, the default: what the protocol is to survive with every promise kept. `anything`: wiped
   * and rotten disks, lying syncs and files rolled back as well, after which nothing more is due.
   */
  readonly within?: 'budget' | 'anything' | undefined;
  /** Rules at most; 3 unless given. */
  readonly maxFaults?: number | undefined;
}

export interface ScenarioConstraints extends PlanConstraints {
  /** Messages at most; 40 unless given. */
  readonly maxBroadcasts?: number | undefined;
  /** Clients at most, at least 2; 5 unless given. */
  readonly maxClients?: number | undefined;
}

/** One entry of `faults:`. */
export type FaultData = ScenarioData;

/**
 * Plans of faults for `faults:`. Each rule strikes once, again and again, or after something that
 * every run reports; nodes are meant by their roles, so that a plan fits worlds of any size.
 *
 * @throws InputError for a protocol that there is not, or that no small world can be laid out for.
 */
export function faultPlans(constraints: PlanConstraints): fc.Arbitrary<readonly FaultData[]> {
  const { protocol, within = 'budget', maxFaults = 3 } = constraints;
  return plansIn(worldsOf(protocol), within, maxFaults);
}

/**
 * Whole scenarios, seed included. Their virtual time is a few seconds, their real time some
 * milliseconds.
 *
 * @throws InputError for a protocol that there is not, or that no small world can be laid out for.
 */
export function scenarios(constraints: ScenarioConstraints): fc.Arbitrary<ScenarioData> {
  const { protocol, within = 'budget', maxFaults = 3, maxBroadcasts = 40, maxClients = 5 } = constraints;
  const worlds = worldsOf(protocol);
  return fc
    .record({
      order: fc.constantFrom('entry', 'drawn'),
      topology: fc.constantFrom(...worlds.map(({ topology }) => topology)),
      clients: fc.integer({ min: 2, max: Math.max(2, maxClients) }),
      rooms: fc.integer({ min: 1, max: 2 }),
      seed: fc.nat(999_999),
      network: networks,
      disk: disksWithin(within),
      workload: workloads(maxBroadcasts),
      faults: plansIn(worlds, within, maxFaults),
    })
    .map(({ topology, clients, rooms, order, ...rest }) => ({
      name: 'generated',
      summary: 'A world that fast-check made up.',
      protocol: chosenOf(protocol).protocol.name,
      ...rest,
      ...(order === 'drawn' && { order }),
      topology: { ...topology, clients, rooms },
    }));
}

interface World {
  readonly topology: ScenarioData;
  readonly roles: ReadonlySet<Role>;
}

/** Small worlds that the protocol can be laid out in, the smallest first. */
function worldsOf(source: ProtocolSource): readonly World[] {
  const { protocol } = chosenOf(source);
  const uses = protocol.uses ?? ['shards', 'replicas', 'gateways'];
  const sizes = (part: 'shards' | 'replicas' | 'gateways', counts: readonly number[]) =>
    uses.includes(part) ? counts.map((count) => ({ [part]: count })) : [{}];
  const topologies = sizes('replicas', [1, 3]).flatMap((replicas) =>
    sizes('shards', [1, 2]).flatMap((shards) =>
      sizes('gateways', [1, 2]).map((gateways) => ({ ...replicas, ...shards, ...gateways })),
    ),
  );
  const worlds = topologies.flatMap((topology) => {
    const told = { summary: 'Is there such a world?', protocol: protocol.name, topology: { ...topology, clients: 2 } };
    const { scenario } = loadScenario(told, { protocol: source });
    try {
      const { nodes } = layOut(protocol, topologyOf(scenario, protocol));
      return [{ topology, roles: new Set(nodes.map(({ role }) => role)) }];
    } catch (error) {
      if (error instanceof SetupError) return [];
      throw error;
    }
  });
  if (worlds.length > 0) return worlds;
  throw new LayoutError(`${protocol.name} cannot be laid out in any of ${topologies.length} small worlds`);
}

type Within = NonNullable<PlanConstraints['within']>;

function plansIn(worlds: readonly World[], within: Within, maxFaults: number): fc.Arbitrary<readonly FaultData[]> {
  // A plan fits any of the worlds: it names nobody that some of them do not have.
  const common = (['replica', 'gateway'] as const).filter((role) => worlds.every(({ roles }) => roles.has(role)));
  return fc.array(rules(common, within), { maxLength: maxFaults });
}

/** One rule: a verb, whom it strikes, for how long unless the usual time is meant, and when. */
function rules(roles: readonly ('replica' | 'gateway')[], within: Within): fc.Arbitrary<FaultData> {
  const servers = fc.constantFrom('server', ...roles);
  const clients = fc.constantFrom('client', 'clients');
  const anyone = fc.oneof(servers, fc.constantFrom('client', 'servers', 'clients'));
  const cuts = fc.oneof(
    fc.record({ isolate: anyone }),
    fc.record({ from: servers, to: fc.constant('clients') }),
    fc.record({ from: fc.constant('clients'), to: servers }),
  );
  const usual = [
    rule({ crash: anyone }, { restart: lasting }),
    rule({ 'power-loss': anyone }, { restart: lasting }),
    rule({ pause: anyone }, { resume: lasting }),
    rule({ slow: anyone }, { recover: lasting }),
    rule({ partition: cuts }, { mend: lasting }),
    rule({ clog: cuts }, { release: lasting }),
    rule({ flap: cuts }, { mend: lasting }),
    rule({ grey: anyone }, { mend: lasting, loss: fc.constantFrom('5%', '20%', '50%') }),
    rule({ 'half-open': clients }, { mend: lasting }),
    rule({ disconnect: clients }, { connect: lasting }),
    rule({ storm: fc.constant('clients') }, { away: lasting }),
    rule({ 'stop-reading': clients }, { resume: lasting }),
    rule({ 'slow-reader': clients }, { recover: lasting }),
    rule({ 'clock-step': anyone }, { direction: fc.constantFrom('forward', 'back') }),
    rule({ 'clock-freeze': anyone }, { thaw: lasting, clock: fc.constantFrom('wall', 'monotonic') }),
    rule({ 'clock-rate': anyone }, { recover: lasting, direction: fc.constantFrom('fast', 'slow') }),
    rule({ 'disk-stall': servers }, { lasts: lasting }),
    rule({ 'disk-full': servers }, { lasts: lasting }),
  ];
  const holders = fc.constant(roles.includes('replica') ? 'replica' : 'server');
  const grave = [
    rule({ 'roll-back': holders }, { restart: lasting }),
    rule({ rot: holders }, { spares: fc.constantFrom('last-batch', 'nothing') }),
    rule({ wipe: holders }, {}),
  ];
  return fc.oneof({ withCrossShrink: true }, ...usual, ...(within === 'anything' ? grave : []));
}

type Keys = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** What is not said is as usual, and simpler. */
function rule(verb: Keys, details: Keys): fc.Arbitrary<FaultData> {
  const [verbs] = Object.keys(verb);
  const acts = fc.record({ ...verb, ...details }, { requiredKeys: verbs === undefined ? [] : [verbs] });
  return fc.tuple(timings, acts).map(([timing, act]) => ({ ...timing, ...act }));
}

const lasting = milliseconds(20, 800);

const timings: fc.Arbitrary<ScenarioData> = fc.oneof(
  { withCrossShrink: true },
  fc.record({ at: milliseconds(1, 600) }),
  fc.record(
    {
      after: fc.constantFrom(...['broadcast', 'delivered', 'outcome'].map((observed) => ({ observed }))),
      nth: fc.integer({ min: 1, max: 20 }),
      wait: milliseconds(0, 50),
    },
    { requiredKeys: ['after'] },
  ),
  fc.record({ every: milliseconds(100, 500), from: milliseconds(0, 200) }, { requiredKeys: ['every'] }),
);

const networks: fc.Arbitrary<ScenarioData> = fc.record(
  {
    latency: fc.constantFrom('lan', 'zone', 'wan', 'mobile'),
    loss: fc.constantFrom('1%', '2%', '5%'),
    duplicate: fc.constantFrom('1%', '2%', '5%'),
    reorder: fc.constantFrom('2%', '5%', '10%'),
  },
  { requiredKeys: [] },
);

function disksWithin(within: Within): fc.Arbitrary<ScenarioData> {
  const shares = fc.constantFrom('1%', '2%', '5%');
  const usual: Keys = { latency: fc.constantFrom('ssd', 'hdd'), failSync: shares, failWrite: shares };
  const grave: Keys = { lie: shares, misdirect: shares };
  const bad = fc.record({ ...usual, ...(within === 'anything' && grave) }, { requiredKeys: [] });
  return fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: bad });
}

function workloads(maxBroadcasts: number): fc.Arbitrary<ScenarioData> {
  return fc.record(
    {
      broadcasts: fc.integer({ min: 1, max: maxBroadcasts }),
      every: milliseconds(1, 30),
      senders: fc.constantFrom('even', 'skewed'),
      reads: fc.integer({ min: 0, max: 10 }),
      membership: fc.integer({ min: 0, max: 6 }),
    },
    { requiredKeys: ['broadcasts'] },
  );
}

function milliseconds(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((ms) => formatDuration(ms * 1_000));
}
