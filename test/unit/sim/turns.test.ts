import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/sim/index.ts';
import { type TinyBoot, tinyWorld } from '../../reference/world.ts';

/** Node 1 sends packets p20, p30 … to node 2 at these times, to land 10 us later. */
function sender(...atUs: readonly number[]): TinyBoot {
  return (host) => {
    for (const at of atUs) host.setTimer(`${at}`, at, () => host.send(2, { kind: `p${at}` }));
    return { receive: () => undefined };
  };
}

/** What a node handles, and when: packets, a timer at 35 and operations. */
function receiver(log: string[], nowUs: () => number): TinyBoot {
  return (host) => {
    const say = (what: string) => void log.push(`${nowUs()} ${what}`);
    host.setTimer('t', 35, () => say('timer'));
    return { receive: (_from, { kind }) => say(kind), perform: ({ kind }) => say(kind) };
  };
}

function story(sends: readonly number[], act: (simulator: Simulator) => void) {
  const log: string[] = [];
  const { simulator, notes } = tinyWorld([sender(...sends), receiver(log, () => simulator.nowUs)]);
  act(simulator);
  simulator.run();
  return {
    log,
    facts: notes.lines.filter((line) => / 2\b/.test(line)),
    counted: Object.fromEntries(simulator.counters.all),
  };
}

describe('a slow node', () => {
  it('takes its time for each handler, while what comes queues behind it', () => {
    const { log, facts, counted } = story([10, 15, 16, 200], (world) => {
      world.at(5, () => world.machines.hinder(2, 'slow', 30));
    });
    expect(log).toEqual(['20 p10', '50 p15', '80 p16', '110 timer', '210 p200']);
    expect(facts).toEqual(['booted 2 1', 'hindered 2']);
    expect(counted).toEqual({ slow: 1 });
  });

  it('catches up at once when it is as fast as ever', () => {
    const { log, facts } = story([10, 15, 16], (world) => {
      world.at(5, () => world.machines.hinder(2, 'slow', 1_000));
      world.at(100, () => world.machines.unhinder(2, 'slow'));
    });
    expect(log).toEqual(['20 p10', '100 p15', '100 p16', '100 timer']);
    expect(facts).toEqual(['booted 2 1', 'hindered 2', 'unhindered 2']);
  });

  it('does what it is asked at once, which costs as well', () => {
    const { log } = story([10, 15], (world) => {
      world.at(5, () => world.machines.hinder(2, 'slow', 30));
      world.at(22, () => void world.perform(2, { kind: 'connect' }));
    });
    expect(log).toEqual(['20 p10', '22 connect', '80 p15', '110 timer']);
  });

  it('spends nothing on timers that are stale', () => {
    const fired: string[] = [];
    const boot: TinyBoot = (host) => {
      host.setTimer('a', 10, () => void fired.push(`a at ${simulator.nowUs}`));
      host.setTimer('b', 10, () => void fired.push(`b at ${simulator.nowUs}`));
      host.clearTimer('a');
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot]);
    simulator.at(5, () => simulator.machines.hinder(1, 'slow', 1_000));
    simulator.run();
    expect(fired).toEqual(['b at 10']);
  });

  it('may be paused in between, and is slow no more when it restarts', () => {
    const paused = story([10, 15, 16], (world) => {
      world.at(5, () => world.machines.hinder(2, 'slow', 30));
      world.at(40, () => world.machines.pause(2));
      world.at(100, () => world.machines.resume(2));
    });
    expect(paused.log).toEqual(['20 p10', '100 p15', '130 p16', '160 timer']);
    const restarted = story([10, 15, 16, 60, 60], (world) => {
      world.at(5, () => world.machines.hinder(2, 'slow', 30));
      world.at(40, () => world.machines.crash(2));
      world.at(50, () => world.machines.restart(2));
    });
    expect(restarted.log).toEqual(['20 p10', '70 p60', '85 timer']);
    expect(restarted.facts).toEqual(['booted 2 1', 'hindered 2', 'crashed 2', 'unhindered 2', 'booted 2 2']);
  });

  it('has its disk act on time, and hears of it in its turn', () => {
    const log: string[] = [];
    const boot: TinyBoot = (host) => {
      for (const file of ['a', 'b'])
        host.disk.write(file, 0, Uint8Array.of(7), () => void log.push(`${file} at ${simulator.nowUs}`));
      return { receive: () => undefined };
    };
    const { simulator } = tinyWorld([boot]);
    simulator.at(1, () => simulator.machines.hinder(1, 'slow', 100));
    simulator.run();
    expect(log).toEqual(['a at 10', 'b at 110']);
  });
});

describe('a client that stops reading', () => {
  it('lets packets queue, while its timers and its user go on', () => {
    const { log, facts, counted } = story([10, 15], (world) => {
      world.at(15, () => world.machines.hinder(2, 'stop-reading'));
      world.at(40, () => void world.perform(2, { kind: 'connect' }));
      world.at(100, () => world.machines.unhinder(2, 'stop-reading'));
    });
    expect(log).toEqual(['35 timer', '40 connect', '100 p10', '100 p15']);
    expect(facts).toContain('hindered 2');
    expect(facts.at(-1)).toBe('unhindered 2');
    expect(counted).toEqual({ 'stop-reading': 1 });
  });

  it('reads on with heal, and finds nothing after a crash', () => {
    const healed = story([10], (world) => {
      world.at(15, () => world.machines.hinder(2, 'stop-reading'));
      world.at(90, () => world.heal());
    });
    expect(healed.log).toEqual(['35 timer', '90 p10']);
    const crashed = story([10], (world) => {
      world.at(15, () => world.machines.hinder(2, 'stop-reading'));
      world.at(30, () => world.machines.crash(2));
      world.at(31, () => world.machines.restart(2));
    });
    expect(crashed.log).toEqual(['66 timer']);
  });
});

describe('a slow reader', () => {
  it('drains one packet at a time, while its timers go on', () => {
    const { log, counted } = story([10, 11, 12], (world) => {
      world.at(15, () => world.machines.hinder(2, 'slow-reader', 50));
      world.at(130, () => world.machines.unhinder(2, 'slow-reader'));
    });
    expect(log).toEqual(['20 p10', '35 timer', '70 p11', '120 p12']);
    expect(counted).toEqual({ 'slow-reader': 1 });
  });

  it('may stop altogether, and be slow beside', () => {
    const { log } = story([10, 11, 12], (world) => {
      world.at(15, () => world.machines.hinder(2, 'slow-reader', 50));
      world.at(16, () => world.machines.hinder(2, 'slow', 20));
      world.at(40, () => world.machines.hinder(2, 'stop-reading'));
      world.at(100, () => world.machines.unhinder(2, 'stop-reading'));
    });
    expect(log).toEqual(['20 p10', '40 timer', '100 p11', '150 p12']);
  });
});

describe('a wiped disk', () => {
  it('takes the node with it for good', () => {
    const log: string[] = [];
    const boot: TinyBoot = (host) => {
      host.disk.list((_error, files) => void log.push(`${simulator.nowUs} finds ${files.join()}`));
      host.disk.write('a', 0, Uint8Array.of(1), () => log.push('written'));
      return { receive: () => undefined };
    };
    const removed: string[] = [];
    const durable = {
      changed: () => undefined,
      removed: (_node: number, file: string) => void removed.push(file),
      synced: () => undefined,
    };
    const { simulator, notes } = tinyWorld([boot], { formatted: [new Map([['f', Uint8Array.of(7)]])], durable });
    simulator.at(15, () => simulator.machines.hinder(1, 'slow', 50));
    simulator.at(20, () => {
      simulator.machines.wipe(1);
      simulator.machines.wipe(1);
      simulator.machines.restart(1);
      simulator.machines.powerLoss([1]);
      simulator.heal();
    });
    simulator.run();
    expect(log).toEqual(['10 finds f', 'written']);
    expect(notes.lines).toEqual(['booted 1 1', 'hindered 1', 'crashed 1', 'unhindered 1', 'retired 1']);
    expect(Object.fromEntries(simulator.counters.all)).toEqual({ slow: 1, wipe: 1 });
    // What was once durable counts for what was acted on then.
    expect(removed).toEqual([]);
  });
});
