/** From the text of a scenario file to a scenario, or to everything that is wrong with it. */
import { isScalar } from 'yaml';
import type { z } from 'zod';
import { checkNames } from './check-names.ts';
import { checkSections } from './check-sections.ts';
import { errorAt, inOrder, type ScenarioError } from './error.ts';
import { explain } from './explain.ts';
import { faultSchema } from './faults.ts';
import type { Names } from './names.ts';
import { operationSchema } from './operations.ts';
import { fileSchema, sections } from './schema.ts';
import { applySettings } from './set.ts';
import { dataOf, type Path, readSource, Source } from './source.ts';
import type { Scenario } from './types.ts';

/** What the command line has to say about a file. */
export interface ParseOptions {
  /** The name of the protocol that is tried instead of the file's own. */
  readonly protocol?: string | undefined;
  /** `network.loss=5%`: see `applySettings`. */
  readonly set?: readonly string[] | undefined;
}

/** A scenario, and where its parts stand. */
export interface ParsedScenario {
  readonly scenario: Scenario;
  /** What the file says, settings of the command line put in, as plain data: as JSON it is a file that says the same. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What the file says that means nothing to the protocol that stands in for its own. */
  readonly ignored: readonly string[];
  /** An error at the value of a path, such as `['faults', 0, 'crash']`, for what only a layout can tell. */
  errorAt(path: Path, message: string, remedy?: string): ScenarioError;
}

/** Nothing but errors, in the file's order; at least one. */
export interface RefusedScenario {
  readonly errors: readonly ScenarioError[];
}

/** Reads a scenario file. `file` is how errors call it. Never throws for what a text may hold. */
export function parseScenario(
  text: string,
  file: string,
  names: Names,
  options: ParseOptions = {},
): ParsedScenario | RefusedScenario {
  const source = readSource(text, file);
  if (!(source instanceof Source)) return { errors: inOrder(source) };
  const refusals = applySettings(source, options.set ?? []);
  if (refusals.length > 0) return { errors: refusals };
  keepSeedAsWritten(source);
  leaveOutEmptySections(source);
  const unfolded = dataOf(source);
  if (!('data' in unfolded)) return { errors: inOrder(unfolded) };

  const { data } = unfolded;
  const whole = fileSchema.safeParse(data);
  const parts = readParts(data);
  const checked = checkNames(parts, source, names, options.protocol);
  const errors = [
    ...(whole.success ? [] : explain(whole.error, source)),
    ...checkSections(parts, source),
    ...checked.errors,
  ];
  if (!whole.success || errors.length > 0) return { errors: inOrder(errors) };

  const { protocol, mutant, settings, sometimes, ignored } = checked;
  const name = whole.data.name ?? nameOf(file);
  const order = whole.data.order ?? (whole.data.swarm === undefined ? 'entry' : 'drawn');
  return {
    scenario: { ...whole.data, name, order, protocol, mutant, settings, sometimes },
    data: { name, ...(data as Readonly<Record<string, unknown>>) },
    ignored,
    errorAt: (path, message, remedy) => errorAt(source.placeOf(path), message, remedy),
  };
}

/** Every section and entry that is right by itself. */
function readParts(data: unknown) {
  const at = (key: string): unknown => (isMapping(data) && Object.hasOwn(data, key) ? data[key] : undefined);
  const read = <Value>(key: string, schema: z.ZodType<Value>): Value | undefined => schema.safeParse(at(key)).data;
  const entries = <Value>(key: string, schema: z.ZodType<Value>): readonly (Value | undefined)[] => {
    const list = at(key);
    return Array.isArray(list) ? list.map((entry) => schema.safeParse(entry).data) : [];
  };
  return {
    protocol: read('protocol', sections.protocol),
    mutant: read('mutant', sections.mutant),
    topology: read('topology', sections.topology),
    settings: read('settings', sections.settings) ?? {},
    workload: read('workload', sections.workload),
    operations: entries('operations', operationSchema),
    faults: entries('faults', faultSchema),
    limits: read('limits', sections.limits),
    network: read('network', sections.network),
    sometimes: read('sometimes', sections.sometimes) ?? [],
    expect: read('expect', sections.expect),
  };
}

/** `seed: 007` is the seed "007": chance hangs on every character. */
function keepSeedAsWritten(source: Source): void {
  const seed = source.nodeAt(['seed']);
  if (isScalar(seed) && seed.value !== null && seed.source !== undefined) seed.value = seed.source;
}

/** A section whose entries are all commented out is as if it were left out. */
function leaveOutEmptySections(source: Source): void {
  for (const key of fileSchema.keyof().options) {
    const node = source.nodeAt([key]);
    if (isScalar(node) && node.value === null) source.document.delete(key);
  }
}

/** `scenarios/Leader crash.yaml` → `leader-crash`. */
function nameOf(file: string): string {
  const base = file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.ya?ml$/i, '');
  const name = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 64) || 'scenario';
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
