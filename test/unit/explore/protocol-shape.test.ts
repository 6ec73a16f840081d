import { describe, expect, it } from 'vitest';
import { ProtocolFileError } from '../../../src/explore/protocol-file-error.ts';
import { protocolOf } from '../../../src/explore/protocol-shape.ts';

const least = { name: 'a-1', summary: 'b', layout: () => [] };
const property = { name: 'p', summary: 's', clauses: {}, create: () => ({}) };
const mutant = { summary: 's', breaks: ['ordered'], apply: () => least };
const setting = { summary: 's', default: 3, min: 1, max: 7 };

const one = (): number => 1;

describe('protocolOf', () => {
  it('gives back what has the shape of a protocol', () => {
    const full = {
      ...least,
      uses: ['shards', 'replicas', 'gateways', 'retention'],
      settings: { depth: setting },
      codec: { encode: () => new Uint8Array(), decode: () => undefined },
      diskReader: () => undefined,
      observes: ['applied', 'led'],
      survives: { badCopies: 0, lostNodes: 1 },
      sometimes: ['leader-changed'],
      properties: [property],
      mutants: { 'ack-first': mutant },
    };
    expect(protocolOf(least, 'a.ts')).toBe(least);
    expect(protocolOf(full, 'a.ts')).toBe(full);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [[least], 'a list'],
    [() => least, 'a function'],
  ])('refuses %s', (value, told) => {
    expect(() => protocolOf(value, 'a.ts')).toThrow(`a.ts: the default export must be a protocol, and is ${told}`);
  });

  it.each([
    ['name', undefined, 'missing'],
    ['name', 'My Chat', '"My Chat"'],
    ['summary', 'two\nlines', '"two\\nlines"'],
    ['summary', '', '""'],
    ['layout', [], 'a list'],
    ['uses', ['clients'], 'a list'],
    ['settings', { depth: { ...setting, default: 8 } }, 'an object'],
    ['settings', { depth: { ...setting, min: 0.5 } }, 'an object'],
    ['codec', { encode: one }, 'an object'],
    ['codec', { encode: one, decode: one, key: 'k' }, 'an object'],
    ['diskReader', {}, 'an object'],
    ['observes', ['aplied'], 'a list'],
    ['observes', ['toString'], 'a list'],
    ['survives', { badCopies: 1 }, 'an object'],
    ['survives', { badCopies: -1, lostNodes: 0 }, 'an object'],
    ['sometimes', 'leader-changed', '"leader-changed"'],
    ['properties', [{ ...property, create: undefined }], 'a list'],
    ['mutants', { 'Bad Name': mutant }, 'an object'],
    ['mutants', { a: { ...mutant, breaks: 'ordered' } }, 'an object'],
    ['mutants', [mutant], 'a list'],
  ])('names a wrong %s: %j', (member, value, told) => {
    const check = () => protocolOf({ ...least, [member]: value }, 'a.ts');
    expect(check).toThrow(ProtocolFileError);
    expect(check).toThrow(`a.ts: the protocol's \`${member}\` must be `);
    expect(check).toThrow(`, and is ${told}`);
  });
});
