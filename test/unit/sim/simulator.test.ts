import { describe, expect, it } from 'vitest';
import { Decisions, seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, Host } from '../../../src/contract/index.ts';
import { shapeOf } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

type Log = string[];

/** A process that writes down what arrives, and at boot does what it is told. */
function listener(log: Log, atBoot: (host: Host<AnyPacket>) => void = () => undefined): TinyBoot {
  return (host) => {
    atBoot(host);
    return { receive: (from, packet) => void log.push(`${host.monotonicUs()} ${host.id}<${from} ${packet.kind}`) };
  };
}

describe('packets', () => {
  it('arrive after the latency of their link, a node’s own after a microsecond', () => {
    const log: Log = [];
    const sender = listener(log, (host) => {
      host.send(2, { kind: 'ping' });
      host.send(1, { kind: 'note' });
    });
    const { simulator } = tinyWorld([sender, listener(log)]);
    expect(simulator.run()).toBe('idle');
    expect(log).toEqual(['1 1<1 note', '10 2<1 ping']);
  });

  it('are frozen, and copies of what the sender goes on to change', () => {
    const seen: unknown[] = [];
    const bytes = Uint8Array.of(1, 2, 3);
    const sender: TinyBoot = (host) => {
      host.send(2, { kind: 'blob', bytes } as AnyPacket);
      bytes[0] = 9;
      return { receive: () => undefined };
    };
    const receiver: TinyBoot = () => ({ receive: (_from, packet) => void seen.push(packet) });
    tinyWorld([sender, receiver]).simulator.run();
    expect(seen).toEqual([{ kind: 'blob', bytes: Uint8Array.of(1, 2, 3) }]);
    expect(Object.isFrozen(seen[0])).toBe(true);
  });

  it('are lost and doubled as decided, and counted', () => {
    const log: Log = [];
    const sender = listener(log, (host) => {
      for (let i = 0; i < 1000; i++) host.send(2, { kind: 'ping' });
    });
    const link = { lossPpm: 200_000, duplicatePpm: 100_000 };
    const { simulator } = tinyWorld([sender, listener(log)], { link });
    simulator.run();
    const { counters } = simulator;
    expect(counters.of('drop')).toBeGreaterThan(150);
    expect(counters.of('duplicate')).toBeGreaterThan(50);
    expect(log).toHaveLength(1000 - counters.of('drop') + counters.of('duplicate'));
  });

  it('overtake each other when one is held back', () => {
    const order: number[] = [];
    const sender: TinyBoot = (host) => {
      for (let i = 0; i < 100; i++) host.send(2, { kind: 'ping', i } as AnyPacket);
      return { receive: () => undefined };
    };
    const receiver: TinyBoot = () => ({
      receive: (_from, packet) => void order.push((packet as AnyPacket & { i: number }).i),
    });
    const { simulator } = tinyWorld([sender, receiver], { link: { reorderPpm: 300_000 } });
    simulator.run();
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(simulator.counters.of('reorder')).toBeGreaterThan(0);
  });

  it('vanish while a cut is in force, in its direction alone', () => {
    const log: Log = [];
    const ping = (to: number) =>
      listener(log, (host) => host.setTimer('ping', 100, () => host.send(to, { kind: 'ping' })));
    const { simulator } = tinyWorld([ping(2), ping(1)]);
    simulator.at(50, () => {
      const cut = simulator.links.cut([1], [2]);
      simulator.at(150, () => simulator.links.mend(cut));
    });
    simulator.run();
    expect(log).toEqual(['110 1<2 ping']);
    expect(simulator.counters.of('cut')).toBe(1);
  });

  it('that are under way when a cut comes into force still land', () => {
    const log: Log = [];
    const { simulator } = tinyWorld([listener(log, (host) => host.send(2, { kind: 'ping' })), listener(log)]);
    simulator.at(5, () => void simulator.links.cut([1], [2]));
    simulator.run();
    expect(log).toEqual(['10 2<1 ping']);
  });

  it('find nobody on a node that is down, and reach the next incarnation', () => {
    const log: Log = [];
    const sender = listener(log, (host) => {
      host.send(2, { kind: 'early' });
      host.setTimer('later', 30, () => host.send(2, { kind: 'late' }));
    });
    const { simulator, notes } = tinyWorld([sender, listener(log)]);
    simulator.at(5, () => simulator.machines.crash(2));
    simulator.at(35, () => simulator.machines.restart(2));
    simulator.run();
    expect(log).toEqual(['40 2<1 late']);
    expect(notes.lines).toEqual(['booted 1 1', 'booted 2 1', 'crashed 2', 'booted 2 2']);
  });
});

describe('timers', () => {
  const ticks = (act: (host: Host<AnyPacket>, tick: (name: string) => () => void) => void) => {
    const log: Log = [];
    const boot: TinyBoot = (host) => {
      act(host, (name) => () => void log.push(`${host.monotonicUs()} ${name}`));
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot]);
    simulator.run();
    return log;
  };

  it('fire once, in order of their deadlines, equal ones in order of arming', () => {
    const log = ticks((host, tick) => {
      host.setTimer('b', 20, tick('b'));
      host.setTimer('a', 10, tick('a'));
      host.setTimer('c', 20, tick('c'));
    });
    expect(log).toEqual(['10 a', '20 b', '20 c']);
  });

  it('move when re-armed, later and earlier, and again after that', () => {
    const log = ticks((host, tick) => {
      host.setTimer('later', 10, tick('later, old'));
      host.setTimer('later', 50, tick('later'));
      host.setTimer('earlier', 90, tick('earlier, old'));
      host.setTimer('earlier', 5, () => {
        tick('earlier')();
        host.setTimer('earlier', 85, tick('earlier again'));
      });
    });
    expect(log).toEqual(['5 earlier', '50 later', '90 earlier again']);
  });

  it('do not fire when cleared, and can be armed anew', () => {
    const log = ticks((host, tick) => {
      host.setTimer('a', 10, tick('a, old'));
      host.clearTimer('a');
      host.clearTimer('never armed');
      host.setTimer('b', 10, tick('b, old'));
      host.clearTimer('b');
      host.setTimer('b', 30, tick('b'));
    });
    expect(log).toEqual(['30 b']);
  });

  it('may be cleared by what they fire, and leave the timers armed after that alone', () => {
    const log = ticks((host, tick) => {
      host.setTimer('a', 10, () => {
        host.clearTimer('a');
        host.setTimer('b', 10, tick('b'));
        host.setTimer('c', 20, tick('c'));
      });
    });
    expect(log).toEqual(['20 b', '30 c']);
  });

  it('die with their process', () => {
    const log: Log = [];
    const boot: TinyBoot = (host) => {
      host.setTimer('a', 100, () => void log.push(`fires at ${host.monotonicUs()}`));
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot]);
    simulator.at(50, () => simulator.machines.crash(1));
    simulator.at(60, () => simulator.machines.restart(1));
    simulator.run();
    expect(log).toEqual(['fires at 160']);
  });

  it('follow the drift of their node’s own clock', () => {
    const fired: number[] = [];
    const boot: TinyBoot = (host) => {
      host.setTimer('a', 1_000_000, () => void fired.push(host.monotonicUs(), simulator.nowUs));
      return { receive: () => undefined };
    };
    const at = { at: 'clock n1 drift', value: 100_000 };
    const decisions = new Decisions({ base: 'plain', overrides: [at] }, { names: () => 'n1' });
    const { simulator } = tinyWorld([boot], { decisions, clocks: { skewUs: 0, driftPpm: 200_000 } });
    simulator.run();
    expect(fired[1]).toBe(909_090);
    expect(fired[0]).toBeGreaterThanOrEqual(999_998);
  });
});

describe('pauses', () => {
  it('queue packets and timers, and let them go in order', () => {
    const log: Log = [];
    const sender = listener(log, (host) => {
      for (const delay of [20, 30]) host.setTimer(`at ${delay}`, delay, () => host.send(2, { kind: `p${delay}` }));
    });
    const sleeper = listener(log, (host) => host.setTimer('t', 35, () => void log.push(`${host.monotonicUs()} timer`)));
    const { simulator } = tinyWorld([sender, sleeper]);
    simulator.at(15, () => simulator.machines.pause(2));
    simulator.at(100, () => simulator.machines.resume(2));
    simulator.run();
    expect(log).toEqual(['100 2<1 p20', '100 timer', '100 2<1 p30']);
  });

  it('do not stop the disk: the effect is on time, the answer late', () => {
    const log: Log = [];
    const boot: TinyBoot = (host) => {
      host.disk.write('f', 0, Uint8Array.of(7), () => void log.push(`written, heard at ${host.monotonicUs()}`));
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot]);
    simulator.at(1, () => simulator.machines.pause(1));
    simulator.at(500, () => simulator.machines.resume(1));
    simulator.run();
    expect(log).toEqual(['written, heard at 500']);
  });
});

describe('disks', () => {
  it('keep what was written over a crash, and lose it with the power unless it was synced', () => {
    const seen: string[] = [];
    const boot: TinyBoot = (host) => {
      host.disk.list((_error, files) => {
        seen.push(files.join() || 'empty');
        if (files.length > 0) return;
        host.disk.write('f', 0, Uint8Array.of(7), () => undefined);
      });
      return { receive: () => undefined };
    };
    const lost = { base: 'plain', overrides: [{ at: 'write n1 f #1 name kept', value: 0 }] } as const;
    const { simulator } = tinyWorld([boot], { schedule: lost });
    simulator.at(1_000, () => simulator.machines.crash(1));
    simulator.at(2_000, () => simulator.machines.restart(1));
    simulator.at(3_000, () => simulator.machines.powerLoss([1]));
    simulator.at(4_000, () => simulator.machines.restart(1));
    simulator.run();
    expect(seen).toEqual(['empty', 'f', 'empty']);
  });
});

describe('offences', () => {
  const offencesOf = (boot: TinyBoot) => {
    const { simulator, notes } = tinyWorld([boot, () => ({ receive: () => undefined })]);
    simulator.at(100, () => void simulator.perform(1, { kind: 'connect' }));
    simulator.run();
    return notes.offences.map(({ clause, sentence }) => `${clause}: ${sentence}`);
  };
  const onPerform = (act: (host: Host<AnyPacket>) => unknown): TinyBoot => {
    return (host) => ({ receive: () => undefined, perform: () => act(host) as undefined });
  };

  it('of a handler that throws', () => {
    const boot = onPerform(() => {
      throw new Error('no such luck');
    });
    expect(offencesOf(boot)).toEqual([expect.stringMatching(/^threw: n1 throws .*no such luck/)]);
  });

  it('of one that answers with a promise', () => {
    expect(offencesOf(onPerform(() => Promise.resolve()))).toEqual([
      'asynchronous: n1 answers operation connect with a promise; handlers are synchronous',
    ]);
  });

  it('of one that sends to nobody, even when it swallows the refusal', () => {
    const boot = onPerform((host) => {
      try {
        host.send(7, { kind: 'ping' });
      } catch {}
    });
    expect(offencesOf(boot)).toEqual(['misused: n1 sends to node 7; there are nodes 1 to 2']);
  });

  it('of one that sends what is no plain data', () => {
    const boot = onPerform((host) => host.send(2, { kind: 'ping', when: new Map() } as AnyPacket));
    expect(offencesOf(boot)).toEqual([expect.stringMatching(/^impure: n1 .*ping\.when: Map/)]);
  });

  it('of a boot that returns no process', () => {
    expect(offencesOf(() => undefined as never)).toEqual([
      'misused: n1 boots without a process: what boot returns has no receive',
    ]);
  });

  it('of a host that is used by another process', () => {
    let first: Host<AnyPacket> | undefined;
    const lender: TinyBoot = (host) => {
      first ??= host;
      return { receive: () => undefined };
    };
    const { simulator, notes } = tinyWorld([lender, onPerform(() => first?.send(1, { kind: 'ping' }))]);
    simulator.at(100, () => void simulator.perform(2, { kind: 'connect' }));
    simulator.run();
    expect(notes.offences).toEqual([
      expect.objectContaining({ clause: 'misused', sentence: 'n2 calls host.send outside its own handlers' }),
    ]);
  });

  it('of a handler that never returns: it is ended, and the node and packet are named', () => {
    const spinner: TinyBoot = () => ({
      receive: () => {
        for (;;);
      },
    });
    const sender: TinyBoot = (host) => {
      host.send(2, { kind: 'ping' });
      return { receive: () => undefined };
    };
    const limits = { events: 1000, virtualUs: 1_000_000, handlerMs: 50 };
    const { simulator, notes } = tinyWorld([sender, spinner], { limits });
    expect(simulator.run()).toBe('objected');
    expect(notes.offences).toEqual([
      { clause: 'endless', sentence: 'n2 does not return from handling packet ping; it was ended after 50 ms' },
    ]);
  });

  it('of a receiver that changes the bytes of a packet, sooner or later', () => {
    const spoiler: TinyBoot = (host) => ({
      receive: (from, packet) => {
        const { bytes } = packet as unknown as { bytes: Uint8Array };
        bytes[0] = ((bytes[0] ?? 0) + 1) & 255;
        host.send(from, packet);
      },
    });
    const starter: TinyBoot = (host) => {
      host.send(2, { kind: 'ball', bytes: Uint8Array.of(1) } as AnyPacket);
      return { receive: (from, packet) => host.send(from, packet) };
    };
    const limits = { events: 1000, virtualUs: 1_000_000_000, handlerMs: 1_000 };
    const { simulator, notes } = tinyWorld([starter, spoiler], { limits });
    simulator.run();
    expect(notes.offences[0]?.clause).toBe('impure');
  });
});

describe('bounds', () => {
  const bouncer: TinyBoot = (host) => {
    if (host.id === 1) host.send(2, { kind: 'ball' });
    return { receive: (from, packet) => host.send(from, packet) };
  };

  it('end a run by events', () => {
    const { simulator } = tinyWorld([bouncer, bouncer], { limits: { events: 50, virtualUs: 1e9, handlerMs: 1000 } });
    expect(simulator.run()).toBe('events');
    expect(simulator.events).toBe(50);
  });

  it('end a run by virtual time', () => {
    const { simulator } = tinyWorld([bouncer, bouncer], { limits: { events: 1e6, virtualUs: 500, handlerMs: 1000 } });
    expect(simulator.run()).toBe('virtual-time');
  });
});

describe('digests', () => {
  const digestOf = (seed: string) => {
    const bouncer: TinyBoot = (host) => {
      if (host.id === 1) for (let i = 0; i < 20; i++) host.send(2, { kind: 'ball' });
      return { receive: (from, packet) => host.send(from, packet) };
    };
    const options = { schedule: seeded(seed), link: { latency: shapeOf('wan'), lossPpm: 1000 } };
    const limits = { events: 5_000, virtualUs: 1e12, handlerMs: 1000 };
    const { simulator } = tinyWorld([bouncer, bouncer], { ...options, limits });
    simulator.run();
    return simulator.digest.hex();
  };

  it('are the same for the same schedule, others for others', () => {
    expect(digestOf('1')).toBe(digestOf('1'));
    expect(digestOf('1')).not.toBe(digestOf('2'));
  });
});
