/**
 * Every mutant is caught on its pinned scenario and seed by the property it breaks, and the sound
 * protocol holds there. One that does wrong only under a certain fault holds there without it. A
 * mutant without a pin fails.
 */
import { describe, expect, it } from 'vitest';
import { run, seeded } from '../src/index.ts';
import { mutants, objecting, pins } from './reference/mutants.ts';
import { shipped } from './reference/shipped.ts';

describe.each(mutants)('$protocol.name with $name', ({ protocol, name, mutant }) => {
  const pin = pins[`${protocol.name} ${name}`];

  it('is caught by what it breaks', () => {
    if (pin === undefined) expect.fail('it has no pin');
    expect(mutant.breaks).toContain(pin.by);
    const options = { scenario: shipped(pin.in, pin.set), protocol, schedule: seeded(String(pin.seed)) };
    expect(objecting(run({ ...options, mutant: name }))).toContain(pin.by);
  });

  it('holds there when it is sound', () => {
    if (pin === undefined) expect.fail('it has no pin');
    const schedule = seeded(String(pin.seed));
    expect(objecting(run({ scenario: shipped(pin.in, pin.set), protocol, schedule }))).toEqual([]);
  });
});

describe.each(mutants.filter(({ protocol, name }) => pins[`${protocol.name} ${name}`]?.without !== undefined))(
  '$protocol.name with $name',
  ({ protocol, name }) => {
    it('holds there without the fault', () => {
      const pin = pins[`${protocol.name} ${name}`];
      const scenario = pin?.without?.(shipped(pin.in, pin.set));
      if (pin === undefined || scenario === undefined) expect.fail('it has no pin');
      const options = { scenario, protocol, schedule: seeded(String(pin.seed)), mutant: name };
      expect(objecting(run(options))).toEqual([]);
    });
  },
);
