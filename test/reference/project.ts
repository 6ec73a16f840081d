/** A project of somebody who has tutti installed: the build in its node_modules, and vitest beside it. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** The folder of a project with these files. */
export function project(
  files: Readonly<Record<string, string>>,
  atEnd?: Parameters<typeof temporaryFolder>[1],
): string {
  const manifest = JSON.stringify({ type: 'module' });
  const compiler = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  const config = JSON.stringify({ compilerOptions: { ...compiler, skipLibCheck: true, types: ['node'] } });
  const folder = temporaryFolder({ 'package.json': manifest, 'tsconfig.json': config, ...files }, atEnd);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'tutti'), { recursive: true });
  for (const part of ['dist', 'package.json']) cpSync(part, join(modules, 'tutti', part), { recursive: true });
  for (const name of readdirSync('node_modules')) {
    if (!name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  return folder;
}

/** What a program of this checkout's node_modules comes to, in that folder. */
function outcomeOf(
  folder: string,
  words: readonly string[],
): Promise<{ readonly code: number; readonly printed: string }> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((done) => {
    const options = { cwd: folder, env: { PATH, HOME, NO_COLOR: '1' }, maxBuffer: 1 << 26 };
    execFile(process.execPath, [...words], options, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, printed: stdout + stderr });
    });
  });
}

/** Tests by name, and what those that failed failed with. */
export async function testedIn(
  folder: string,
): Promise<{ readonly passed: string[]; readonly failed: Map<string, string> }> {
  const words = [resolve('node_modules/vitest/vitest.mjs'), 'run'];
  // As in this checkout: no test waits for time to pass.
  words.push('--testTimeout=120000', '--reporter=json', '--outputFile=report.json');
  const { printed } = await outcomeOf(folder, words);
  const passed: string[] = [];
  const failed = new Map<string, string>();
  let report: Report;
  try {
    report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  } catch {
    throw new Error(`vitest does not come to an end: ${printed}`);
  }
  for (const { message, assertionResults, name } of report.testResults) {
    if (assertionResults.length === 0) failed.set(name, message);
    for (const { title, status, failureMessages } of assertionResults) {
      if (status === 'passed') passed.push(title);
      else failed.set(title, failureMessages.join('\n'));
    }
  }
  return { passed, failed };
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { title: string; status: string; failureMessages: readonly string[] }[];
  }[];
}

/** What the compiler has to say of the project; nothing for one that is right. */
export async function compiledIn(folder: string): Promise<string> {
  return (await outcomeOf(folder, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'])).printed;
}

/** What `tutti` prints in the project. */
export function tuttiIn(folder: string, ...words: readonly string[]): Promise<string> {
  return programIn(folder, 'node_modules/tutti/dist/cli/main.js', ...words);
}

/** What a program prints in the project. */
export async function programIn(folder: string, ...words: readonly string[]): Promise<string> {
  const { code, printed } = await outcomeOf(folder, words);
  if (code !== 0) throw new Error(`${words.join(' ')} exits with ${code}: ${printed}`);
  return printed;
}
