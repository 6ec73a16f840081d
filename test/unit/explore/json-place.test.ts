import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyValueOf, placeIn } from '../../../src/explore/json-place.ts';

const text = `{
  "a": { "b": [1, "x, ]}\\" \\\\", { "c": null }] },
  "scenario": {
    "name": "n"
  },
  "z": true
}
`;

describe('a value of a JSON text', () => {
  it.each([
    [[], 1, 1],
    [['a'], 2, 8],
    [['a', 'b'], 2, 15],
    [['a', 'b', 1], 2, 19],
    [['a', 'b', 2, 'c'], 2, 40],
    [['scenario', 'name'], 4, 13],
    [['z'], 6, 8],
    [['scenario', 'nowhere', 3], 3, 15],
  ])('at %j stands in line %i, column %i', (path, line, column) => {
    expect(placeIn(text, 'f', path)).toEqual({ file: 'f', line, column });
  });

  it('can be left alone in its place', () => {
    const left = onlyValueOf(text, 'scenario');
    expect(JSON.parse(left)).toEqual({ name: 'n' });
    expect(left.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    expect(left.indexOf('"name"')).toBe(text.indexOf('"name"'));
  });

  it('is found in whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 4 }), (data, indent) => {
        const written = JSON.stringify(data, undefined, indent);
        for (const [key, value] of Object.entries(data)) {
          expect(JSON.parse(onlyValueOf(written, key))).toEqual(JSON.parse(JSON.stringify(value)));
        }
      }),
    );
  });

  it('is the last of several with one key, as it is for JSON.parse', () => {
    expect(placeIn('{"a":1,"a":2}', 'f', ['a']).column).toBe(12);
  });
});
