import { Decisions, type Override, type Schedule } from '../../../src/chance/index.ts';
import type { LinkCut, NodeId, Operation, Role } from '../../../src/contract/index.ts';
import type { NemesisWorld } from '../../../src/faults/index.ts';
import { Counters } from '../../../src/sim/index.ts';

interface FakeNode {
  readonly id: NodeId;
  readonly name: string;
  readonly spec: { readonly role: Role; readonly shard?: number };
  state: 'up' | 'paused' | 'down';
  incarnation: number;
  retired: boolean;
}

/** A world that only keeps book: states of nodes, and every verb with its time. */
export class FakeWorld implements NemesisWorld {
  nowUs = 0;
  events = 0;
  current: unknown;
  readonly decisions: Decisions;
  readonly counters = new Counters();
  readonly nodes: readonly (FakeNode | undefined)[];
  readonly log: string[] = [];
  readonly #acts: { readonly atUs: number; readonly act: () => void }[] = [];

  /** Nodes by name: `s1`… are replicas of shard 1, `t1`… of shard 2, `g1`… gateways, `c1`… clients. */
  constructor(names: string, schedule: Schedule = { base: { seed: '1' }, overrides: [] }) {
    this.decisions = new Decisions(schedule, { names: String, record: true });
    const specs = new Map<string, FakeNode['spec']>([
      ['s', { role: 'replica', shard: 1 }],
      ['t', { role: 'replica', shard: 2 }],
      ['g', { role: 'gateway' }],
      ['c', { role: 'client' }],
    ]);
    this.nodes = [
      undefined,
      ...names.split(' ').map((name, index): FakeNode => {
        const spec = specs.get(name.charAt(0)) ?? { role: 'client' };
        return { id: index + 1, name, spec, state: 'up', incarnation: 1, retired: false };
      }),
    ];
  }

  named(name: string): FakeNode {
    return this.nodes.find((node) => node?.name === name) as FakeNode;
  }

  runUntil(untilUs: number): readonly string[] {
    for (;;) {
      const next = [...this.#acts].sort((a, b) => a.atUs - b.atUs)[0];
      if (next === undefined || next.atUs > untilUs) break;
      this.#acts.splice(this.#acts.indexOf(next), 1);
      this.nowUs = next.atUs;
      next.act();
    }
    this.nowUs = untilUs;
    return this.log;
  }

  at(atUs: number, act: () => void): void {
    if (atUs < this.nowUs) throw new Error(`${atUs} is before ${this.nowUs}`);
    this.#acts.push({ atUs, act });
  }

  get hasMoreNow(): boolean {
    return this.#acts.some(({ atUs }) => atUs === this.nowUs);
  }

  readonly machines: NemesisWorld['machines'] = {
    crash: (id) => void this.#set(id, 'down', 'crash'),
    restart: (id) => {
      if (this.nodes[id]?.retired !== true) this.#set(id, 'up', 'restart').incarnation++;
    },
    powerLoss: (ids) => {
      this.#note('power-loss', ids);
      for (const id of ids) (this.nodes[id] as FakeNode).state = 'down';
    },
    pause: (id) => void this.#set(id, 'paused', 'pause'),
    resume: (id) => void this.#set(id, 'up', 'resume'),
    hinder: (id, how, costUs) => this.#note(costUs === undefined ? how : `${how} at ${costUs}`, [id]),
    unhinder: (id, how) => this.#note(`no more ${how}`, [id]),
    retire: (id) => {
      this.#note('retire', [id]);
      (this.nodes[id] as FakeNode).retired = true;
    },
    wipe: (id) => {
      this.#set(id, 'down', 'wipe').retired = true;
    },
  };

  readonly clocks: NemesisWorld['clocks'] = {
    step: (id, byUs) => this.#note(`step by ${byUs}`, [id]),
    freeze: (id, clock) => this.#note(`freeze ${clock}`, [id]),
    thaw: (id, clock) => this.#note(`thaw ${clock}`, [id]),
    hurry: (id, extraPpm) => this.#note(`hurry by ${extraPpm}`, [id]),
  };

  readonly links: NemesisWorld['links'] = {
    cut: (...ends) => ({ kind: 'cut', ...this.#trouble('cut', ...ends) }),
    clog: (...ends) => ({ kind: 'clog', held: [], ...this.#trouble('clog', ...ends) }),
    grey: (from, to, strength) => ({ kind: 'grey', ...strength, ...this.#trouble('grey', from, to) }),
    mend: ({ from, to }) => {
      this.log.push(`${this.nowUs} mend ${this.#names([...from])} > ${this.#names([...to])}`);
    },
  };

  readonly stalled = new Set<NodeId>();
  readonly full = new Set<NodeId>();
  /** By node: its files, of so many bytes each, the last four of which were synced last. A copy says at which 100 us it was taken. */
  readonly files = new Map<NodeId, ReadonlyMap<string, number>>();

  readonly disks: NemesisWorld['disks'] = {
    stall: (id) => void this.#disk('stall', id, this.stalled.add(id)),
    goOn: (id) => void this.#disk('go on', id, this.stalled.delete(id)),
    fill: (id) => void this.#disk('full', id, this.full.add(id)),
    room: (id) => void this.#disk('room', id, this.full.delete(id)),
    isStalled: (id) => this.stalled.has(id),
    isFull: (id) => this.full.has(id),
    files: (id) => [...(this.files.get(id)?.keys() ?? [])],
    restingBytes: (id, { file, sparesLastBatch }) => (this.files.get(id)?.get(file) ?? 0) - (sparesLastBatch ? 4 : 0),
    rot: (id, { file }, nth, bits) => void this.#disk(`rot ${file} ${nth} ${bits} of`, id),
    copyOf: (id, file) => (this.files.get(id)?.has(file) ? Uint8Array.of(this.nowUs / 100) : undefined),
    rollBack: (id, file, [copiedUs]) => void this.#disk(`roll ${file} back to ${copiedUs} on`, id),
  };

  #disk(what: string, id: NodeId, _changed?: unknown): void {
    this.#note(what, [id]);
  }

  perform(id: NodeId, operation: Operation): boolean {
    if (this.nodes[id]?.state !== 'up') return false;
    this.#note(operation.kind, [id]);
    return true;
  }

  #set(id: NodeId, state: FakeNode['state'], verb: string): FakeNode {
    const node = this.nodes[id] as FakeNode;
    this.#note(verb, [id]);
    node.state = state;
    return node;
  }

  #trouble(verb: string, from: readonly NodeId[], to: readonly NodeId[]): LinkCut {
    this.log.push(`${this.nowUs} ${verb} ${this.#names(from)} > ${this.#names(to)}`);
    return { from: new Set(from), to: new Set(to) };
  }

  #note(verb: string, ids: readonly NodeId[]): void {
    this.log.push(`${this.nowUs} ${verb} ${this.#names(ids)}`);
  }

  #names(ids: readonly NodeId[]): string {
    return ids.map((id) => this.nodes[id]?.name).join(' ');
  }
}

/** A plain base with the given decisions taken by hand. */
export function byHand(taken: readonly (readonly [at: string, value: number])[]): Schedule {
  return { base: 'plain', overrides: taken.map(([at, value]): Override => ({ at, value })) };
}
