import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exploreVerb } from '../../../src/cli/explore.ts';
import type { ExploreRequest } from '../../../src/cli/explore-request.ts';
import { mergeVerb } from '../../../src/cli/merge.ts';
import { type Report, reportSchema } from '../../../src/report/index.ts';
import { listener } from '../../reference/listener.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

const small = `
summary: A few words.
protocol: newsfeed
topology: { clients: 2, rooms: 1 }
workload: { broadcasts: 4, every: 5ms }
`;
const lossy = `${small}network: { loss: 40% }\n`;

/** Explores in this thread, in a folder of its own with the files in it. */
async function explored(text: string, request: ExploreRequest = {}, environment: Record<string, string> = {}) {
  const folder = temporaryFolder({ 'a.yaml': text });
  const { terminal, printed, remarked } = listener();
  const given = { seeds: '3', workers: '0', shrink: false, out: join(folder, 'out'), ...request };
  const code = await exploreVerb([join(folder, 'a.yaml')], given, terminal, environment);
  return { code, folder, printed, remarked };
}

describe('tutti explore', () => {
  it('exits with 0 when all is as expected, and writes nothing then', async () => {
    const { code, folder, printed, remarked } = await explored(small);
    expect(code).toBe(0);
    expect(printed[0]).toContain('explored    3 runs of 1 scenario, with 3 seeds each');
    expect(printed[1]).toContain('1 scenario as expected, 3 runs');
    expect(remarked).toEqual([]);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it('exits with 1 for a failure, which it writes down', async () => {
    const { code, folder, printed } = await explored(lossy);
    expect(code).toBe(1);
    const names = readdirSync(join(folder, 'out'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(printed[0]).toContain(`npx tutti replay ${join(folder, 'out', name)}`);
  });

  it('exits with 3 when too little happened, or not all was covered that was to be', async () => {
    expect((await explored(`${small}atLeast: { drop: 1 }`)).code).toBe(3);
    const sequencer = small.replace('newsfeed', 'sequencer');
    expect((await explored(sequencer, { seeds: '1', untilCovered: true })).code).toBe(3);
    expect((await explored(sequencer, { seeds: '1' })).code).toBe(0);
  });

  it('tells no failure of who is expected to fail', async () => {
    const { code, folder } = await explored(`${lossy}expect: { violated: [all-or-nothing, ordered, persisted] }`);
    expect([code, readdirSync(folder)]).toEqual([0, ['a.yaml']]);
  });

  it('writes each report that is wanted, parts under names of their own', async () => {
    const { folder, printed } = await explored(lossy, { reporter: ['junit,json', 'ndjson'], shard: '2/3' });
    const names = readdirSync(join(folder, 'out')).filter((name) => !name.startsWith('a-'));
    expect(names.sort()).toEqual(['junit-2-of-3.xml', 'report-2-of-3.json', 'runs-2-of-3.ndjson']);
    const report: Report = reportSchema.parse(JSON.parse(readFileSync(join(folder, 'out/report-2-of-3.json'), 'utf8')));
    expect(report.runs.map(({ seed }) => seed)).toEqual(['2']);
    expect(printed[0]).toContain('part 2 of 3');
  });

  it('tells GitHub by itself where that runs it: annotations and a summary', async () => {
    const summary = join(temporaryFolder({ 'summary.md': 'before\n' }), 'summary.md');
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { printed } = await explored(lossy, {}, environment);
    expect(printed.filter((line) => line.startsWith('::error file=')).length).toBeGreaterThan(0);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## tutti\n/);
    const json = await explored(lossy, { json: true }, environment);
    expect(json.printed).toHaveLength(1);
    expect(json.remarked.some((line) => line.startsWith('::error '))).toBe(true);
  });

  it('prints its results and exits with 2 when reports cannot be written', async () => {
    const usual = temporaryFolder();
    await explored(lossy, { out: usual, reporter: ['junit'] });
    const taken = temporaryFolder(Object.fromEntries(readdirSync(usual).map((name) => [`${name}/taken`, ''])));
    const { code, printed, remarked } = await explored(lossy, { out: taken, reporter: ['junit'] });
    expect(code).toBe(2);
    expect(remarked[0]).toContain(`${taken}: cannot write`);
    expect(printed[0]).toContain('again       npx tutti run ');
  });

  it('runs nothing when it is told a folder that is none', async () => {
    const taken = join(temporaryFolder({ taken: '' }), 'taken');
    await expect(explored(lossy, { out: taken })).rejects.toThrow('cannot write anything there');
  });

  it('says what part the environment makes it', async () => {
    const { remarked, printed } = await explored(small, {}, { TUTTI_SHARD: '3/3' });
    expect(remarked).toEqual(['part 3 of 3, says TUTTI_SHARD']);
    expect(printed[0]).toContain('part 3 of 3');
    expect((await explored(small, {}, { JOB_COMPLETION_INDEX: '0' })).remarked[0]).toContain('TUTTI_SHARDS is not');
  });

  it('says that nothing ran where a part has no seeds', async () => {
    const { code, printed } = await explored(small, { seeds: '2', shard: '3/3' });
    expect(code).toBe(0);
    expect(printed[0]).toMatch(/^ {2}explored {4}0 runs of 0 scenarios, with 2 seeds each: part 3 of 3\n/);
  });

  it.each<readonly [string, ExploreRequest, string]>([
    ['two bounds', { for: '3s', seeds: '3' }, 'cannot go with --seeds'],
    ['a time that is none', { for: '3' }, '3 has no unit'],
    ['no seeds', { seeds: '0' }, 'expected a number from 1 to 1000000, found "0"'],
    ['too many workers', { workers: '257' }, 'expected a number from 0 to 256, found "257"'],
    ['a part that is none', { shard: '5/4' }, 'there is no part 5/4'],
    ['a part of what is covered', { untilCovered: true, shard: '1/4' }, 'cannot go with --shard'],
    ['a share that is none', { selfCheck: '2' }, '2 has no unit'],
    ['a reporter that is none', { reporter: ['text,juni'] }, 'there is no "juni"; did you mean "junit"?'],
  ])('refuses %s', async (_, request, message) => {
    await expect(explored(small, request)).rejects.toThrow(message);
  });
});

describe('tutti merge', () => {
  it('tells what is missing, and what there is nevertheless, and exits with 2', async () => {
    const { folder } = await explored(small, { shard: '1/2', reporter: ['blob'] });
    const { terminal, printed, remarked } = listener();
    const out = join(folder, 'merged');
    expect(await mergeVerb(join(folder, 'out'), { out }, terminal, {})).toBe(2);
    expect(remarked).toEqual([`${join(folder, 'out')}: part 2 of 2 is missing`]);
    expect(printed[0]).toContain('explored    2 runs of 1 scenario');
    const json = listener();
    expect(await mergeVerb(join(folder, 'out'), { out, json: true }, json.terminal, {})).toBe(2);
    expect(reportSchema.parse(JSON.parse(json.printed[0] ?? '')).errors).toMatchObject([
      { message: 'part 2 of 2 is missing' },
    ]);
  });

  it('refuses a folder without parts, and one that is none', async () => {
    const { terminal } = listener();
    await expect(mergeVerb(temporaryFolder(), {}, terminal, {})).rejects.toThrow('there is no part of an exploration');
    await expect(mergeVerb('/nowhere', {}, terminal, {})).rejects.toThrow('cannot be read as a folder (ENOENT)');
    const folder = temporaryFolder({ 'shard-1-of-2.json': '{' });
    await expect(mergeVerb(folder, {}, terminal, {})).rejects.toThrow('breaks off, or is not JSON');
  });
});
