/**
 * Explorations by the build, with threads: what is found is the same whatever their number, what one
 * thread dies of costs one seed, and an interrupt leaves whole files.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFailure } from '../src/explore/failure-file.ts';
import { type Report, reportSchema } from '../src/report/index.ts';
import { temporaryFolder } from './reference/temporary.ts';

const command = resolve('dist/cli/main.js');
const relay = resolve('test/fixtures/protocols/relay.ts');

const small = `
summary: A few words.
protocol: newsfeed
topology: { clients: 2, rooms: 1 }
workload: { broadcasts: 4, every: 5ms }
`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a folder, and interrupts it once that is wanted. */
async function tutti(folder: string, words: readonly string[], interruptAt?: () => boolean): Promise<Ended> {
  expect(existsSync(command), 'these tests run the build: npm run build').toBe(true);
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NO_COLOR: '1' };
  const child = spawn(process.execPath, [command, ...words], { cwd: folder, env });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const watch = setInterval(() => {
    if (interruptAt?.() === true && child.kill('SIGINT')) clearInterval(watch);
  }, 20);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watch);
  return { code, out, err };
}

function reportOf({ out }: Ended): Report {
  return reportSchema.parse(JSON.parse(out));
}

/** All but real time. */
function lasting({ out }: Ended): unknown {
  const { measured: _, ...report } = JSON.parse(out, (key, value) => (key === 'wallMs' ? 0 : value)) as Report;
  return report;
}

describe('an exploration by threads', () => {
  it('finds the same with one, two or none, and its parts make the whole', async () => {
    const folder = temporaryFolder({ 's/lossy.yaml': `${small}network: { loss: 40% }`, 's/calm.yaml': small });
    const explore = (...words: readonly string[]) =>
      tutti(folder, ['explore', 's', '--seeds', '6', '--self-check', '30%', '--json', ...words]);
    const whole = await explore('--workers', '2');
    expect(whole.code).toBe(1);
    expect(reportOf(whole).failures?.[0]?.story?.elements.length).toBeGreaterThan(0);
    for (const workers of ['0', '1']) expect(lasting(await explore('--workers', workers))).toEqual(lasting(whole));
    for (const part of ['1', '2', '3', '4']) {
      const { code } = await explore('--workers', '1', '--shard', `${part}/4`, '--reporter', 'blob', '--out', 'parts');
      expect([0, 1]).toContain(code);
    }
    const merged = await tutti(folder, ['merge', 'parts', '--json']);
    expect(merged.code).toBe(1);
    expect(lasting(merged)).toEqual(lasting(whole));
    const incomplete = await tutti(folder, ['merge', 's']);
    expect(incomplete.code).toBe(2);
    expect(incomplete.err).toContain('there is no part of an exploration in this folder');
  });

  it('ends with the same first failure, whatever the number of threads', async () => {
    const folder = temporaryFolder({ 'a.yaml': `${small}network: { loss: 10% }` });
    const words = ['explore', 'a.yaml', '--stop-on-first', '--no-shrink', '--json'];
    const [one, two] = [await tutti(folder, [...words, '-w', '0']), await tutti(folder, [...words, '-w', '2'])];
    expect(lasting(one)).toEqual(lasting(two));
    expect(readdirSync(join(folder, 'failures'))).toHaveLength(1);
  });

  it('loses only the seed of a thread that dies of memory, or falls silent', async () => {
    const odd = (name: string, deed: string) =>
      `import { relay } from '${relay}';
      export default relay('${name}', (host) => { if (host.random('x') < 0.05) { ${deed} } });`;
    const folder = temporaryFolder({
      'a.yaml': small,
      'hoards.ts': odd('hoards', 'const kept: unknown[] = []; for (;;) kept.push(new Array(1_000).fill({}));'),
      'hangs.ts': odd('hangs', 'for (;;) Math.imul(3, 3);'),
    });
    const explore = (protocol: string, ...words: readonly string[]) =>
      tutti(folder, ['explore', 'a.yaml', '-n', '6', '-w', '2', '--json', '-p', `./${protocol}.ts`, ...words]);
    for (const ended of [await explore('hoards', '--memory', '64'), await explore('hangs', '--patience', '1s')]) {
      const { runs, lost, exitCode } = reportOf(ended);
      const why = exitCode === 1 && lost?.map(({ seed, why }) => [seed, why]);
      expect(why).toEqual([
        ['2', expect.stringMatching(/^(out of memory, with 64 MB of heap|no sign of life for 1s)$/)],
      ]);
      expect(runs.map(({ seed }) => seed)).toEqual(['1', '3', '4', '5', '6']);
    }
  });

  it('sees with exit code 4 that runs leave something behind for those after them', async () => {
    const folder = temporaryFolder({ 'a.yaml': small });
    const protocol = resolve('test/fixtures/protocols/counts-runs.ts');
    const ended = await tutti(folder, ['explore', 'a.yaml', '-n', '2', '-p', protocol, '--json']);
    expect(ended.code).toBe(4);
    expect(reportOf(ended).scenarios[0]?.complaints[0]).toMatch(/^seed 1 does not run alike twice: .* at event \d+, /);
  });

  it('sees with exit code 4 that a seed fails only once', async () => {
    const folder = temporaryFolder({ 'a.yaml': small });
    const protocol = resolve('test/fixtures/protocols/fails-once.ts');
    const ended = await tutti(folder, ['explore', 'a.yaml', '-n', '40', '-w', '1', '-p', protocol, '--json']);
    expect(ended.code).toBe(4);
    const complaints = reportOf(ended).scenarios[0]?.complaints;
    expect(complaints).toMatchObject(
      [/^seed \d+ does not run alike twice/, /violated sound\/threw/].map((pattern) => expect.stringMatching(pattern)),
    );
  });

  it('leaves whole reports and failure files at an interrupt', async () => {
    const folder = temporaryFolder({ 'a.yaml': `${small}network: { loss: 40% }` });
    const words = ['explore', 'a.yaml', '-n', '100000', '-w', '2', '--json', '--reporter', 'junit,json,ndjson,blob'];
    const found = () => existsSync(join(folder, 'failures')) && names().some((name) => name.startsWith('a-'));
    const names = () => readdirSync(join(folder, 'failures'));
    const ended = await tutti(folder, words, found);
    expect(ended.code).toBe(130);
    const report = reportOf(ended);
    expect(report).toMatchObject({ interrupted: true, exitCode: 130 });
    expect(names()).toEqual(expect.arrayContaining(['junit.xml', 'report.json', 'runs.ndjson', 'shard-1-of-1.json']));
    for (const { file } of report.failures ?? []) {
      expect(readFailure(readFileSync(join(folder, file ?? ''), 'utf8'), 'f')).toHaveProperty('schedule');
    }
    expect(report.failures?.length).toBeGreaterThan(0);
    const lines = readFileSync(join(folder, 'failures/runs.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(report.runs.length);
    expect(names().filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
