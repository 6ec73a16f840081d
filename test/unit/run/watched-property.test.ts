import { describe, expect, it } from 'vitest';
import { type Property, type PropertyFactory, registry, run, SetupError, seeded } from '../../../src/index.ts';
import { shipped } from '../../reference/shipped.ts';

const scenario = shipped('steady', ['topology.clients=2', 'workload.broadcasts=4']);
const sequencer = registry.get('sequencer');

/** A run of a sound protocol with one property of the user's. */
function runWith(given: Partial<PropertyFactory>): ReturnType<typeof run> {
  if (sequencer === undefined) throw new Error('the sequencer is built in');
  const factory: PropertyFactory = {
    name: 'mine',
    summary: 'what I want',
    clauses: { wrong: 'nothing is wrong' },
    create: () => ({}),
    ...given,
  };
  return run({ scenario, protocol: { ...sequencer, properties: [factory] }, schedule: seeded('1') });
}

function withProperty(property: Property): ReturnType<typeof run> {
  return runWith({ create: () => property });
}

describe("a user's property", () => {
  it('changes nothing when it has nothing to say', () => {
    expect(runWith({}).verdict).toBe('held');
  });

  it('objects, whatever kind of object it is', () => {
    const { verdict, violations } = runWith({
      create: (court) =>
        new (class implements Property {
          #heard = 0;
          delivered(): void {
            this.#heard++;
            if (this.#heard === 3) court.object('wrong', { sentence: 'that was the third', nodes: [] });
          }
        })(),
    });
    expect(verdict).toBe('violated');
    expect(violations).toMatchObject([{ property: 'mine', clause: 'wrong', sentence: 'that was the third' }]);
  });

  it.each([
    ['throws', missing],
    ['calls what is banned', () => Date.now() as never],
    ['gives no property', () => undefined as never],
  ])('is an error of the setup when its making %s', (_, create) => {
    expect(() => runWith({ create })).toThrow(SetupError);
    expect(() => runWith({ create })).toThrow(
      /^the property mine cannot be made: (?:it (?:throws|calls) |create gives )/,
    );
  });

  it('says where its making failed', () => {
    let caught: unknown;
    try {
      runWith({ create: missing });
    } catch (error) {
      caught = error;
    }
    const where = expect.stringMatching(/^test\/unit\/run\/watched-property\.test\.ts:\d+:\d+$/);
    expect(caught).toMatchObject({
      where,
      message: expect.stringMatching(/throws RangeError: nothing here \(test\/unit/),
    });
    expect(() => runWith({ unjudged: missing })).toThrow('the property mine cannot be made: it throws RangeError');
  });

  it.each([
    ['delivered', { delivered: missing }],
    ['healed', { healed: missing }],
    ['booted', { booted: missing }],
    ['open', { open: missing }],
    ['offended', { offended: missing, booted: missing }],
  ])('that throws in %s is an offence, told once and with its place', (method, property: Property) => {
    const { violations } = withProperty(property);
    expect(violations).toHaveLength(1);
    const heard = method === 'offended' ? 'booted' : method;
    expect(violations[0]).toMatchObject({ property: 'sound', clause: 'threw', nodes: [] });
    expect(violations[0]?.sentence).toMatch(
      new RegExp(`^the property mine throws RangeError: nothing here in ${heard} \\(test/unit/run/watched-property`),
    );
  });

  it('that objects by a clause it does not declare has offended', () => {
    const { violations } = runWith({
      create: (court) => ({ healed: () => court.object('else', { sentence: 'x', nodes: [] }) }),
    });
    expect(violations[0]?.sentence).toContain('objects by the clause "else", which it does not declare in healed');
  });
});

function missing(): never {
  throw new RangeError('nothing here');
}
