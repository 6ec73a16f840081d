/**
 * `--set network.loss=5%`: overrides of single values, put into the document before it is judged,
 * so that they are read, defaulted and refused by the same rules as what the file says.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml';
import { errorAt, type ScenarioError } from './error.ts';
import { nearest } from './nearest.ts';
import { fileSchema } from './schema.ts';
import { type JsonSchema, jsonSchemaOf, keysIn } from './shapes.ts';
import { show } from './show.ts';
import { type Path, readSource, Source } from './source.ts';

/**
 * Applies `PATH=VALUE` settings in order: keys with dots between, lists by index from 0
 * (`faults.0.restart=50ms`), values as YAML. Mappings on the way are made where there are none.
 */
export function applySettings(source: Source, settings: readonly string[]): readonly ScenarioError[] {
  return settings.flatMap((setting) => apply(source, setting) ?? []);
}

function apply(source: Source, setting: string): ScenarioError | undefined {
  const split = setting.indexOf('=');
  const told = split < 0 ? setting : setting.slice(0, split);
  const origin = `--set ${told}`;
  const complaint = (message: string, remedy?: string) =>
    errorAt({ file: origin, line: 0, column: 0 }, message, remedy);
  if (split < 1) return complaint('expected PATH=VALUE', 'such as --set network.loss=5%');
  const value = readValue(setting.slice(split + 1), origin);
  if (!isNode(value)) return complaint(value.message, value.remedy);

  const path: (string | number)[] = [];
  let inside = source.nodeAt(path);
  for (const step of told.split('.')) {
    if (path.length > 0) {
      const around = inside;
      inside = source.nodeAt(path);
      if (isNothing(inside)) {
        inside = source.document.createNode({});
        source.comesFrom(inside, origin);
        put(around, path.at(-1)!, inside);
      }
    }
    if (isSeq(inside)) {
      const entries = inside.items.length;
      if (!/^\d{1,6}$/.test(step) || Number(step) >= entries) {
        return complaint(`"${path.join('.')}" has no entry ${step}`, `it has ${entries}, counted from 0`);
      }
    } else if (!isMap(inside)) {
      return complaint(`"${path.join('.')}" is ${show(inside?.toJS(source.document))}: there is no "${step}" in it`);
    }
    path.push(isSeq(inside) ? Number(step) : step);
  }
  source.comesFrom(value, origin);
  put(inside, path.at(-1)!, value);
  return undefined;
}

/** The path that was probably meant by one that leads nowhere: with the same end, or close to it. */
export function nearestPath(path: Path): string | undefined {
  const known = pathsOf(jsonSchemaOf(fileSchema), '');
  const told = path.join('.');
  return known.find((candidate) => candidate.endsWith(`.${told}`)) ?? nearest(told, known);
}

/** A value as a node without places, for its place is the command line. */
function readValue(text: string, origin: string): Node | ScenarioError {
  const nothing = errorAt({ file: origin, line: 0, column: 0 }, 'expected a value behind "="');
  if (/^\s*(null|~)?\s*$/i.test(text)) return nothing;
  const source = readSource(text, origin);
  if (!(source instanceof Source)) return source[0] ?? nothing;
  let alias = false;
  visit(source.document, {
    Node(_, node) {
      node.range = null;
      alias ||= isAlias(node);
    },
  });
  if (alias) return { ...nothing, message: 'aliases have nothing to name here' };
  return source.document.contents ?? nothing;
}

function put(inside: Node | undefined, step: string | number, value: Node): void {
  if (isMap(inside) || isSeq(inside)) inside.set(step, value);
}

function isNothing(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

/** Every path that a JSON Schema knows, but for entries of lists. */
function pathsOf(schema: JsonSchema, before: string): readonly string[] {
  const ways = [schema, ...(Array.isArray(schema.anyOf) ? (schema.anyOf as readonly JsonSchema[]) : [])];
  const paths: string[] = [];
  for (const way of ways) {
    const properties = (way.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    for (const key of keysIn(properties)) {
      paths.push(`${before}${key}`, ...pathsOf(properties[key]!, `${before}${key}.`));
    }
    if (way !== schema) paths.push(...pathsOf({ ...way, properties: {} }, before));
  }
  return paths;
}
