/**
 * The few shapes that the schema of a scenario file is made of. zod carries structure, defaults
 * and the JSON Schema for editors; each leaf says in its own words what was expected, so that no
 * error of a library's wording reaches a user.
 */
import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { show } from './show.ts';
import { type Complaint, type Measure, type Reading, readCountRange, readMeasure, readRange } from './units.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a finding carries besides its sentence. */
export interface Aside {
  readonly remedy?: string | undefined;
  /** It is about the key of its path rather than the value. */
  readonly aboutKey?: boolean;
  /** Keys that its mapping does not have; the sentence then names those it has. */
  readonly unknownKeys?: readonly string[];
}

/** What an issue carries, whether it is zod's own or came through {@link complain}. */
export function asideOf(issue: z.core.$ZodIssue): Aside {
  if (issue.code === 'unrecognized_keys') return { unknownKeys: issue.keys };
  return issue.code === 'custom' ? (issue.params ?? {}) : {};
}

/** One value, read by `read`; `json` is how an editor sees it. */
export function leaf<Value>(read: (value: unknown) => Reading<Value>, json: JsonSchema) {
  return z
    .unknown()
    .transform((value, context): Value => {
      const reading = read(value);
      if ('value' in reading) return reading.value;
      complain(context, reading);
      return z.NEVER;
    })
    .meta({ ...json });
}

/** Adds a finding to what a transform has to say. */
export function complain(
  context: z.RefinementCtx<unknown>,
  complaint: Complaint,
  path: PropertyKey[] = [],
  aboutKey = false,
): void {
  const aside: Aside = { remedy: complaint.remedy, aboutKey };
  context.addIssue({ code: 'custom', message: complaint.wrong, path, params: { ...aside } });
}

/** A mapping with these keys and no others. An unknown key's finding carries the allowed ones as its message. */
export function mapping<Shape extends z.core.$ZodShape>(shape: Shape) {
  const allowed = z.object(shape).keyof().options.join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? allowed : `expected a mapping with ${allowed}; found ${show(issue.input)}`,
  });
}

/** A list of such items. */
export function list<Item extends z.ZodType>(noun: string, item: Item) {
  return z.array(item, { error: (issue) => `expected a list of ${noun}, found ${show(issue.input)}` });
}

/** A mapping from names, which the file chooses, to values. */
export function named<Value extends z.ZodType>(noun: string, value: Value) {
  return z.record(z.string(), value, { error: (issue) => `expected a mapping of ${noun}, found ${show(issue.input)}` });
}

/** Whether the file has a mapping there. */
export function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of a mapping in the alphabet's order: that of the file is not part of what it says. */
export function keysIn(value: object): readonly string[] {
  return Object.keys(value).sort();
}

/**
 * A value that can be written in several ways. `pick` looks at it and says which is meant, and
 * only that way's findings are told: nobody wants to hear why `5%` is no mapping.
 */
export function oneOf<Value>(
  ways: readonly z.ZodType<Value>[],
  pick: (value: unknown) => z.ZodType<Value> | (Complaint & { readonly at?: string }),
) {
  return z
    .unknown()
    .transform((value, context): Value => {
      const way = pick(value);
      if ('wrong' in way) {
        complain(context, way, way.at === undefined ? [] : [way.at], way.at !== undefined);
        return z.NEVER;
      }
      const result = way.safeParse(value);
      if (result.success) return result.data;
      for (const issue of result.error.issues) {
        context.addIssue({ code: 'custom', message: issue.message, path: issue.path, params: { ...asideOf(issue) } });
      }
      return z.NEVER;
    })
    .meta({ anyOf: ways.map(jsonSchemaOf) });
}

/** A whole number in bounds. */
export function count(min: number, max: number) {
  return leaf<number>(
    (value) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        return { wrong: `expected a whole number, found ${show(value)}` };
      }
      if (value < min) return { wrong: `expected a whole number of at least ${min}, found ${value}` };
      return value > max ? { wrong: `expected a whole number of at most ${max}, found ${value}` } : { value };
    },
    { type: 'integer', minimum: min, maximum: max },
  );
}

/** One of these words. */
export function word<Word extends string>(words: readonly Word[]) {
  return leaf<Word>(
    (value) => {
      const found = words.find((candidate) => candidate === value);
      return found === undefined ? wrongWord(value, words) : { value: found };
    },
    { enum: words },
  );
}

/** `expected zone or lan, found "zon"; did you mean "zone"?` */
export function wrongWord(value: unknown, words: readonly string[], others = ''): Complaint {
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  return { wrong: `expected ${either(words)}${others}, found ${show(value)}${hint}` };
}

/** Text of any kind. */
export function text() {
  return leaf<string>(
    (value) =>
      typeof value === 'string'
        ? { value }
        : {
            wrong: `expected text, found ${show(value)}`,
            remedy: 'text that looks like a number, a list or a mapping stands in quotes',
          },
    { type: 'string' },
  );
}

/** Text of a given form. */
export function textLike(noun: string, pattern: RegExp) {
  return leaf<string>(
    (value) =>
      typeof value === 'string' && pattern.test(value)
        ? { value }
        : { wrong: `expected ${noun}, found ${show(value)}` },
    { type: 'string', pattern: pattern.source },
  );
}

/** One quantity with its unit. */
export function measured(measure: Measure) {
  return leaf((value) => readMeasure(measure, value), unitJson(measure, false));
}

/** A range of quantities. */
export function rangeOf(measure: Measure) {
  return leaf((value) => readRange(measure, value), unitJson(measure, true));
}

/** A range of whole numbers. */
export function countRange() {
  return leaf(readCountRange, {
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: '^\\d+(\\.\\.\\d+)?$' },
    ],
  });
}

/** The JSON Schema of what a file may hold, without the dialect's name. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `a, b, c`, and how many more where they are many. */
export function some(words: readonly string[]): string {
  return words.length <= 40 ? words.join(', ') : `${words.slice(0, 40).join(', ')} and ${words.length - 40} more`;
}

function unitJson(measure: Measure, range: boolean): JsonSchema {
  const one = `\\d+(\\.\\d+)?(${[...measure.units.keys()].join('|')})`;
  return { anyOf: [{ const: 0 }, { type: 'string', pattern: range ? `^${one}(\\.\\.${one})?$` : `^${one}$` }] };
}
