import { describe, expect, it } from 'vitest';
import type { LinkCut } from '../../../src/contract/index.ts';
import type { Witness } from '../../../src/sim/index.ts';
import { Notes, type TinyBoot, tinyWorld } from '../../reference/world.ts';

const silent: TinyBoot = () => ({ receive: () => undefined });

describe('the witness', () => {
  const cutsOf = (witness: Witness, told: string[]): Witness =>
    new Proxy(witness, {
      get: (target, name) => {
        if (name !== 'linksCut' && name !== 'linksMended') return Reflect.get(target, name);
        return ({ from, to }: LinkCut) => told.push(`${name} ${[...from]} to ${[...to]}`);
      },
    });

  it('hears of cuts, and of their end once, be it by heal', () => {
    const told: string[] = [];
    const { simulator } = tinyWorld([silent, silent], { witness: cutsOf(Notes.witness().witness, told) });
    simulator.at(1, () => {
      const first = simulator.links.cut([1], [2]);
      simulator.links.cut([2], [1]);
      simulator.links.mend(first);
      simulator.links.mend(first);
      simulator.heal();
    });
    simulator.run();
    expect(told).toEqual(['linksCut 1 to 2', 'linksCut 2 to 1', 'linksMended 1 to 2', 'linksMended 2 to 1']);
  });

  it('hears of pauses and of their end, but not of the end of a pause by a crash', () => {
    const { simulator, notes } = tinyWorld([silent]);
    simulator.at(1, () => {
      simulator.machines.pause(1);
      simulator.machines.pause(1);
      simulator.machines.resume(1);
      simulator.machines.resume(1);
      simulator.machines.pause(1);
      simulator.machines.crash(1);
      simulator.heal();
    });
    simulator.run();
    expect(notes.lines).toEqual(['booted 1 1', 'paused 1', 'unpaused 1', 'paused 1', 'crashed 1', 'booted 1 2']);
  });
});
