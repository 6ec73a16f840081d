import { describe, expect, it } from 'vitest';
import { type TraceEntry, traceEnd, traceHeader, traceLine } from '../../../src/report/index.ts';
import { resultWith } from '../../reference/results.ts';

const entry: TraceEntry = { event: 7, cause: 3, atUs: 1_500, node: 1, what: 'receive', other: 2, name: '' };
const nameOf = (node: number) => ['the world', 's1', 'c1'][node] ?? '?';

function detailOf(detail: unknown): unknown {
  return JSON.parse(traceLine({ ...entry, detail }, nameOf, () => 'told')).detail;
}

describe('a trace', () => {
  it('begins with what ran, and the version of its format', () => {
    const header = { tool: 'tutti 0.1.0', scenario: 'a', protocol: 'b', mutant: null, seed: '7', nodes: ['s1', 'c1'] };
    expect(JSON.parse(traceHeader(header))).toEqual({ format: 'tutti-trace', version: 1, ...header });
  });

  it('has a line for each thing that happened, nodes by name', () => {
    expect(JSON.parse(traceLine(entry, nameOf, ({ what }, name) => `${name(1)} ${what}`))).toEqual({
      event: 7,
      cause: 3,
      atUs: 1_500,
      node: 's1',
      what: 'receive',
      other: 'c1',
      text: 's1 receive',
    });
  });

  it('names no node where the world acts', () => {
    const line = JSON.parse(traceLine({ ...entry, node: 0, other: 0, what: 'heal' }, nameOf, () => 'told'));
    expect(line).not.toHaveProperty('node');
    expect(line).not.toHaveProperty('other');
  });

  it('shows bytes as text where they are text, else as hex, long ones in part', () => {
    expect(detailOf({ bytes: new TextEncoder().encode('c1-1 hello') })).toEqual({ bytes: 'c1-1 hello' });
    expect(detailOf({ bytes: new Uint8Array([0, 255]) })).toEqual({ bytes: '0x00ff' });
    expect(detailOf(new Uint8Array(1_000).fill(0x61))).toBe(`${'a'.repeat(256)}… (1000 bytes)`);
  });

  it('leaves out the arguments that an observation does not have', () => {
    expect(detailOf(['general', 'c1-1', undefined])).toEqual(['general', 'c1-1']);
  });

  it('shows what JSON has no word for', () => {
    expect(detailOf([10n, Number.POSITIVE_INFINITY, 1])).toEqual(['10n', 'Infinity', 1]);
  });

  it('ends with verdict and digest', () => {
    expect(JSON.parse(traceEnd(resultWith()))).toEqual({
      format: 'tutti-trace-end',
      verdict: 'held',
      digest: '9f31c2d40b77aa01',
      events: 81_234,
    });
  });
});
