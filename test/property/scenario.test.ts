// Laws of scenario files: what is written in units is read back, and no text whatever makes the
// parser throw or point outside of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/index.ts';
import { nearest } from '../../src/scenario/nearest.ts';
import { duration, formatRange, type Measure, readMeasure, readRange, share, size } from '../../src/scenario/units.ts';
import { head, names } from '../unit/scenario/names.ts';

const measures: readonly Measure[] = [duration, share, size];

describe('units', () => {
  it('come back as they were', () => {
    for (const measure of measures) {
      fc.assert(
        fc.property(fc.nat({ max: measure.max }), (value) => {
          expect(readMeasure(measure, measure.format(value))).toEqual({ value });
        }),
      );
    }
  });

  it('come back as they were in ranges', () => {
    for (const measure of measures) {
      fc.assert(
        fc.property(fc.nat({ max: measure.max }), fc.nat({ max: measure.max }), (one, other) => {
          const range = { min: Math.min(one, other), max: Math.max(one, other) };
          expect(readRange(measure, formatRange(range, measure.format))).toEqual({ value: range });
        }),
      );
    }
  });

  it('are whole numbers in bounds, or refused', () => {
    const text = fc.stringMatching(/^-?\d{0,12}(\.\d{0,9})? ?(us|ms|s|m|h|%|ppm|B|KiB|MiB)?$/);
    fc.assert(
      fc.property(fc.constantFrom(...measures), fc.oneof(text, fc.anything()), (measure, told) => {
        const reading = readMeasure(measure, told);
        if ('wrong' in reading) {
          expect(reading.wrong).not.toBe('');
          return;
        }
        expect(Number.isSafeInteger(reading.value)).toBe(true);
        expect(reading.value).toBeGreaterThanOrEqual(0);
        expect(reading.value).toBeLessThanOrEqual(measure.max);
      }),
    );
  });
});

it('the nearest word is one of the candidates, and a candidate is nearest to itself', () => {
  const word = fc.stringMatching(/^[a-z-]{1,12}$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1 }), word, (candidates, told) => {
      const meant = nearest(told, candidates);
      if (meant !== undefined) expect(candidates).toContain(meant);
      expect(nearest(candidates[0]!, candidates)).toBe(candidates[0]);
    }),
  );
});

const valid = `${head}name: x
seed: 007
topology: { shards: 2, replicas: 3, clients: 4, rooms: { general: { members: [c1, c2] }, random: } }
settings: { page: 2 }
network: { latency: { client-gateway: mobile }, loss: 1%, duplicate: { client-gateway: 0.5% } }
disk: { latency: { p50: 1ms, p90: 2ms, p99: 3ms, max: 4ms }, sector: 64B }
clocks: &clocks { skew: 1ms, drift: 50ppm }
workload: { broadcasts: 4, every: 1ms..2ms, senders: [c1], reads: 2, read-limit: 1..3 }
operations:
  - { at: 20ms, client: c2, broadcast: general, text: "hello: world" }
  - { at: 1s, node: q1, command: move, arguments: { a: 1 } }
faults:
  - every: 400ms..900ms
    crash: { leader: { shard: 2 } }
    restart: 50ms..300ms
    atLeast: { count: 1, of: 50% }
  - { at: 1s, partition: { between: [clients, q1] } }
sometimes: [resumed]
expect: { violated: [persisted] }
`;

/** Parses, and checks what holds of every outcome. */
function outcome(text: string, set: readonly string[] = []): 'good' | 'bad' {
  const result = parseScenario(text, 'x.yaml', names, { set });
  if (!('errors' in result)) return 'good';
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  expect(result.errors.length).toBeGreaterThan(0);
  for (const { file, line, column, message } of result.errors) {
    expect(message).not.toBe('');
    expect(message).not.toContain('\n');
    if (line === 0) {
      expect(file).toMatch(/^--set /);
      continue;
    }
    expect(file).toBe('x.yaml');
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
  }
  return 'bad';
}

describe('the parser', () => {
  it('takes the file that the next laws tear apart', () => {
    expect(outcome(valid)).toBe('good');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        outcome(text);
      }),
    );
  });

  it('never throws on a good file with something in the wrong place', () => {
    const piece = fc.constantFrom(
      ...':{}[],&*-?|>!%@`#\'" \n\t~'.split(''),
      '<<: *clocks',
      '\n- ',
      ': ',
      '*clocks',
      '1e999',
      'null',
      '__proto__: 1',
      'constructor: {}',
      '\r\n',
      '---\n',
    );
    const edit = fc.record({ at: fc.nat({ max: valid.length }), drop: fc.nat({ max: 12 }), put: piece });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = valid;
        for (const { at, drop, put } of edits) text = text.slice(0, at) + put + text.slice(at + drop);
        outcome(text);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws on a value of the wrong shape anywhere', () => {
    const paths = [
      'seed',
      'name',
      'topology',
      'topology.rooms',
      'topology.rooms.general.members',
      'network.latency',
      'network.loss',
      'disk',
      'workload.senders',
      'operations',
      'operations.0',
      'operations.1.arguments',
      'faults',
      'faults.0',
      'faults.0.crash',
      'faults.1.partition',
      'atLeast',
      'expect',
      'sometimes',
      'settings',
      'limits.virtual',
      'a.b.c',
      '',
      '.',
      'faults.-1',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        outcome(valid, [`${path}=${JSON.stringify(value)}`]);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, whatever is set', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('seed=', 'faults.0=', 'network.', '', 'heal='),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (start, text) => {
          outcome(valid, [start + text]);
        },
      ),
    );
  });
});
