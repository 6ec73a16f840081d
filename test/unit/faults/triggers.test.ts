import { describe, expect, it } from 'vitest';
import { Nemesis } from '../../../src/faults/index.ts';
import { listens } from '../../../src/faults/triggers.ts';
import type { EventPattern, FaultRule, Target, Timing } from '../../../src/scenario/index.ts';
import type { TraceEntry } from '../../../src/sim/index.ts';
import { FakeWorld } from './fake-world.ts';

const leader: Target = { kind: 'leader', shard: undefined };
const replica: Target = { kind: 'one', role: 'replica' };

function crashing(timing: Timing, target: Target = { kind: 'it' }): FaultRule {
  return { timing, atLeast: undefined, verb: 'crash', target, lastsUs: { min: 50, max: 50 } };
}

function awaiting(event: EventPattern, more: Partial<Extract<Timing, { kind: 'after' }>> = {}): Timing {
  return { kind: 'after', event, nth: 1, times: 1, delayUs: { min: 0, max: 0 }, ...more };
}

/** `s1` leads, and `c1` is connected to `g1`. */
function watching(...rules: readonly FaultRule[]) {
  const world = new FakeWorld('s1 s2 g1 c1');
  const gatewayOf = (id: number) => (id === 4 ? 3 : undefined);
  const nemesis = new Nemesis({ simulator: world, rules, leaderOf: () => 1, gatewayOf, chaosEndUs: 100_000 });
  nemesis.start();
  const happens = (what: TraceEntry['what'], node: number, more: Partial<TraceEntry> = {}) =>
    nemesis.happened({ event: 1, cause: 0, atUs: world.nowUs, node, what, other: 0, ...more });
  return { world, nemesis, happens };
}

const packet = (kind: string) => ({ detail: { kind } });

describe('an act that waits for an event', () => {
  it('strikes where it happens, at once between two handlers, and is undone', () => {
    const { world, happens } = watching(crashing(awaiting({ kind: 'synced', of: leader })));
    world.runUntil(10);
    happens('disk', 2, { name: 'sync' });
    happens('disk', 1, { name: 'write' });
    expect(world.log).toEqual([]);
    happens('disk', 1, { name: 'sync' });
    expect(world.log).toEqual(['10 crash s1']);
    expect(world.runUntil(100)).toEqual(['10 crash s1', '60 restart s1']);
  });

  it('strikes only when the handler in which it happens has ended', () => {
    const { world, happens } = watching(crashing(awaiting({ kind: 'observed', name: 'applied', of: replica })));
    world.current = 'a handler';
    happens('observe', 4, { name: 'delivered' });
    happens('observe', 2, { name: 'applied' });
    expect(world.log).toEqual([]);
    expect(world.runUntil(0)).toEqual(['0 crash s2']);
  });

  it('counts what fits, and strikes so often', () => {
    const event: EventPattern = { kind: 'sent', packet: 'append', from: leader, to: undefined };
    const { world, happens } = watching(
      crashing(awaiting(event, { nth: 2, times: 2, delayUs: { min: 5, max: 5 } }), replica),
    );
    for (const [what, node, kind] of [
      ['send', 1, 'append'],
      ['send', 1, 'ack'],
      ['send', 2, 'append'],
      ['receive', 1, 'append'],
    ] as const) {
      happens(what, node, packet(kind));
    }
    expect(world.runUntil(10)).toEqual([]);
    for (let nth = 0; nth < 4; nth++) happens('send', 1, packet('append'));
    expect(
      world
        .runUntil(30)
        .filter((line) => line.includes('crash'))
        .map((line) => line.split(' ')[0]),
    ).toEqual(['15', '15']);
  });

  it('finds the gateway of the client at which it happens, and waits for gateways of clients', () => {
    const c1 = { kind: 'named', names: ['c1'] } as const;
    const rules = [
      crashing(awaiting({ kind: 'observed', name: 'connected', of: undefined }), {
        kind: 'gateway-of',
        client: { kind: 'it' },
      }),
      crashing(awaiting({ kind: 'synced', of: { kind: 'gateway-of', client: c1 } })),
    ];
    const { world, happens } = watching(...rules);
    happens('disk', 1, { name: 'sync' });
    expect(world.log).toEqual([]);
    happens('observe', 4, { name: 'connected' });
    expect(world.log).toEqual(['0 crash g1']);
    world.runUntil(70);
    happens('disk', 3, { name: 'sync' });
    expect(world.log.slice(2)).toEqual(['70 crash g1']);
  });

  it('knows both ends of a packet, whichever way it is looked at', () => {
    const to: Target = { kind: 'named', names: ['s2'] };
    const sent = crashing(awaiting({ kind: 'sent', packet: 'append', from: leader, to }));
    const received = crashing(awaiting({ kind: 'received', packet: 'ack', from: to, to: leader }));
    const { world, happens } = watching(sent, received);
    happens('send', 1, { other: 3, ...packet('append') });
    happens('receive', 1, { other: 3, ...packet('ack') });
    expect(world.log).toEqual([]);
    happens('receive', 1, { other: 2, ...packet('ack') });
    happens('send', 1, { other: 2, ...packet('append') });
    expect(world.log).toEqual(['0 crash s1']);
  });

  it("hears of a protocol's rare events by name", () => {
    const { world, happens } = watching(crashing(awaiting({ kind: 'sometimes', name: 'elected', of: undefined })));
    happens('observe', 1, { name: 'sometimes', detail: ['deposed'] });
    happens('observe', 1, { name: 'sometimes', detail: ['elected'] });
    expect(world.log).toEqual(['0 crash s1']);
  });

  it('does nothing any more once faults are frozen', () => {
    const { world, nemesis, happens } = watching(crashing(awaiting({ kind: 'synced', of: leader })));
    nemesis.freeze();
    happens('disk', 1, { name: 'sync' });
    expect(world.log).toEqual([]);
  });
});

describe('a window', () => {
  it('lets a rule strike between two events only', () => {
    const every = { min: 10, max: 10 };
    const between = [
      { kind: 'observed', name: 'led', of: undefined },
      { kind: 'observed', name: 'applied', of: undefined },
    ] as const;
    const timing: Timing = { kind: 'every', everyUs: every, fromUs: 0, untilUs: 100, between };
    const { world, happens } = watching({ ...crashing(timing, replica), lastsUs: { min: 1, max: 1 } });
    world.runUntil(25);
    happens('observe', 1, { name: 'led' });
    world.runUntil(45);
    happens('observe', 1, { name: 'applied' });
    world.runUntil(100);
    expect(world.log.filter((line) => line.includes('crash')).map((line) => line.split(' ')[0])).toEqual(['30', '40']);
  });
});

describe('a gate', () => {
  const gate: FaultRule = {
    timing: { kind: 'at', atUs: 10 },
    atLeast: undefined,
    verb: 'hold',
    cut: { kind: 'one-way', from: leader, to: { kind: 'named', names: ['s2'] } },
    opens: { kind: 'observed', name: 'applied', of: { kind: 'named', names: ['s2'] } },
    lastsUs: { min: 100, max: 100 },
  };

  it('opens with the event, once', () => {
    const { world, happens } = watching(gate);
    happens('observe', 2, { name: 'applied' });
    world.runUntil(20);
    happens('observe', 1, { name: 'applied' });
    world.runUntil(30);
    happens('observe', 2, { name: 'applied' });
    happens('observe', 2, { name: 'applied' });
    expect(world.runUntil(200)).toEqual(['10 clog s1 > s2', '30 mend s1 > s2']);
  });

  it('opens by itself when its time is over', () => {
    const { world } = watching(gate);
    expect(world.runUntil(200)).toEqual(['10 clog s1 > s2', '110 mend s1 > s2']);
  });
});

it('rules that wait for nothing need not be told of anything', () => {
  expect(listens([crashing({ kind: 'at', atUs: 1 })])).toBe(false);
  expect(listens([crashing(awaiting({ kind: 'synced', of: leader }))])).toBe(true);
});
