/**
 * The rules of the house, as a checker over source texts: who may import whom (the table of rooms),
 * what may not stand between `contract` and `run` because a run must be a pure function of code,
 * scenario and seed, how long a file may be, and what the top level holds. It reads syntax alone:
 * no types, no resolution. What it cannot see (an alias of a banned global, say) the guard catches
 * when the code runs.
 */
import { posix } from 'node:path';
import { type Expression, type Program, parseSync, Visitor } from 'oxc-parser';

/** `path` from the root of the checkout, with slashes: `src/sim/node.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One offence. `rule` is one of `imports`, `packages`, `bans`, `length`, `names`, `syntax`. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly what: string;
}

/** A place that may do what is banned elsewhere, and why. `what` as the breach says it. */
export interface Exemption {
  readonly path: string;
  readonly what: string;
  readonly because: string;
}

const beneathRun = ['contract', 'bytes', 'protocols', 'chance', 'sim', 'scenario', 'faults', 'workload', 'properties'];

/** Room → the rooms it may import; its own is understood. `types of X`: by `import type` alone. */
const table: ReadonlyMap<string, readonly string[]> = new Map([
  ['contract', []],
  ['bytes', ['types of contract']],
  ['protocols', ['contract', 'bytes']],
  ['chance', ['types of contract']],
  ['sim', ['contract', 'bytes', 'chance']],
  ['scenario', ['contract']],
  ['faults', ['contract', 'sim', 'chance', 'types of scenario']],
  ['workload', ['contract', 'chance', 'types of scenario']],
  ['properties', ['contract', 'bytes']],
  ['run', beneathRun],
  // A user's `import 'tutti'` is answered with the public entry.
  ['explore', [...beneathRun, 'run', 'index.ts']],
  ['report', ['contract', 'types of run', 'types of explore', 'faults/catalogue.ts']],
  ['runtime', ['contract', 'bytes']],
  ['cli', [...beneathRun, 'run', 'explore', 'report', 'runtime', 'index.ts']],
]);

/** Package → where it may be imported: rooms, or single files. */
const packages: ReadonlyMap<string, readonly string[]> = new Map([
  ['seedrandom', ['chance/key.ts']],
  ['yaml', ['scenario']],
  ['zod', ['scenario', 'explore', 'report']],
  ['jiti', ['explore']],
  ['chalk', ['report', 'cli']],
  ['commander', ['cli']],
  ['node:', ['explore', 'runtime', 'cli']],
  // What watches over protocol code reaches around it: never for chance, time or the outside world.
  ['node:vm', ['sim/endless.ts']],
  ['node:module', ['sim/guard.ts']],
  ['node:path', ['sim/blame.ts']],
  ['node:url', ['sim/blame.ts']],
  ['node:buffer', ['sim/plain-data.ts']],
  ['vitest', ['vitest.ts']],
  ['fast-check', ['fast-check.ts']],
]);

/** Rooms in which a second scheduler, a clock or an order of keys would make a run depend on more than its seed. */
const pureRooms = new Set([...beneathRun, 'run']);

const bannedGlobals = new Set([
  ...['Promise', 'Date', 'Intl', 'WeakRef', 'FinalizationRegistry', 'performance', 'crypto', 'fetch', 'process'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  ...['queueMicrotask', 'globalThis'],
]);

const allowedMath = new Set(['floor', 'min', 'max', 'abs', 'imul', 'sqrt', 'trunc', 'round', 'ceil', 'clz32']);

/** What the top level holds, beside what Git ignores. */
export const topLevel: readonly string[] = [
  ...['README.md', 'package.json', 'tsconfig.json', 'src', 'scenarios', 'test'],
  // What tools insist on.
  ...['LICENSE', 'biome.json', 'knip.json', 'package-lock.json', 'tsconfig.build.json', 'vitest.config.ts'],
  ...['.ci', '.editorconfig', '.git', '.gitattributes', '.github', '.gitignore', '.npmrc'],
];

/** Every breach in these files, but for the exempted; and the exemptions that exempt nothing. */
export function inspect(
  files: readonly SourceFile[],
  exemptions: readonly Exemption[] = [],
): { readonly breaches: readonly Breach[]; readonly idle: readonly Exemption[] } {
  const found = files.flatMap(inspectFile);
  const covers = (exemption: Exemption, breach: Breach) =>
    exemption.path === breach.path && exemption.what === breach.what;
  return {
    breaches: found.filter((breach) => !exemptions.some((exemption) => covers(exemption, breach))),
    idle: exemptions.filter((exemption) => !found.some((breach) => covers(exemption, breach))),
  };
}

function inspectFile({ path, text }: SourceFile): Breach[] {
  const breaches: Breach[] = [];
  const report = (rule: string, at: number, what: string) => {
    breaches.push({ path, line: text.slice(0, at).split('\n').length, rule, what });
  };
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > 300) report('length', 0, `${lines} lines; past 300 a file says two things`);
  const vague = path.split(/[/.-]/).find((word) => /^(utils?|helpers?|common)$/.test(word));
  if (vague !== undefined) report('names', 0, `"${vague}" names nothing`);

  const { program, errors } = parseSync(path, text, { lang: 'ts', sourceType: 'module' });
  for (const error of errors) report('syntax', error.labels[0]?.start ?? 0, error.message);
  const place = posix.relative('src', path);
  const room = place.includes('/') ? place.slice(0, place.indexOf('/')) : undefined;
  if (room !== undefined && !table.has(room)) report('imports', 0, `"${room}" is no room of the table`);
  checkImports(program, place, report);
  if (room !== 'cli') checkPrinting(program, report);
  if (room !== undefined && pureRooms.has(room)) checkBans(program, report);
  return breaches;
}

type Report = (rule: string, at: number, what: string) => void;

function checkImports(program: Program, place: string, report: Report): void {
  const check = (source: Expression | { value: string; start: number }, typesOnly: boolean) => {
    if (!('value' in source) || typeof source.value !== 'string') {
      if (!place.startsWith('explore/')) report('imports', source.start, 'import of a computed name');
      return;
    }
    const target = source.value;
    if (!target.startsWith('.')) {
      if (!mayUsePackage(place, target)) report('packages', source.start, `imports ${target}`);
      return;
    }
    const file = posix.join(posix.dirname(place), target);
    if (!mayImport(place, file, typesOnly)) report('imports', source.start, `imports ${file}`);
  };
  new Visitor({
    ImportDeclaration(node) {
      const typesOnly =
        node.importKind === 'type' ||
        (node.specifiers.length > 0 &&
          node.specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type'));
      check(node.source, typesOnly);
    },
    ExportNamedDeclaration(node) {
      const typesOnly =
        node.exportKind === 'type' ||
        (node.specifiers.length > 0 && node.specifiers.every((one) => one.exportKind === 'type'));
      if (node.source !== null) check(node.source, typesOnly);
    },
    ExportAllDeclaration(node) {
      check(node.source, node.exportKind === 'type');
    },
    ImportExpression(node) {
      check(node.source, false);
    },
    TSImportType(node) {
      check(node.source, true);
    },
  }).visit(program);
}

/** Whether the file `place` may import the file `target`, both from `src`. */
function mayImport(place: string, target: string, typesOnly: boolean): boolean {
  if (!place.includes('/')) return true; // the public entries
  const room = roomOf(place);
  if (roomOf(target) === room) return true;
  const allowed = table.get(room.split('/')[0] ?? '') ?? [];
  const top = target.split('/')[0] ?? '';
  return allowed.includes(top) || allowed.includes(target) || (typesOnly && allowed.includes(`types of ${top}`));
}

/** The room a file stands in; each protocol is a room of its own. */
function roomOf(place: string): string {
  const [top = '', second = '', third] = place.split('/');
  return top === 'protocols' && third !== undefined ? `${top}/${second}` : top;
}

function mayUsePackage(place: string, name: string): boolean {
  const owner = name.startsWith('node:') ? name : name.split('/')[0];
  const wide = name.startsWith('node:') ? (packages.get('node:') ?? []) : [];
  const allowed = [...wide, ...(packages.get(owner ?? '') ?? [])];
  return allowed.includes(place) || allowed.includes(place.split('/')[0] ?? '');
}

/** Only `cli` prints and exits. */
function checkPrinting(program: Program, report: Report): void {
  new Visitor({
    MemberExpression(node) {
      if (node.object.type !== 'Identifier' || node.computed || node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      if (node.object.name === 'console' || /^process\.(stdout|stderr|exit|exitCode)$/.test(name)) {
        report('bans', node.start, `prints or exits: ${name}`);
      }
    },
  }).visit(program);
}

function checkBans(program: Program, report: Report): void {
  /** Identifiers that name a member, a key or a parameter's label, and so refer to no global. */
  const labels = new Set<object>();
  /** Reads of keys whose order is made at once, or does not matter. */
  const ordered = new Set<object>();
  const label = (node: { computed: boolean; key: object }) => {
    if (!node.computed) labels.add(node.key);
  };
  const asynchronous = (node: { async: boolean; start: number }) => {
    if (node.async) report('bans', node.start, 'async');
  };
  new Visitor({
    FunctionDeclaration: asynchronous,
    FunctionExpression: asynchronous,
    ArrowFunctionExpression: asynchronous,
    AwaitExpression: (node) => report('bans', node.start, 'await'),
    ForOfStatement: (node) => {
      if (node.await) report('bans', node.start, 'await');
    },
    ForInStatement: (node) => report('bans', node.start, 'for…in'),
    Property(node) {
      // `{ Date }` refers to the global, `{ Date: 1 }` does not.
      if (!node.shorthand) label(node);
    },
    PropertyDefinition: label,
    MethodDefinition: label,
    TSPropertySignature: label,
    TSMethodSignature: label,
    MemberExpression(node) {
      if (node.computed || node.property.type !== 'Identifier') return;
      labels.add(node.property);
      const name = node.property.name;
      if (name === 'sort' || name === 'toSorted' || name === 'length') ordered.add(node.object);
      if (name.startsWith('toLocale') || name === 'localeCompare') report('bans', node.start, name);
      if (node.object.type === 'Identifier' && node.object.name === 'Math') {
        labels.add(node.object);
        if (!allowedMath.has(name)) report('bans', node.start, `Math.${name}`);
      }
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier' || ordered.has(node)) return;
      const name = callee.property.type === 'Identifier' ? `${callee.object.name}.${callee.property.name}` : '';
      if (/^(Object\.(keys|values|entries|getOwnPropertyNames)|Reflect\.ownKeys)$/.test(name)) {
        report('bans', node.start, name);
      }
    },
    Identifier(node) {
      if (labels.has(node)) return;
      if (bannedGlobals.has(node.name)) report('bans', node.start, node.name);
      if (node.name === 'Math') report('bans', node.start, 'Math, but not a function of it');
    },
  }).visit(program);
}
