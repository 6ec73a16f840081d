/**
 * `tutti replay FILE --vitest`: what it prints is a whole test, which a project that has tutti
 * installed can run. It fails as the file does, and passes once what it is about is mended.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { echoRoom, scenario } from '../src/cli/beginnings.ts';
import { failureText } from '../src/explore/failure-file.ts';
import { type Failure, loadProtocol, shrink, simulate } from '../src/index.ts';
import { failing } from './reference/failures.ts';
import { compiledIn, project, testedIn, tuttiIn } from './reference/project.ts';

describe.concurrent('a failure as a test to paste', () => {
  it('fails as the file does, and passes without the mutant that it is of', async ({ expect, onTestFinished }) => {
    const found = failing('steady', '1', { mutant: 'ack-before-sync' }).failure;
    const small = shrink(failing('ack-first', '1').failure, { runs: 400 });
    const files = { 'found.json': failureText(found), 'small.json': failureText(small) };
    const folder = project(files, onTestFinished);
    for (const name of ['found', 'small']) {
      const snippet = await tuttiIn(folder, 'replay', `${name}.json`, '--vitest');
      writeFileSync(join(folder, `${name}.test.ts`), snippet);
    }
    expect(await compiledIn(folder)).toBe('');
    const { passed, failed } = await testedIn(folder);
    expect(passed).toEqual([]);
    for (const { violation } of [found, small]) {
      const complaint = failed.get(`holds where ${violation.signature} objected`);
      expect(complaint).toContain(`  ${violation.signature}  at `);
      expect(complaint).toContain(violation.sentence);
    }
    const snippet = readFileSync(join(folder, 'found.test.ts'), 'utf8');
    writeFileSync(join(folder, 'found.test.ts'), snippet.replace("mutant: 'ack-before-sync', ", ''));
    expect((await testedIn(folder)).passed).toEqual([`holds where ${found.violation.signature} objected`]);
  });

  it('imports the protocol from its file', async ({ expect, onTestFinished }) => {
    const folder = project({ 'echo-room.ts': echoRoom, 'tutti.yaml': scenario }, onTestFinished);
    const protocol = await loadProtocol(join(folder, 'echo-room.ts'));
    const run = simulate(join(folder, 'tutti.yaml'), { protocol, set: ['network.loss=1%'] });
    const small = { ...shrink(run, { runs: 200 }), protocol: 'echo-room.ts' };
    writeFileSync(join(folder, 'failure.json'), failureText(small));
    const snippet = await tuttiIn(folder, 'replay', 'failure.json', '--vitest');
    expect(snippet).toContain("\nimport protocol from './echo-room.ts';\n");
    expect(snippet).toContain("message: makeMessage('c");
    writeFileSync(join(folder, 'pasted.test.ts'), snippet);
    expect(await compiledIn(folder)).toBe('');
    const { failed } = await testedIn(folder);
    expect(failed.get('holds where ordered/gap objected')).toContain(small.violation.sentence);
  });

  it('can be of a protocol whose file is told now', async ({ expect, onTestFinished }) => {
    const folder = project({ 'echo-room.ts': echoRoom, 'tutti.yaml': scenario }, onTestFinished);
    const { protocol } = await loadProtocol(join(folder, 'echo-room.ts'));
    const run = simulate(join(folder, 'tutti.yaml'), { protocol, set: ['network.loss=1%'] });
    writeFileSync(join(folder, 'failure.json'), failureText(run.failure() as Failure));
    await expect(tuttiIn(folder, 'replay', 'failure.json')).rejects.toThrow(
      'failure.json:30:15: echo-room was a value in the program that found this, and its file is not known\n  say where it is: --protocol FILE',
    );
    const words = ['replay', 'failure.json', '--protocol', './echo-room.ts'];
    expect(await tuttiIn(folder, ...words)).toMatch(/^✓ {2}reproduced/);
    expect(await tuttiIn(folder, ...words, '--vitest')).toContain("import protocol from './echo-room.ts';");
  });
});

/** Blocks of code in the README that are files of tests, by the name in their first line. */
function examples(): Record<string, string> {
  const readme = readFileSync('README.md', 'utf8');
  const blocks = readme.matchAll(/^```ts\n(\/\/ (\S+\.test\.ts)\n(?:.*\n)*?)```$/gm);
  return Object.fromEntries([...blocks].map(([, text = '', name = '']) => [name, text]));
}

describe.concurrent('the tests in the README', () => {
  it('are right, and pass beside what tutti init writes', async ({ expect, onTestFinished }) => {
    const files = examples();
    expect(Object.keys(files)).toEqual(['echo-room.test.ts', 'made-up.test.ts']);
    const folder = project({ 'echo-room.ts': echoRoom, 'tutti.yaml': scenario, ...files }, onTestFinished);
    expect(await compiledIn(folder)).toBe('');
    const { passed, failed } = await testedIn(folder);
    expect(failed).toEqual(new Map());
    expect(passed.length).toBe(4);
  });
});
