import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/chance/index.ts';
import type { AnyPacket, LinkCut } from '../../../src/contract/index.ts';
import type { Witness } from '../../../src/sim/index.ts';
import { Notes, type TinyBoot, type TinyWorld, tinyWorld } from '../../reference/world.ts';

/** Sends a numbered packet every 10 us, from 0 on. */
function talker(to: number, count: number): TinyBoot {
  return (host) => {
    const say = (n: number) => {
      host.send(to, { kind: 'say', n } as AnyPacket);
      if (n + 1 < count) host.setTimer('say', 10, () => say(n + 1));
    };
    say(0);
    return { receive: () => undefined };
  };
}

function hearer(heard: string[]): TinyBoot {
  return (host) => ({
    receive: (_from, packet) => void heard.push(`${host.monotonicUs()} ${(packet as { n?: number }).n}`),
  });
}

/** Node 1 talks to node 2, which notes when it hears what. */
function pair(count: number, options: Parameters<typeof tinyWorld>[1] = {}): TinyWorld & { readonly heard: string[] } {
  const heard: string[] = [];
  return { ...tinyWorld([talker(2, count), hearer(heard)], options), heard };
}

describe('a clog', () => {
  it('holds what is sent, lets land what is under way, and bursts in order when it is released', () => {
    const { simulator, heard } = pair(6);
    simulator.at(5, () => {
      const clog = simulator.links.clog([1], [2]);
      simulator.at(42, () => simulator.links.mend(clog));
    });
    simulator.run();
    // Sent at 0, 10, … 50, each 10 us before it lands: that of 40 is still on its way at 42.
    expect(heard).toEqual(['10 0', '42 1', '42 2', '42 3', '50 4', '60 5']);
    expect(simulator.counters.of('held')).toBe(4);
  });

  it('hands on to another clog what that one would hold', () => {
    const { simulator, heard } = pair(3);
    simulator.at(1, () => {
      const first = simulator.links.clog([1], [2]);
      const second = simulator.links.clog([1], [2]);
      simulator.at(50, () => simulator.links.mend(first));
      simulator.at(90, () => simulator.links.mend(second));
    });
    simulator.run();
    expect(heard).toEqual(['10 0', '90 1', '90 2']);
  });

  it('gives way to a cut, holds one direction only, and ends with heal', () => {
    const { simulator, heard } = pair(5);
    simulator.at(5, () => {
      simulator.links.clog([2], [1]);
      simulator.links.clog([1], [2]);
      const cut = simulator.links.cut([1], [2]);
      simulator.at(25, () => simulator.links.mend(cut));
      simulator.at(35, () => simulator.heal());
    });
    simulator.run();
    expect(heard).toEqual(['10 0', '40 3', '50 4']);
    expect(simulator.counters.of('cut')).toBe(2);
  });

  it('puts off the last landing', () => {
    const { simulator } = pair(2);
    simulator.at(1, () => void simulator.links.clog([1], [2]));
    simulator.at(60, () => expect(simulator.lastLandingUs).toBe(10));
    simulator.at(70, () => simulator.heal());
    simulator.at(71, () => expect(simulator.lastLandingUs).toBe(70));
    simulator.run();
    expect(simulator.lastLandingUs).toBe(70);
  });
});

describe('a grey link', () => {
  it('loses its share, and delays each of the rest', () => {
    const { simulator, heard } = pair(1000);
    simulator.at(
      0,
      () => void simulator.links.grey([1], [2], { lossPpm: 300_000, delayUs: { min: 5_000, max: 9_000 } }),
    );
    simulator.run();
    const lost = simulator.counters.of('grey-drop');
    expect(lost).toBeGreaterThan(200);
    expect(lost).toBeLessThan(400);
    expect(heard).toHaveLength(1000 - lost);
    // The very first was on its way before.
    const delays = heard.slice(1).map((line) => Number(line.split(' ')[0]) - 10 * Number(line.split(' ')[1]) - 10);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(9_000);
    expect(new Set(delays).size).toBeGreaterThan(300);
  });

  it('is as it was before, once mended, and was never different the other way', () => {
    const { simulator, heard } = pair(4);
    simulator.at(0, () => {
      simulator.links.grey([2], [1], { lossPpm: 1_000_000, delayUs: { min: 1, max: 1 } });
      const grey = simulator.links.grey([1], [2], { lossPpm: 0, delayUs: { min: 500, max: 500 } });
      simulator.at(15, () => simulator.links.mend(grey));
    });
    simulator.run();
    expect(heard).toEqual(['10 0', '30 2', '40 3', '520 1']);
  });

  it('changes no other decision about a packet', () => {
    const run = (isGrey: boolean) => {
      const world = pair(500, { link: { lossPpm: 200_000 }, schedule: seeded('9') });
      const strength = { lossPpm: 0, delayUs: { min: 0, max: 0 } };
      if (isGrey) world.simulator.at(0, () => void world.simulator.links.grey([1], [2], strength));
      world.simulator.run();
      return world.heard;
    };
    expect(run(true)).toEqual(run(false));
  });
});

describe('the witness', () => {
  const watched = () => {
    const told: string[] = [];
    const { witness } = Notes.witness();
    const spy: Witness = new Proxy(witness, {
      get: (target, name) => {
        if (name !== 'linksCut' && name !== 'linksMended') return Reflect.get(target, name);
        return ({ from, to }: LinkCut) => void told.push(`${name} ${[...from]}>${[...to]}`);
      },
    });
    return { told, spy };
  };

  it('hears of clogs and grey links as of cuts, and of their end', () => {
    const { told, spy } = watched();
    const { simulator } = pair(1, { witness: spy });
    simulator.at(1, () => {
      const clog = simulator.links.clog([1], [2]);
      simulator.links.grey([2], [1], { lossPpm: 1, delayUs: { min: 1, max: 1 } });
      simulator.links.mend(clog);
      simulator.heal();
    });
    simulator.run();
    expect(told).toEqual(['linksCut 1>2', 'linksCut 2>1', 'linksMended 1>2', 'linksMended 2>1']);
  });

  it('hears of a full buffer until that is drained, and of its end by heal', () => {
    const bandwidth = { bytesPerS: 1_000_000, bufferBytes: 60 };
    const drained = watched();
    const { simulator } = pair(20, { witness: drained.spy, link: { bandwidth } });
    simulator.run();
    expect(simulator.counters.of('tail-drop')).toBeGreaterThan(0);
    expect(drained.told).toEqual(['linksCut 1>2', 'linksMended 1>2']);
    const healed = watched();
    const other = pair(2000, { witness: healed.spy, link: { bandwidth } });
    other.simulator.at(1_005, () => other.simulator.heal());
    other.simulator.at(1_006, () => expect(healed.told).toHaveLength(2));
    other.simulator.run();
    expect(healed.told).toEqual(['linksCut 1>2', 'linksMended 1>2']);
    expect(other.heard.at(-1)).toBe('20000 1999');
  });
});
