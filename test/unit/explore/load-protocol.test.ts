import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadProtocol, ProtocolFileError } from '../../../src/explore/load-protocol.ts';
import { LayoutError, type Topology } from '../../../src/index.ts';
import { placeOf } from '../../../src/sim/blame.ts';
import { guard } from '../../../src/sim/guard.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tutti-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into the test's own folder. */
function write(name: string, ...lines: readonly string[]): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.join('\n'));
  return file;
}

const fixture = (name: string) => `test/fixtures/protocols/${name}.ts`;
const topology: Topology = { shards: 1, replicas: 1, gateways: 0, clients: 2, rooms: [], retention: 9, settings: {} };
const sound = "export default { name: 'a', summary: 'b', layout: () => [] };";

/** What loading a file fails with. */
async function failure(file: string): Promise<ProtocolFileError> {
  const error = await loadProtocol(file, 5_000).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ProtocolFileError) return error;
  throw new Error(`loading ${file} should fail with a ProtocolFileError`, { cause: error });
}

describe('a sound file', () => {
  it('gives its protocol, and no offences', async () => {
    const { file, protocol, offences } = await loadProtocol(fixture('relay'));
    expect(file).toBe('test/fixtures/protocols/relay.ts');
    expect(offences).toEqual([]);
    expect(protocol?.layout(topology).map(({ name }) => name)).toEqual(['s1', 'c1', 'c2']);
  });

  it('shares this package: its LayoutError is ours', async () => {
    const { protocol } = await loadProtocol(fixture('relay'));
    expect(() => protocol?.layout({ ...topology, shards: 2 })).toThrow(LayoutError);
  });

  it.each([
    'date-in-handler',
    'loops-in-handler',
    'returns-promise',
    'sends-to-nobody',
    'mutates-packet',
    'reads-file',
  ])('is sound as long as it does wrong in its handlers only: %s', async (name) => {
    expect(await loadProtocol(fixture(name))).toMatchObject({ protocol: { name }, offences: [] });
  });

  it.each([
    ['a.mjs', sound],
    ['a.js', sound],
    ['a.mts', 'enum Kind { a }', sound.replace("'a'", 'Kind[Kind.a] as string')],
    ['plain.js', "module.exports = { name: 'a', summary: 'b', layout: () => [] };"],
    ['plain.cjs', "module.exports = { name: 'a', summary: 'b', layout: () => [] };"],
    ['instance.ts', "export default new (class { name = 'a'; summary = 'b'; layout() { return []; } })();"],
  ])('may be %s', async (name, ...lines) => {
    expect((await loadProtocol(write(name, ...lines))).protocol?.name).toBe('a');
  });

  it('is evaluated anew each time, with what it imports', async () => {
    write('parts/name.ts', "export const name: string = 'first';");
    const file = write('again.ts', "import { name } from './parts/name.ts';", sound.replace("'a'", 'name'));
    expect((await loadProtocol(file)).protocol?.name).toBe('first');
    write('parts/name.ts', "export const name: string = 'second';");
    expect((await loadProtocol(file)).protocol?.name).toBe('second');
  });

  it('is given afresh, without what its modules have kept since', async () => {
    write('parts/count.ts', 'let count = 0;', 'export const next = (): number => ++count;');
    const name = "name: 'a' + next()";
    const file = write('counting.ts', "import { next } from './parts/count.ts';", sound.replace("name: 'a'", name));
    const { protocol, afresh } = await loadProtocol(file);
    expect([protocol, afresh(), afresh()].map((given) => given?.name)).toEqual(['a1', 'a1', 'a1']);
  });

  it('is evaluated anew each time, CommonJS as well', async () => {
    const lines = (name: string) => `module.exports = { name: '${name}', summary: 'b', layout: () => [] };`;
    const file = write('again.js', lines('first'));
    expect((await loadProtocol(file)).protocol?.name).toBe('first');
    write('again.js', lines('second'));
    expect((await loadProtocol(file)).protocol?.name).toBe('second');
  });

  it('has its own lines and columns in errors, compiled or not', async () => {
    const file = write(
      'places.ts',
      'interface Gone { a: number }',
      'type AlsoGone =',
      '  | Gone;',
      "export default { name: 'a', summary: 'b', layout(): never[] {",
      "  const what: AlsoGone = { a: 1 };  if (what.a as unknown) throw  new RangeError('x');",
      '  return [];',
      '} };',
    );
    const { protocol } = await loadProtocol(file);
    let thrown: unknown;
    try {
      protocol?.layout(topology);
    } catch (error) {
      thrown = error;
    }
    expect(placeOf(thrown)).toBe(`${file}:5:67`);
  });
});

describe('a banned call by module code', () => {
  it('is an offence, even if the module dies of it', async () => {
    expect(await loadProtocol(fixture('date-at-load'))).toEqual({
      file: fixture('date-at-load'),
      protocol: undefined,
      afresh: expect.any(Function),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      offences: [{ clause: 'banned', sentence: 'calls Date.now()', where: `${fixture('date-at-load')}:4:31` }],
    });
  });

  it('is an offence, even if it is swallowed', async () => {
    const { protocol, offences } = await loadProtocol(fixture('swallowed-date-at-load'));
    expect(protocol?.name).toBe('swallowed-date-at-load');
    expect(offences).toEqual([
      { clause: 'banned', sentence: 'calls Date.now()', where: `${fixture('swallowed-date-at-load')}:6:20` },
    ]);
  });

  it.each([
    ["import { readFileSync } from 'node:fs';", "readFileSync('x');", 'calls fs.readFileSync()', '2:13'],
    ["import fs from 'fs';", 'fs.statSync(".");', 'calls fs.statSync()', '2:4'],
    ["const os = require('os');", 'os.hostname();', 'calls os.hostname()', '2:4'],
    ['export const x: number =', '  [1].map(Math.random)[0];', 'calls Math.random()', '2:7'],
  ])('is found behind %s', async (first, second, sentence, place) => {
    const file = write('banned.ts', first, second, sound);
    expect((await loadProtocol(file)).offences).toEqual([{ clause: 'banned', sentence, where: `${file}:${place}` }]);
  });

  it('is found in the first line, and in a module that the file imports', async () => {
    const imported = write('parts/chance.ts', '  export const chance: number = Math.random();');
    const file = write('imports.ts', "import { chance } from './parts/chance.ts';", 'chance.toFixed();', sound);
    expect((await loadProtocol(file)).offences).toMatchObject([{ where: `${imported}:1:38` }]);
  });

  it('leaves the guard at rest and empty', async () => {
    await loadProtocol(fixture('date-at-load'));
    expect(guard).toEqual({ watching: false, hearing: false, offences: [] });
  });
});

describe('a file that is no protocol', () => {
  it.each([
    ['nowhere.ts', 'nowhere.ts: there is no such file'],
    ['README.md', 'README.md: is no TypeScript or JavaScript file'],
    [fixture('no-default-export'), `${fixture('no-default-export')}: has no default export`],
    [
      fixture('wrong-shape'),
      `${fixture('wrong-shape')}: the protocol's \`layout\` must be a function of the topology, and is missing`,
    ],
    [
      fixture('throws-at-load'),
      `${fixture('throws-at-load')}:5:48: throws while it is loaded: ` +
        "TypeError: Cannot read properties of undefined (reading 'value')",
    ],
  ])('%s', async (file, message) => {
    const error = await failure(file);
    expect(error.message).toBe(message);
    expect(error.remedy).not.toBe('');
    expect(message).toContain(error.where);
  });

  it('says so when its module code does not end', async () => {
    const loading = loadProtocol(fixture('loops-at-load'), 200);
    await expect(loading).rejects.toThrow(ProtocolFileError);
    await expect(loading).rejects.toThrow(`${fixture('loops-at-load')}: its module code has not ended after 200 ms`);
    expect(guard.watching).toBe(false);
    expect((await loadProtocol(fixture('relay'))).protocol?.name).toBe('relay');
  });

  it.each([
    [['const a = 1;', '  const b = = 2;'], ':2:13: syntax error: Unexpected token'],
    [['const a = await 1;'], ':1:11: throws while it is loaded: SyntaxError: await is only valid'],
    [['const a = 1;', 'const b = await 1;'], ':2:11: throws while it is loaded: SyntaxError: await is only valid'],
    [["import { x } from './missing.ts';", 'x();'], ":1:1: cannot find module './missing.ts'"],
    [["import x from 'no-such-package';", 'x();'], ":1:1: cannot find module 'no-such-package'"],
    [["throw 'text';"], ': throws while it is loaded: "text"'],
    [['throw undefined;'], ': throws while it is loaded: undefined'],
    [['const x = null as unknown as { y: 1 }; x.y;'], ':1:42: throws while it is loaded: TypeError: Cannot read'],
  ])('names the place: %s', async (lines, message) => {
    const file = write('broken.ts', ...lines, sound);
    expect((await failure(file)).message).toContain(`${file}${message}`);
  });

  it('names the place in a module that it imports', async () => {
    const imported = write('parts/broken.ts', 'export const a: = 1;');
    const file = write('imports-broken.ts', "import { a } from './parts/broken.ts';", 'a;', sound);
    expect((await failure(file)).message).toBe(`${imported}:1:17: syntax error: Unexpected token`);
  });
});
