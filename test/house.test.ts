import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Exemption, inspect, type SourceFile, topLevel } from './reference/house.ts';

/** Each a decision; an exemption that exempts nothing fails the test. */
const exemptions: readonly Exemption[] = [
  exempt('src/sim/guard.ts', 'globalThis', 'lays its traps on what protocol code would call'),
  exempt('src/sim/guard.ts', 'Object.getOwnPropertyNames', 'lays a trap on each function, in whatever order'),
  exempt('src/sim/blame.ts', 'process', 'tells places in code from the current folder; no run depends on it'),
  exempt('src/sim/promises.ts', 'imports node:v8', 'hears from the engine that protocol code begins a promise'),
  exempt('src/sim/plain-data.ts', 'Reflect.ownKeys', 'looks for what may not be in a packet; any order finds it'),
  exempt(
    'src/sim/seal.ts',
    'for…in',
    'walks every property of a packet, and sums what it finds: any order gives that sum',
  ),
  exempt('src/sim/seal.ts', 'Object.entries', 'sums what it finds, as above'),
  exempt('src/sim/weight.ts', 'for…in', 'sums the sizes of what it finds, as above'),
  exempt('src/run/tell.ts', 'Object.entries', 'tells a packet to people in the order its author wrote it'),
  exempt('src/run/path.ts', 'Object.values', 'asks whether a packet mentions a token, anywhere in it'),
  exempt('src/run/models.ts', 'Object.entries', 'completes settings by name'),
  exempt('src/run/lacks.ts', 'Object.entries', 'reports counts in the order of the scenario file'),
];

function exempt(path: string, what: string, because: string): Exemption {
  return { path, what, because };
}

function sources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

describe('the house', () => {
  const { breaches, idle } = inspect(sources('src'), exemptions);

  it('keeps its rules', () => {
    expect(breaches.map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([]);
  });

  it('exempts nothing that needs no exemption', () => {
    expect(idle).toEqual([]);
  });

  it('holds nothing at its top level but what the design and the tools ask for', () => {
    const ignored = readFileSync('.gitignore', 'utf8')
      .split('\n')
      .map((line) => line.replace(/\/$/, ''));
    const strangers = readdirSync('.').filter((name) => !topLevel.includes(name) && !ignored.includes(name));
    expect(strangers).toEqual([]);
  });
});

/** What the checker says of one planted file. */
function said(path: string, text: string): string[] {
  return inspect([{ path, text }]).breaches.map(({ rule, line, what }) => `${line} ${rule}: ${what}`);
}

describe('the checker sees', () => {
  it.each([
    ['src/protocols/rooms/client.ts', `import { x } from '../../sim/node.ts';`, '1 imports: imports sim/node.ts'],
    ['src/protocols/rooms/client.ts', `import type { X } from '../../sim/node.ts';`, '1 imports: imports sim/node.ts'],
    ['src/protocols/rooms/a.ts', `import '../newsfeed/b.ts';`, '1 imports: imports protocols/newsfeed/b.ts'],
    ['src/sim/node.ts', `import { x } from '../properties/x.ts';`, '1 imports: imports properties/x.ts'],
    ['src/sim/node.ts', `export * from '../run/x.ts';`, '1 imports: imports run/x.ts'],
    ['src/properties/x.ts', `export { type Y } from '../sim/x.ts';`, '1 imports: imports sim/x.ts'],
    ['src/workload/x.ts', `import { y } from '../scenario/y.ts';`, '1 imports: imports scenario/y.ts'],
    ['src/workload/x.ts', `import { type Y, z } from '../scenario/y.ts';`, '1 imports: imports scenario/y.ts'],
    ['src/run/x.ts', `type X = import('../explore/y.ts').Y;`, '1 imports: imports explore/y.ts'],
    ['src/run/x.ts', `import '../index.ts';`, '1 imports: imports index.ts'],
    ['src/report/x.ts', `import { run } from '../run/run.ts';`, '1 imports: imports run/run.ts'],
    ['src/explore/x.ts', `const y = import('../cli/y.ts');`, '1 imports: imports cli/y.ts'],
    ['src/sim/x.ts', 'const y = (name: string) => import(name);', '1 imports: import of a computed name'],
    ['src/attic/x.ts', 'export {};', '1 imports: "attic" is no room of the table'],
    ['src/chance/mix.ts', `import seedrandom from 'seedrandom';`, '1 packages: imports seedrandom'],
    ['src/run/x.ts', `import chalk from 'chalk';`, '1 packages: imports chalk'],
    ['src/explore/x.ts', `import { parse } from 'yaml';`, '1 packages: imports yaml'],
    ['src/sim/x.ts', `import { readFileSync } from 'node:fs';`, '1 packages: imports node:fs'],
    ['src/cli/x.ts', `import lodash from 'lodash/fp';`, '1 packages: imports lodash/fp'],
    ['src/run/x.ts', '\nasync function f() {}', '2 bans: async'],
    ['src/run/x.ts', 'const f = async () => 1;', '1 bans: async'],
    ['src/run/x.ts', 'class A { async f() {} }', '1 bans: async'],
    ['src/run/x.ts', 'await 1;', '1 bans: await'],
    ['src/run/x.ts', 'for await (const x of []) {}', '1 bans: await'],
    ['src/sim/x.ts', 'let p: Promise<void>;', '1 bans: Promise'],
    ['src/sim/x.ts', 'Promise.resolve();', '1 bans: Promise'],
    ['src/sim/x.ts', 'const o = { Date };', '1 bans: Date'],
    ['src/sim/x.ts', 'const t = Date.now();', '1 bans: Date'],
    ['src/sim/x.ts', 'performance.now();', '1 bans: performance'],
    ['src/sim/x.ts', 'setTimeout(() => {}, 1);', '1 bans: setTimeout'],
    ['src/sim/x.ts', 'queueMicrotask(() => {});', '1 bans: queueMicrotask'],
    ['src/sim/x.ts', 'process.nextTick(() => {});', '1 bans: process'],
    ['src/sim/x.ts', 'new WeakRef({});', '1 bans: WeakRef'],
    ['src/sim/x.ts', 'new Intl.Collator();', '1 bans: Intl'],
    ['src/sim/x.ts', `globalThis['Date'].now();`, '1 bans: globalThis'],
    ['src/sim/x.ts', 'Math.random();', '1 bans: Math.random'],
    ['src/sim/x.ts', 'Math.log(2);', '1 bans: Math.log'],
    ['src/sim/x.ts', 'const { log } = Math;', '1 bans: Math, but not a function of it'],
    ['src/sim/x.ts', 'for (const key in {}) {}', '1 bans: for…in'],
    ['src/sim/x.ts', 'for (const key of Object.keys({})) {}', '1 bans: Object.keys'],
    ['src/sim/x.ts', 'Object.entries({}).map(String).sort();', '1 bans: Object.entries'],
    ['src/sim/x.ts', 'Reflect.ownKeys({});', '1 bans: Reflect.ownKeys'],
    ['src/sim/x.ts', `'a'.localeCompare('b');`, '1 bans: localeCompare'],
    ['src/sim/x.ts', '(1).toLocaleString();', '1 bans: toLocaleString'],
    ['src/explore/x.ts', `console.log('x');`, '1 bans: prints or exits: console.log'],
    ['src/report/x.ts', 'process.exit(1);', '1 bans: prints or exits: process.exit'],
    ['src/sim/helpers.ts', 'export {};', '1 names: "helpers" names nothing'],
    ['src/sim/time-utils.ts', 'export {};', '1 names: "utils" names nothing'],
    ['src/common/x.ts', 'export {};', '1 names: "common" names nothing'],
    ['src/cli/x.ts', '//\n'.repeat(301), '1 length: 301 lines; past 300 a file says two things'],
    ['src/cli/x.ts', 'const = 1;', '1 syntax: Unexpected token'],
  ])('in %s: %s', (path, text, breach) => {
    expect(said(path, text)).toContain(breach);
  });
});

describe('the checker lets pass', () => {
  it.each([
    [
      'src/protocols/rooms/a.ts',
      `import { x } from './log/b.ts'; import { makeMessage } from '../../contract/index.ts';`,
    ],
    ['src/workload/x.ts', `import type { Y } from '../scenario/y.ts'; import { type Z } from '../scenario/y.ts';`],
    ['src/report/x.ts', `import type { RunResult } from '../run/result.ts'; import '../faults/catalogue.ts';`],
    ['src/chance/key.ts', `import seedrandom from 'seedrandom';`],
    ['src/explore/x.ts', `import { Worker } from 'node:worker_threads'; const f = async () => Date.now();`],
    ['src/index.ts', `export * from './run/run.ts';`],
    ['src/sim/x.ts', '// a Promise of Math.random()\nconst s = `await Date`; const r = /for (x in Intl)/;'],
    ['src/sim/x.ts', 'interface A { Date: number; then(): void } const o = { process: 1 }; o.process;'],
    ['src/sim/x.ts', 'Object.keys({}).sort(); Object.entries({}).toSorted(); Object.keys({}).length;'],
    ['src/sim/x.ts', 'Math.imul(Math.floor(1), Math.clz32(2));'],
    ['src/cli/x.ts', '//\n'.repeat(300)],
  ])('in %s: %s', (path, text) => {
    expect(said(path, text)).toEqual([]);
  });

  it('what is exempted there, for what it is exempted, and reports an exemption that is idle', () => {
    const planted = { path: 'src/sim/seal.ts', text: 'Object.keys({}); Math.random();' };
    const exemption = { path: planted.path, what: 'Object.keys', because: 'it seals' };
    const elsewhere = { ...exemption, path: 'src/sim/node.ts' };
    const { breaches, idle } = inspect([planted], [exemption, elsewhere]);
    expect(breaches.map(({ what }) => what)).toEqual(['Math.random']);
    expect(idle).toEqual([elsewhere]);
  });
});
