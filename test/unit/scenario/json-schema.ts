/** The part of JSON Schema that the scenarios' own schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly default?: unknown;
}

/** Words of JSON Schema that {@link breaches} understands, or that say nothing about validity. */
export const understood: readonly string[] = [
  ...['type', 'const', 'enum', 'anyOf', 'properties', 'required', 'additionalProperties', 'propertyNames', 'items'],
  ...[
    'prefixItems',
    'minItems',
    'maxItems',
    'pattern',
    'minimum',
    'maximum',
    'description',
    'default',
    'title',
    '$schema',
  ],
];

/** Where a value is not what the schema asks for; nowhere if it is valid. */
export function breaches(schema: JsonSchema, value: unknown, path = ''): readonly string[] {
  const found: string[] = [];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) found.push(`${path}: not ${types.join(' or ')}`);
  if ('const' in schema && value !== schema.const) found.push(`${path}: not ${String(schema.const)}`);
  if (schema.enum !== undefined && !schema.enum.includes(value))
    found.push(`${path}: none of ${schema.enum.join(', ')}`);
  if (schema.anyOf !== undefined && !schema.anyOf.some((way) => breaches(way, value).length === 0)) {
    found.push(`${path}: no way to write it`);
  }
  if (typeof value === 'string' && !new RegExp(schema.pattern ?? '').test(value))
    found.push(`${path}: misses the pattern`);
  if (typeof value === 'number' && (value < (schema.minimum ?? value) || value > (schema.maximum ?? value))) {
    found.push(`${path}: out of bounds`);
  }
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = value.length } = schema;
    if (value.length < minItems || value.length > maxItems) found.push(`${path}: ${value.length} items`);
    for (const [index, item] of value.entries()) {
      const own = schema.prefixItems?.[index] ?? schema.items;
      if (typeof own === 'object') found.push(...breaches(own, item, `${path}/${index}`));
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of schema.required ?? []) if (!(key in value)) found.push(`${path}: lacks ${key}`);
    for (const [key, inner] of Object.entries(value)) {
      const own = schema.properties?.[key] ?? schema.additionalProperties ?? true;
      if (own === false) found.push(`${path}: knows no ${key}`);
      if (typeof own === 'object') found.push(...breaches(own, inner, `${path}/${key}`));
    }
  }
  return found;
}

/** A schema with what it shares written out wherever it is used. */
export function writtenOut(schema: object): JsonSchema {
  const { $defs = {}, ...whole } = schema as { readonly $defs?: Readonly<Record<string, object>> };
  const written = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(written);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Record<string, unknown>;
    const own = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, written(part)]));
    if (typeof $ref !== 'string') return own;
    const definition = $defs[$ref.replace('#/$defs/', '')];
    if (definition === undefined) throw new Error(`${$ref} is not defined`);
    return { ...(written(definition) as object), ...own };
  };
  return written(whole) as JsonSchema;
}

/** Every schema within a schema, itself first. */
export function within(schema: JsonSchema): readonly JsonSchema[] {
  const inner = [
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
    ...(schema.prefixItems ?? []),
    ...[schema.items, schema.additionalProperties, schema.propertyNames].filter((one) => typeof one === 'object'),
  ];
  return [schema, ...inner.flatMap(within)];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
