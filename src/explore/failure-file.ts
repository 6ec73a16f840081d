/** Failures as files: written with two spaces, read back with all that may be wrong with them. */
import { z } from 'zod';
import type { Operation } from '../contract/index.ts';
import { makeMessage } from '../contract/index.ts';
import { errorAt } from '../scenario/error.ts';
import type { ScenarioError } from '../scenario/index.ts';
import { type Failure, failureFormat } from './failure.ts';

const count = z.int().nonnegative();
const signed = z.int();

const moment = z.union([z.strictObject({ atUs: count }), z.strictObject({ after: z.string(), delayUs: count })]);

/** A message is told by its token and the rest of its text. */
const operation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('broadcast'), room: z.string(), token: z.string(), body: z.string() }),
  z.strictObject({ kind: z.literal('join'), room: z.string(), request: z.string() }),
  z.strictObject({ kind: z.literal('leave'), room: z.string(), request: z.string() }),
  z.strictObject({ kind: z.literal('connect') }),
  z.strictObject({ kind: z.literal('disconnect') }),
  z.strictObject({ kind: z.literal('read'), read: count, room: z.string(), from: signed, limit: signed }),
  z.strictObject({
    kind: z.literal('command'),
    name: z.string(),
    arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
]);

const schedule = z.strictObject({
  base: z.union([z.literal('plain'), z.strictObject({ seed: z.string() })]),
  overrides: z.array(z.strictObject({ at: z.string(), value: z.union([signed, z.string()]) })),
  operations: z.array(z.strictObject({ atUs: count, node: z.string(), operation })).optional(),
  acts: z.array(z.strictObject({ act: z.string(), when: moment })).optional(),
  healAtUs: count.optional(),
  turn: z.strictObject({ atUs: count.min(1), seed: z.string() }).optional(),
});

const violation = z.strictObject({
  property: z.string(),
  signature: z.string(),
  sentence: z.string(),
  event: count,
  atUs: count,
  nodes: z.array(z.string()),
  room: z.string().optional(),
  position: count.optional(),
  token: z.string().optional(),
});

const story = z.strictObject({
  elements: z.array(
    z.strictObject({
      kind: z.enum(['fault', 'operation', 'chance']),
      sentence: z.string(),
      without: z.string().optional(),
    }),
  ),
  before: count,
  runs: count,
  isMinimal: z.boolean(),
});

/** The file. */
export const failureSchema = z.strictObject({
  format: z.literal(failureFormat).describe('the version of this format'),
  tool: z.string().describe('name and version of the tool that found it'),
  scenario: z.record(z.string(), z.unknown()).describe('as a scenario file would say it'),
  protocol: z.string().optional().describe("where it is not the scenario's own: a name, or a file"),
  mutant: z.string().optional(),
  fingerprint: z.string().describe("of the protocol's code: 16 hex digits; empty where it was no file"),
  schedule: schedule.describe('all that chance decides'),
  violation,
  digest: z.string().optional().describe('of the run up to the violation: 16 hex digits'),
  expect: z.literal('held').optional().describe('once it is fixed: the file is a regression test'),
  story: story.optional(),
  ladder: z.strictObject({ every: count.min(1), rungs: z.base64() }).optional(),
});

/** The JSON Schema of failure files. */
export function failureJsonSchema(): object {
  return { title: 'A failure found by tutti', ...z.toJSONSchema(failureSchema) };
}

/** The text of a failure file. */
export function failureText(failure: Failure): string {
  const { operations, ...rest } = failure.schedule;
  const told = { ...rest, ...(operations && { operations: operations.map(toldOperation) }) };
  return `${JSON.stringify({ ...failure, schedule: told }, undefined, 2)}\n`;
}

/** The failure in a file's text, or what is wrong with it. Never throws for what a text may hold. */
export function readFailure(text: string, file: string): Failure | ScenarioError {
  const wrong = (message: string, remedy?: string) => errorAt({ file, line: 1, column: 1 }, message, remedy);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return notJson(error, text, file);
  }
  if (typeof data !== 'object' || data === null || !('format' in data) || !('schedule' in data)) {
    return wrong('is no failure file of tutti', 'failure files are written by tutti explore');
  }
  const { format } = data;
  if (typeof format === 'number' && format > failureFormat) {
    return wrong(
      `is of format ${format}, and this version of tutti reads ${failureFormat}`,
      'update tutti, or find the failure again',
    );
  }
  const parsed = failureSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return wrong(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`, 'take the file as it was written');
  }
  try {
    return asFailure(parsed.data);
  } catch (error) {
    return wrong(`a message of the schedule cannot be: ${(error as Error).message}`);
  }
}

type FileData = z.infer<typeof failureSchema>;
type ToldOperation = NonNullable<FileData['schedule']['operations']>[number];

function asFailure(data: FileData): Failure {
  const { operations, ...rest } = data.schedule;
  const told = operations?.map(({ operation, ...when }) => ({ ...when, operation: operationOf(operation) }));
  // What the schema leaves undefined the type leaves out.
  return { ...data, schedule: { ...rest, ...(told && { operations: told }) } } as Failure;
}

function operationOf(told: ToldOperation['operation']): Operation {
  if (told.kind !== 'broadcast') return told;
  return { kind: 'broadcast', room: told.room, message: makeMessage(told.token, told.body) };
}

const decoder = new TextDecoder();

function toldOperation({ operation, ...when }: NonNullable<Failure['schedule']['operations']>[number]): ToldOperation {
  if (operation.kind !== 'broadcast') return { ...when, operation };
  const { kind, room, message } = operation;
  const body = decoder.decode(message.bytes).slice(message.token.length + 1);
  return { ...when, operation: { kind, room, token: message.token, body } };
}

/** Where JSON breaks off, or goes wrong, as far as the engine says. */
function notJson(error: unknown, text: string, file: string): ScenarioError {
  const { message } = error as Error;
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? (/end of JSON/.test(message) ? text.length : 0));
  const before = text.slice(0, at).split('\n');
  const place = { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const isCut = /end of JSON|Unterminated/.test(message) || at >= text.trimEnd().length;
  const what = isCut ? 'the file breaks off' : 'is not JSON';
  return errorAt(place, what, 'take the file as it was written');
}
