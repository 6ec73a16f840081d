/**
 * A JSON Schema in which what stands in many places is written once: the same few words for nodes,
 * times and links are allowed in every fault, and spelled out each time they would be a book.
 */
type JsonSchema = Readonly<Record<string, unknown>>;

/** Shorter ones are easier to read where they stand. */
const longEnough = 240;

/** What is said about a schema where it is used, and does not make it another one. */
const asides = ['description', 'default'] as const;

/** The same schema, with `$defs` for what is long and used more than once, named by the order of first use. */
export function shareSchemas(schema: object): JsonSchema {
  const uses = new Map<string, number>();
  for (const node of objectsIn(schema)) {
    const text = bareText(node);
    if (text.length >= longEnough) uses.set(text, (uses.get(text) ?? 0) + 1);
  }
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const shared = (value: unknown, isDefinition = false): unknown => {
    if (Array.isArray(value)) return value.map((item) => shared(item));
    if (!isObject(value)) return value;
    const text = bareText(value);
    if (isDefinition || (uses.get(text) ?? 0) < 2) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shared(part)]));
    }
    let name = names.get(text);
    if (name === undefined) {
      name = `shared${names.size + 1}`;
      names.set(text, name);
      definitions[name] = undefined;
      definitions[name] = shared(bare(value), true);
    }
    const said = asides.filter((key) => key in value).map((key) => [key, value[key]]);
    return { $ref: `#/$defs/${name}`, ...Object.fromEntries(said) };
  };
  const whole = shared(schema, true) as JsonSchema;
  return names.size === 0 ? whole : { ...whole, $defs: definitions };
}

function* objectsIn(value: unknown): Iterable<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  if (!isObject(value)) return;
  yield value;
  for (const part of Object.values(value)) yield* objectsIn(part);
}

function bare(schema: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !asides.some((aside) => aside === key)));
}

function bareText(schema: Record<string, unknown>): string {
  return JSON.stringify(bare(schema));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
