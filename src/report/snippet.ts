/**
 * A failure as the text of a test to paste: it has everything in it but the protocol, fails as long
 * as the failure is there, and passes once it is mended.
 */
import type { Operation } from '../contract/index.ts';
import type { Failure } from '../explore/failure.ts';

export interface SnippetOptions {
  /** The protocol's file, as seen from where the test will stand; undefined for one that comes with tutti. */
  readonly protocolFile: string | undefined;
}

/** A complete file for vitest, with its final line end. */
export function testSnippet(failure: Failure, { protocolFile }: SnippetOptions): string {
  const { scenario, schedule, mutant, violation, story } = failure;
  const operations = schedule.operations?.map(({ operation, ...when }) => ({ ...when, operation: told(operation) }));
  const hasMessages = schedule.operations?.some(({ operation }) => operation.kind === 'broadcast') === true;
  const protocol =
    protocolFile !== undefined ? 'protocol' : failure.protocol && `protocol: ${literal(failure.protocol, 0)}`;
  const options = [protocol, mutant && `mutant: ${literal(mutant, 0)}`, 'schedule'].filter(Boolean).join(', ');
  const lines = [
    comment(`${violation.signature}: ${violation.sentence}`),
    ...(story?.elements ?? []).map((element) => comment(`  ${element.sentence} (without this: ${element.without})`)),
    `import { ${hasMessages ? 'makeMessage, ' : ''}type Schedule, simulate } from 'tutti';`,
    `import 'tutti/vitest';`,
    `import { expect, it } from 'vitest';`,
    ...(protocolFile === undefined ? [] : [`import protocol from ${literal(asImported(protocolFile), 0)};`]),
    '',
    `const scenario = ${literal(scenario, 0)};`,
    '',
    `const schedule: Schedule = ${literal({ ...schedule, ...(operations && { operations }) }, 0)};`,
    '',
    `it(${literal(`holds where ${violation.signature} objected`, 0)}, () => {`,
    `  const run = simulate(scenario, { ${options} });`,
    '  // It is small already, and what it leaves out is not asked for.',
    '  expect(run).toHold({ allowVacuous: true, shrinkRuns: 0, failures: false });',
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

/** Stands in a value for source text. */
class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const decoder = new TextDecoder();

function told(operation: Operation): unknown {
  if (operation.kind !== 'broadcast') return operation;
  const { message, ...rest } = operation;
  const body = decoder.decode(message.bytes).slice(message.token.length + 1);
  return { ...rest, message: new Source(`makeMessage(${literal(message.token, 0)}, ${literal(body, 0)})`) };
}

const mostColumns = 100;

/** A value as people write it: on one line where there is room. */
function literal(value: unknown, depth: number): string {
  if (value instanceof Source) return value.text;
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${literal(item, depth + 1)}`);
  const [open, close, space] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  if (items.length === 0) return `${open}${close}`;
  const line = `${open}${space}${items.join(', ')}${space}${close}`;
  if (!line.includes('\n') && 2 * depth + line.length <= mostColumns) return line;
  const indent = '  '.repeat(depth + 1);
  return `${open}\n${items.map((item) => `${indent}${item},\n`).join('')}${'  '.repeat(depth)}${close}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key, 0);
}

/** A path as an import says it: with slashes, and never the name of a package. */
function asImported(file: string): string {
  const path = file.replaceAll('\\', '/');
  return /^(\.{0,2}\/|[A-Za-z]:\/)/.test(path) ? path : `./${path}`;
}

function comment(text: string): string {
  return `// ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`;
}
