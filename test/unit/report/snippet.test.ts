import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/explore/failure.ts';
import { makeMessage } from '../../../src/index.ts';
import { testSnippet } from '../../../src/report/index.ts';

const violation = {
  property: 'ordered',
  signature: 'ordered/gap',
  sentence: 'c1 missed it',
  event: 7,
  atUs: 9,
  nodes: [],
};
const failure: Failure = {
  format: 1,
  tool: 'tutti 0',
  scenario: { name: 'talk', summary: 'x' },
  fingerprint: '',
  schedule: { base: { seed: '7' }, overrides: [] },
  violation,
};

describe('a failure as a test', () => {
  it('imports what it needs and nothing else', () => {
    const snippet = testSnippet(failure, { protocolFile: undefined });
    expect(snippet).toContain("\nimport { type Schedule, simulate } from 'tutti';\n");
    expect(snippet).toContain('\n  const run = simulate(scenario, { schedule });\n');
    expect(snippet).toMatch(/^\/\/ ordered\/gap: c1 missed it\nimport /);
  });

  it.each([
    ['echo-room.ts', './echo-room.ts'],
    ['./echo-room.ts', './echo-room.ts'],
    ['../rooms/echo.ts', '../rooms/echo.ts'],
    ['rooms\\echo.ts', './rooms/echo.ts'],
    ['/home/me/echo.ts', '/home/me/echo.ts'],
  ])('imports the protocol %s from %s', (protocolFile, imported) => {
    const snippet = testSnippet({ ...failure, protocol: protocolFile, mutant: 'bad' }, { protocolFile });
    expect(snippet).toContain(`\nimport protocol from '${imported}';\n`);
    expect(snippet).toContain("simulate(scenario, { protocol, mutant: 'bad', schedule });");
  });

  it('means a protocol that comes with tutti by its name', () => {
    const snippet = testSnippet({ ...failure, protocol: 'ack-first' }, { protocolFile: undefined });
    expect(snippet).toContain("simulate(scenario, { protocol: 'ack-first', schedule });");
  });

  it('writes values as they are', () => {
    const odd = { name: `it's "a\\b"\n`, 'odd-key': [true, null, 1.5, []], summary: {} };
    const text = /const scenario = ([^;]*);/.exec(
      testSnippet({ ...failure, scenario: odd }, { protocolFile: undefined }),
    );
    expect(text?.[1]).toBe(`{ name: 'it\\'s "a\\\\b"\\n', 'odd-key': [true, null, 1.5, []], summary: {} }`);
  });

  it('makes messages of their text', () => {
    const operation = { kind: 'broadcast', room: 'general', message: makeMessage('c1-1', "it's me") } as const;
    const schedule = { ...failure.schedule, operations: [{ atUs: 1, node: 'c1', operation }] };
    const snippet = testSnippet({ ...failure, schedule }, { protocolFile: undefined });
    expect(snippet).toContain("import { makeMessage, type Schedule, simulate } from 'tutti';");
    expect(snippet).toContain("message: makeMessage('c1-1', 'it\\'s me')");
  });

  it('keeps what it says within its comments', () => {
    const element = { kind: 'fault', sentence: 'one\ntwo', without: 'held' } as const;
    const story = { elements: [element], before: 3, runs: 9, isMinimal: true };
    const snippet = testSnippet({ ...failure, story }, { protocolFile: undefined });
    expect(snippet).toContain('\n//   one two (without this: held)\n');
  });
});
