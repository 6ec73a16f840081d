import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../../src/cli/mistake.ts';
import { type RunOptions, runVerb } from '../../../src/cli/run.ts';
import { type Report, reportSchema } from '../../../src/report/index.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const small = `
summary: A few words.
protocol: sequencer
topology: { clients: 2, rooms: 1 }
workload: { broadcasts: 4, every: 5ms }
`;

function fileWith(text: string): string {
  return join(temporaryFolder({ 'small.yaml': text }), 'small.yaml');
}

/** The seed whose run meets a bug of ours. */
const broken = vi.hoisted(() => ({ seed: '' }));

vi.mock('../../../src/run/index.ts', async (original) => {
  const actual = await original<typeof import('../../../src/run/index.ts')>();
  const run: typeof actual.run = (options) => {
    const { base } = options.schedule;
    if (base !== 'plain' && base.seed === broken.seed) throw new Error(`the invariant is broken: ${broken.seed}`);
    return actual.run(options);
  };
  return { ...actual, run };
});

afterEach(() => {
  broken.seed = '';
});

describe('tutti run', () => {
  it('takes every sync or one of them, and a sync that is one', async () => {
    const { terminal } = listener();
    const refused = (options: RunOptions) => runVerb([fileWith(small)], options, terminal).catch(String);
    expect(await refused({ everySync: true, atSync: 'q1#1' })).toContain('cannot go with --every-sync');
    expect(await refused({ atSync: 'q1' })).toContain('expected the sync of a node');
  });

  it('exits with 0 when all is as expected', async () => {
    const { terminal, printed, remarked } = listener();
    expect(await runVerb([fileWith(small)], {}, terminal)).toBe(0);
    expect(printed.join('\n')).toMatch(/^✓ {2}held {6}small {2}sequencer {2}seed 1 /);
    expect(remarked).toEqual([]);
  });

  it('exits with 1 when it is not, and with 3 when too little happened', async () => {
    const { terminal } = listener();
    expect(await runVerb([fileWith(`${small}expect: stuck`)], {}, terminal)).toBe(1);
    expect(await runVerb([fileWith(`${small}sometimes: [torn-tail-cut]`)], {}, terminal)).toBe(3);
  });

  it('prints one object under --json, which keeps its schema', async () => {
    const { terminal, printed } = listener();
    await runVerb([fileWith(small)], { json: true, seeds: '2' }, terminal);
    expect(printed).toHaveLength(1);
    const report: Report = reportSchema.parse(JSON.parse(printed[0] ?? ''));
    expect(report.runs.map(({ seed }) => seed)).toEqual(['1', '2']);
  });

  it('exits with 4 when the first of several seeds comes out differently when it is run again', async () => {
    const given: RunOptions = { protocol: 'test/fixtures/protocols/counts-boots.ts', seeds: '3' };
    const { terminal, printed } = listener();
    expect(await runVerb([fileWith(small)], given, terminal)).toBe(4);
    expect(printed.join('\n')).toMatch(
      /^✗ {2}held {6}small .*\n {2}seed 1 runs otherwise when each process has code of its own: .*; at event 5, /,
    );
    const json = listener();
    expect(await runVerb([fileWith(small)], { ...given, json: true }, json.terminal)).toBe(4);
    const report: Report = reportSchema.parse(JSON.parse(json.printed.join('')));
    expect(report).toMatchObject({
      exitCode: 4,
      scenarios: [{ asExpected: false, selfChecks: [{ seed: '1', divergence: { cause: 'shared', event: 5 } }] }],
    });
  });

  it('says that the first of several seeds ran twice', async () => {
    const { terminal, printed } = listener();
    const progress: string[] = [];
    const watching = { ...terminal, progress: (text: string) => progress.push(text) };
    expect(await runVerb([fileWith(small)], { seeds: '2' }, watching)).toBe(0);
    expect(printed.join('\n')).toContain('  self-check  seed 1 ran twice, and alike');
    expect(progress.at(-1)).toBe('small  seed 1 again');
    expect(await runVerb([fileWith(small)], {}, listener().terminal)).toBe(0);
  });

  it('comes to the same result for a seed, alone or in a batch', async () => {
    const digests = async (given: RunOptions) => {
      const { terminal, printed } = listener();
      const protocol = 'test/fixtures/protocols/counts-boots.ts';
      await runVerb([fileWith(small)], { ...given, protocol, json: true }, terminal);
      return (JSON.parse(printed.join('')) as Report).runs.map(({ digest }) => digest);
    };
    expect((await digests({ seeds: '3' }))[2]).toBe((await digests({ seed: '3' }))[0]);
  });

  it('stops at an interrupt after the run that is under way, and tells what there is', async () => {
    const interrupt = (progress: string) => {
      if (progress.endsWith('3 of 9')) process.emit('SIGINT');
    };
    const { terminal, printed } = listener(interrupt);
    expect(await runVerb([fileWith(small)], { json: true, seeds: '9' }, terminal)).toBe(130);
    const report: Report = JSON.parse(printed[0] ?? '');
    expect(report).toMatchObject({ interrupted: true, asExpected: false, exitCode: 130 });
    expect(report.runs).toHaveLength(3);
    const text = listener(interrupt);
    await runVerb([fileWith(small)], { seeds: '9' }, text.terminal);
    expect(text.printed.at(-1)).toBe('interrupted after 3 of 9 runs');
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('begins no other scenario after an interrupt', async () => {
    const folder = temporaryFolder({ 'a.yaml': small, 'b.yaml': small });
    const { terminal, printed } = listener((progress) => {
      if (progress.startsWith('a ')) process.emit('SIGINT');
    });
    expect(await runVerb([folder], { json: true }, terminal)).toBe(130);
    expect((JSON.parse(printed[0] ?? '') as Report).runs.map(({ scenario }) => scenario)).toEqual(['a']);
  });

  it('hears to the end who is expected to fail', async () => {
    const { terminal, printed } = listener();
    expect(await runVerb(['scenarios/newsfeed.yaml'], { json: true }, terminal)).toBe(0);
    const [run] = (JSON.parse(printed[0] ?? '') as Report).runs;
    expect(run?.events).toBeGreaterThan(run?.violation?.event ?? 0);
  });

  it('owns up to a bug of its own, and still tells what ran before', async () => {
    broken.seed = '3';
    const file = fileWith(small);
    const { terminal, printed, remarked } = listener();
    expect(await runVerb([file], { seeds: '5' }, terminal)).toBe(70);
    expect(printed[0]).toContain('2 seeds');
    expect(remarked.join('\n')).toMatch(/^the invariant is broken: 3\nThis is a bug in tutti/);
    const json = listener();
    expect(await runVerb([file], { seeds: '5', json: true }, json.terminal)).toBe(70);
    const report: Report = reportSchema.parse(JSON.parse(json.printed.join('')));
    expect(report.runs).toHaveLength(2);
    expect(report.errors[0]?.message).toContain('the invariant is broken: 3');
  });

  it('writes a trace of the one run', async () => {
    const file = fileWith(small);
    const trace = join(temporaryFolder(), 'trace.jsonl');
    const { terminal } = listener();
    expect(await runVerb([file], { trace }, terminal)).toBe(0);
    const lines = readFileSync(trace, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ format: 'tutti-trace', version: 1, scenario: 'small', nodes: ['q1', 'c1', 'c2'] });
    expect(lines.at(-1)).toMatchObject({ format: 'tutti-trace-end', verdict: 'held' });
    expect(lines.some(({ text }) => text === 'q1 boots')).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('tells the run though its trace finds the disk full', async () => {
    const { terminal, printed, remarked } = listener();
    expect(await runVerb([fileWith(small)], { trace: '/dev/full' }, terminal)).toBe(2);
    expect(printed.join('\n')).toContain('held');
    expect(remarked.join('\n')).toContain('--trace: cannot write /dev/full (ENOSPC)');
  });

  it('never replaces what a run is made from by its trace', async () => {
    const file = fileWith(small);
    const { terminal } = listener();
    await expect(runVerb([file], { trace: file }, terminal)).rejects.toThrow('is what the run is made from');
    expect(readFileSync(file, 'utf8')).toBe(small);
  });

  it('changes nothing in the run by tracing it', async () => {
    const file = fileWith(small);
    const digestWith = async (given: RunOptions) => {
      const { terminal, printed } = listener();
      await runVerb([file], { ...given, json: true }, terminal);
      return (JSON.parse(printed[0] ?? '') as Report).runs[0]?.digest;
    };
    expect(await digestWith({ trace: join(temporaryFolder(), 't') })).toBe(await digestWith({}));
  });

  it.each([
    ['a trace of many', { trace: 'x', seeds: '2' }, 'a trace is of one run, and 2 runs would be made'],
    ['a trace nowhere', { trace: '/nowhere/x' }, 'cannot write /nowhere/x (ENOENT)'],
    ['no such protocol', { protocol: 'sequencr' }, 'there is no protocol "sequencr"; did you mean "sequencer"?'],
    ['no such mutant', { mutant: 'ack-before-sink' }, 'no mutant "ack-before-sink"; did you mean "ack-before-sync"?'],
    ['no such file', { protocol: './nowhere.ts' }, 'there is no such file'],
    ['a wrong setting', { set: ['network.los=1%'] }, 'did you mean "network.loss"?'],
  ])('refuses %s', async (_, given: RunOptions, message) => {
    const { terminal } = listener();
    const refused = runVerb([fileWith(small)], given, terminal);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['does not load', 'export default {}\n  x', { line: 2, column: 3 }],
    ['throws', "const x = 1;\nthrow new RangeError('not today');", { line: 2, column: 7 }],
  ])('says where a protocol file %s', async (_, text, place) => {
    const file = join(temporaryFolder({ 'my.ts': text }), 'my.ts');
    const refused = runVerb([fileWith(small)], { protocol: file }, listener().terminal);
    const { errors } = (await refused.catch((error: UsageError) => error)) as UsageError;
    expect(errors).toMatchObject([{ file, ...place }]);
  });

  it.each([
    [
      'its property',
      "properties: [{ name: 'p', summary: 's', clauses: {}, create() { throw new RangeError('no'); } }]",
    ],
    ['its layout', "layout() { throw new RangeError('no'); }"],
  ])('blames the protocol when %s throws, and says where', async (_, member) => {
    const lines = [`import { relay } from '${resolve('test/fixtures/protocols/relay.ts')}';`, 'export default {'];
    lines.push("  ...relay('mine'),", `  ${member},`, '};');
    const file = join(temporaryFolder({ 'my.ts': lines.join('\n') }), 'my.ts');
    const { terminal, printed } = listener();
    expect(await runVerb([fileWith(small)], { protocol: file, json: true }, terminal)).toBe(2);
    const report: Report = JSON.parse(printed.join(''));
    expect(report.errors).toMatchObject([
      { file, line: 4, message: expect.stringMatching(/it throws RangeError: no$/) },
    ]);
  });

  it('tells all that is wrong before anything runs', async () => {
    const folder = temporaryFolder({ 'a.yaml': small, 'b.yaml': 'sumary: x', 'c.yaml': `${small}sed: 7` });
    const { terminal, printed } = listener();
    const refused = runVerb([folder], {}, terminal);
    const { errors } = (await refused.catch((error: UsageError) => error)) as UsageError;
    expect(new Set(errors.map(({ file }) => file))).toEqual(new Set([join(folder, 'b.yaml'), join(folder, 'c.yaml')]));
    expect(printed).toEqual([]);
  });
});
