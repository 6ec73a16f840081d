import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../../src/cli/mistake.ts';
import { type ReplayOptions, replayVerb } from '../../../src/cli/replay.ts';
import { tool } from '../../../src/cli/version.ts';
import type { Failure } from '../../../src/explore/failure.ts';
import { failureText } from '../../../src/explore/failure-file.ts';
import { explicit } from '../../../src/index.ts';
import { formatError } from '../../../src/scenario/index.ts';
import { failing } from '../../reference/failures.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const found = failing('power-loss', '1', { protocol: 'ack-first' });
const failure: Failure = { ...found.failure, tool };
const text = failureText(failure);

function written(given: string | Failure): string {
  const content = typeof given === 'string' ? given : failureText(given);
  return join(temporaryFolder({ 'failure.json': content }), 'failure.json');
}

/** What is printed for a file with this content, and the exit code. */
async function replayed(given: string | Failure, options: ReplayOptions = {}) {
  const { terminal, printed } = listener();
  const code = await replayVerb(written(given), options, terminal);
  return { code, printed: printed.join('\n') };
}

/** What is wrong with a file, without its folder. */
async function refused(given: string | Failure, options: ReplayOptions = {}): Promise<string> {
  const file = written(given);
  const error = await replayVerb(file, options, listener().terminal).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error(`it is not refused: ${String(error)}`);
  return error.errors.map(formatError).join('\n').replaceAll(file, 'F');
}

/** The text with this in place of that. */
function edited(was: string, is: string, of = text): string {
  if (!of.includes(was)) throw new Error(`there is no ${was} to edit`);
  return of.replace(was, is);
}

describe('tutti replay', () => {
  it('prints a test in place of a replay, and nothing that a test is not', async () => {
    const { code, printed } = await replayed(failure, { vitest: true });
    expect(code).toBe(0);
    expect(printed).toMatch(/^\/\/ ordered\/applied-differs: (?:.|\n)*\}\);$/);
    expect(printed).toContain("simulate(scenario, { protocol: 'ack-first', schedule })");
    expect(await refused(failure, { vitest: true, json: true })).toBe(
      '--vitest: cannot go with --json\n  leave one of them out',
    );
    expect(await refused(failure, { vitest: true, until: '7' })).toContain('--vitest: cannot go with --until');
  });

  it('replays with another protocol if told to', async () => {
    const { code, printed } = await replayed(failure, { protocol: 'sequencer' });
    expect(code).toBe(4);
    expect(printed).toMatch(/again +npx tutti replay \S+failure\.json --protocol sequencer$/);
    expect(await refused(failure, { protocol: 'sequenzer' })).toMatch(/^--protocol: there is no protocol "sequenzer"/);
  });

  it('exits with 0 for what is reproduced, and shows what led to it', async () => {
    const { code, printed } = await replayed(failure);
    expect(code).toBe(0);
    expect(printed).toMatch(/^✓ {2}reproduced {2}power-loss {2}ack-first {2}seed 1\n/);
    expect(printed).toContain('  ! 0.413891s  chat1 loses power');
    expect(printed).not.toMatch(/was|parts|changed/);
  });

  it('exits with 4 where the run differs, or the failure is lost', async () => {
    const otherwise = await replayed({ ...failure, digest: '0'.repeat(16) });
    expect(otherwise).toMatchObject({ code: 4, printed: expect.stringMatching(/^✗ {2}reproduced, run differs {2}/) });
    const { schedule, violation } = failure;
    const lost = await replayed({ ...failure, schedule: { ...schedule, base: 'plain' } });
    expect(lost.code).toBe(4);
    expect(lost.printed).toMatch(/^✗ {2}not reproduced, run differs from event \d+ /);
    expect(lost.printed).toContain(`was         ${violation.signature} at 0.676967s, event 436`);
  });

  it('exits with 1 for a regression file that fails, and says so', async () => {
    const { code, printed } = await replayed({ ...failure, expect: 'held' });
    expect(code).toBe(1);
    expect(printed).toMatch(/^✗ {2}fails again, and is expected to hold {2}/);
  });

  it('exits with 0 for a regression file that holds, and says so', async () => {
    const quiet = { ...failure.schedule, base: 'plain' as const };
    const { code, printed } = await replayed({ ...failure, schedule: quiet, expect: 'held' });
    expect(code).toBe(0);
    expect(printed).toMatch(/^✓ {2}holds, as the file expects {2}/);
  });

  it('says what changed since', async () => {
    const { printed } = await replayed({ ...failure, tool: 'tutti 0.0.9', fingerprint: '0'.repeat(16) });
    expect(printed).toContain("changed     the protocol's code is not what it was when the file was written");
    expect(printed).toContain(`the file was written by tutti 0.0.9, and this is ${tool}`);
  });

  it('tells the story, each element with what comes without it', async () => {
    const elements = [{ kind: 'fault', sentence: 'chat1 loses power', without: 'held' }] as const;
    const { printed } = await replayed({ ...failure, story: { elements, before: 96, runs: 40, isMinimal: true } });
    expect(printed).toContain('story       1 of 96 elements are left, and none of them can go');
    expect(printed).toContain('chat1 loses power (without this: held)');
  });

  it('tells all up to an event or a time, or all about a node or a message', async () => {
    const until = await replayed(failure, { until: '3' });
    expect(until.printed).toMatch(/ {4}0\.000000s {2}3 {2}c2 boots\n/);
    expect((await replayed(failure, { until: '0.000300s' })).printed).toMatch(/ 9 {2}c8 boots\n/);
    const node = await replayed(failure, { follow: 'c2', until: '20ms' });
    expect(node.printed).not.toContain('c3');
    const message = await replayed(failure, { follow: 'room-3#2' });
    expect(message.printed).toContain('435  c8 is asked to broadcast c8-54 in room-3');
  });

  it('prints one object under --json', async () => {
    const { code, printed } = await replayed(failure, { json: true, follow: 'c8-54' });
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      tool,
      asExpected: true,
      exitCode: 0,
      outcome: 'reproduced',
      was: { signature: 'ordered/applied-differs', event: 436, digest: failure.digest },
      now: { verdict: 'violated', violation: { event: 436 }, digest: failure.digest },
      parting: null,
      protocolChanged: false,
      path: expect.arrayContaining([expect.objectContaining({ event: 436, mark: 'violation' })]),
    });
  });

  it.each([
    ['breaks off', text.slice(0, 700), /^F:\d+:\d+: the file breaks off$/],
    ['is no JSON', 'name: x', /^F:1:\d: is not JSON$/],
    ['is newer', edited('"format": 1', '"format": 2'), /^F:1:1: is of format 2, and this version of tutti reads 1$/],
    ['is a scenario', '{ "name": "x" }', /^F:1:1: is no failure file of tutti$/],
    ['has another key', edited('"tool"', '"more": 1, "tool"'), /^F:1:1: the file: Unrecognized key/],
    [
      'has a wrong act',
      edited('"overrides": []', '"overrides": [], "acts": [{ "act": 1 }]'),
      /^F:1:1: schedule\.acts\.0\./,
    ],
  ])('refuses what %s', async (_, content, message) => {
    expect((await refused(content)).split('\n')[0]).toMatch(message);
  });

  it('says where the scenario is wrong, in the failure file', async () => {
    const line = text.split('\n').findIndex((each) => each.includes('"restart": ')) + 1;
    expect(await refused(edited('"restart": "', '"restart": "x'))).toContain(`F:${line}:20: `);
    // What only a layout can tell is told of its place all the same.
    expect(await refused(edited('"power-loss": "replica"', '"power-loss": "q9"'))).toMatch(
      /^F:\d+:\d+: there is no node "q9"; nodes are chat1, c1/,
    );
  });

  it.each([
    ['protocol', edited('"protocol": "ack-first"', '"protocol": "gone"'), /^F:\d+:15: there is no protocol "gone"/],
    [
      'protocol file',
      edited('"protocol": "ack-first"', '"protocol": "./gone.ts"'),
      /^F:\d+:15: there is no protocol file \.\/gone\.ts/,
    ],
    ['mutant', edited('"fingerprint"', '"mutant": "gone",\n"fingerprint"'), /^F:\d+:13: ack-first has no mutants/],
  ])('says that the %s is gone', async (_, content, message) => {
    expect(await refused(content)).toMatch(message);
  });

  it('says which act or operation of the schedule fits nothing', async () => {
    const schedule = explicit({ ...found.prepared, schedule: failure.schedule, keepGoing: false });
    const told = failureText({ ...failure, schedule });
    expect((await replayed(told)).code).toBe(0);
    expect(await refused(edited('"act": "power-loss-replica #1"', '"act": "crash-nobody #1"', told))).toMatch(
      /^F:\d+:16: act "crash-nobody #1" of the schedule is of no rule of the fault plan; its rules are power-loss-replica/,
    );
    expect(await refused(edited('"node": "c1"', '"node": "c99"', told))).toMatch(
      /^F:\d+:17: operation \d+ of the schedule is of no node: "c99"/,
    );
  });

  it('finds a protocol file beside the failure file', async () => {
    const content = edited('"protocol": "ack-first"', '"protocol": "./mine.ts"');
    const folder = temporaryFolder({ 'failure.json': content, 'mine.ts': 'export default 1;' });
    const refusal = replayVerb(join(folder, 'failure.json'), {}, listener().terminal);
    await expect(refusal).rejects.toThrow('the default export must be a protocol');
  });

  it.each<[string, ReplayOptions, string]>([
    ['an end that is none', { until: 'soon' }, '--until: expected the number of an event or a time, found "soon"'],
    ['what nothing is about', { follow: 'c22' }, '--follow: nothing is about "c22"; did you mean "c2"?'],
    ['steps as JSON', { step: true, json: true }, '--step: cannot go with --json'],
    ['steps without a terminal', { step: true }, '--step: needs a terminal, and this is none'],
  ])('refuses %s', async (_, options, message) => {
    expect(await refused(failure, options)).toContain(message);
  });

  it('refuses what is no file', async () => {
    for (const [file, message] of [
      ['nowhere.json', 'there is no such file'],
      ['src', 'is a folder'],
    ] as const) {
      await expect(replayVerb(file, {}, listener().terminal)).rejects.toThrow(message);
    }
  });

  it('steps through it where there is a terminal, and then says what became of it', async () => {
    const { stdin, stdout } = process;
    const shown = vi.spyOn(stdout, 'write').mockReturnValue(true);
    const isTerminal = [stdin.isTTY, stdout.isTTY];
    const raw: boolean[] = [];
    const { setRawMode } = stdin;
    Object.assign(stdin, { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
    Object.assign(stdout, { isTTY: true });
    try {
      const { terminal, printed } = listener();
      const walk = replayVerb(written(failure), { step: true }, terminal);
      await vi.waitUntil(() => stdin.listenerCount('data') > 0);
      stdin.emit('data', Buffer.from('g436\r'));
      expect(shown.mock.calls.at(-1)?.[0]).toContain('>   ✗ 0.676967s  436');
      stdin.emit('data', Buffer.from('q'));
      expect(await walk).toBe(0);
      expect(raw).toEqual([true, false]);
      expect(printed.join('\n')).toMatch(/^✓ {2}reproduced/);
    } finally {
      shown.mockRestore();
      Object.assign(stdin, { isTTY: isTerminal[0], setRawMode });
      Object.assign(stdout, { isTTY: isTerminal[1] });
    }
  });
});
