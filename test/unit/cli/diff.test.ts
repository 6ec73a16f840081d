import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiffOptions, diffVerb } from '../../../src/cli/diff.ts';
import { UsageError } from '../../../src/cli/mistake.ts';
import { runVerb } from '../../../src/cli/run.ts';
import { failureText } from '../../../src/explore/failure-file.ts';
import { failing } from '../../reference/failures.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const steady = 'scenarios/steady.yaml';
const powerLoss = 'scenarios/power-loss.yaml';

async function diffed(a: string, b: string, options: DiffOptions = {}) {
  const { terminal, printed } = listener();
  const code = await diffVerb(a, b, options, terminal);
  return { code, printed: printed.join('\n') };
}

/** A trace that `run` writes of a scenario with its own seed. */
async function traced(file: string, given: { readonly mutant?: string; readonly protocol?: string } = {}) {
  const trace = join(temporaryFolder(), 'trace.jsonl');
  await runVerb([file], { ...given, trace, keepGoing: true }, listener().terminal);
  return trace;
}

function failureFile(): string {
  const { failure } = failing('power-loss', '1', { protocol: 'ack-first' });
  return join(temporaryFolder({ 'failure.json': failureText(failure) }), 'failure.json');
}

describe('tutti diff', () => {
  it('exits with 0 for runs that are alike', async () => {
    const { code, printed } = await diffed(`${steady}:1`, steady);
    expect(code).toBe(0);
    expect(printed).toBe(
      '✓  alike\n\nA  scenarios/steady.yaml:1  steady  sequencer  seed 1\nB  scenarios/steady.yaml    steady  sequencer  seed 1',
    );
  });

  it('exits with 1 for runs that part, and shows what both do before and each does then', async () => {
    const { code, printed } = await diffed(steady, `${steady}+ack-before-sync`);
    expect(code).toBe(1);
    expect(printed).toMatch(/^✗ {2}part at event 46\n/);
    expect(printed).toContain('\n   0.040257s  46  q1: the disk is done with a write\n');
    expect(printed).toContain('\nA  0.040717s  47  q1: the disk is done with a sync\n');
    expect(printed).toContain('\nB  0.040257s  46  q1 sends answer ');
  });

  it('finds the same in traces, and between a trace and a run', async () => {
    const [sound, mutant] = [await traced(steady), await traced(steady, { mutant: 'ack-before-sync' })];
    const told = async (a: string, b: string) => {
      const { printed } = await diffed(a, b, { json: true });
      return (JSON.parse(printed) as { difference: object | null }).difference;
    };
    const expected = await told(steady, `${steady}+ack-before-sync`);
    expect(expected).toMatchObject({ event: 46 });
    expect(await told(sound, mutant)).toEqual(expected);
    expect(await told(sound, `${steady}+ack-before-sync`)).toEqual(expected);
    expect(await told(steady, mutant)).toEqual(expected);
    expect(await told(sound, sound)).toBeNull();
    expect(await told(steady, sound)).toBeNull();
    expect(await told(sound, steady)).toBeNull();
  });

  it('compares a failure as far as it goes', async () => {
    const failure = failureFile();
    const trace = await traced(powerLoss, { protocol: 'ack-first' });
    for (const [a, b] of [
      [failure, failure],
      [failure, powerLoss],
      [failure, trace],
      [trace, failure],
    ] as const) {
      expect((await diffed(a, b, { protocol: 'ack-first' })).code).toBe(0);
    }
    // By itself such a run would go on, for it is expected to fail.
    const contrast = failureText(failing('ack-first', '1').failure);
    const file = join(temporaryFolder({ 'contrast.json': contrast }), 'contrast.json');
    expect((await diffed(file, 'scenarios/ack-first.yaml')).code).toBe(0);
    expect((await diffed(failure, `${powerLoss}:2`, { protocol: 'ack-first' })).code).toBe(1);
  });

  it('takes settings for scenarios', async () => {
    expect((await diffed(steady, `${steady}:1`, { set: ['network.loss=1%'] })).code).toBe(0);
    const trace = await traced(steady);
    expect((await diffed(trace, steady, { set: ['network.loss=1%'] })).code).toBe(1);
  });

  it('says that a trace breaks off', async () => {
    const trace = await traced(steady);
    const text = readFileSync(trace, 'utf8');
    const cut = join(temporaryFolder(), 'cut.jsonl');
    writeFileSync(cut, text.slice(0, text.length / 2));
    const { code, printed } = await diffed(trace, cut);
    expect(code).toBe(1);
    expect(printed.split('\n').at(-1)).toBe('B  breaks off');
  });

  it('says that traces differ in what they do not show', async () => {
    const trace = await traced(steady);
    const text = readFileSync(trace, 'utf8');
    const other = join(temporaryFolder(), 'other.jsonl');
    writeFileSync(other, text.replace(/"digest":"[0-9a-f]{16}"/, '"digest":"0000000000000000"'));
    const { code, printed } = await diffed(trace, other);
    expect([code, printed.split('\n')[0]]).toEqual([
      1,
      '✗  alike in every line, and the digests differ: in what a trace does not show',
    ]);
  });

  it.each([
    ['no such file', 'nowhere.json', 'there is no such file'],
    ['a folder', 'scenarios', 'is a folder'],
    ['no such scenario', 'scenarios/stedy.yaml:7', 'there is no such file or folder'],
    ['no such mutant', `${steady}+nobody:7`, 'sequencer has no mutant "nobody"'],
    ['something else', 'package.json', 'is no failure file of tutti'],
  ])('refuses %s', async (_, given, message) => {
    const refused = diffVerb(given, steady, {}, listener().terminal);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses a line that no trace has, and a trace of another version', async () => {
    const header = {
      format: 'tutti-trace',
      version: 1,
      scenario: 's',
      protocol: 'p',
      mutant: null,
      seed: '1',
      nodes: [],
    };
    const folder = temporaryFolder({
      'garbled.jsonl': `${JSON.stringify(header)}\nwhat?\n`,
      'newer.jsonl': `${JSON.stringify({ ...header, version: 2 })}\n`,
    });
    const trace = await traced(steady);
    await expect(diffed(join(folder, 'garbled.jsonl'), trace)).rejects.toThrow('is no line of a trace: what?');
    await expect(diffed(join(folder, 'newer.jsonl'), trace)).rejects.toThrow('is a trace of version 2');
  });

  it('tells what no protocol can do of its place in the scenario', async () => {
    const text = `${readFileSync('scenarios/newsfeed.yaml', 'utf8').trimEnd()}\nfaults: [{ at: 1ms, crash: q9 }]\n`;
    const file = join(temporaryFolder({ 's.yaml': text }), 's.yaml');
    const error = await diffed(file, file).catch((thrown: unknown) => thrown);
    if (!(error instanceof UsageError)) throw new Error('it is not refused');
    const line = text.trimEnd().split('\n').length;
    expect(error.errors).toMatchObject([{ file, line, message: expect.stringContaining('there is no node "q9"') }]);
  });
});
