/**
 * Evaluates a user's module, TypeScript or JavaScript, by `jiti`: the same way on every version of
 * Node, synchronously, and anew each time. Nothing is cached on disk or between two calls, but for
 * plain CommonJS files and packages, which Node keeps. `import 'tutti'` gives this very package.
 */
import { SourceMap } from 'node:module';
import { resolve } from 'node:path';
import { createJiti, type TransformOptions, type TransformResult } from 'jiti';
import { shownPath, translatePositions } from '../sim/blame.ts';
import { unwatched } from '../sim/guard.ts';
import { ProtocolFileError } from './protocol-file-error.ts';

/** What a module exports: by name, `default` among them. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** What `jiti` puts before the first line of a module; columns of that line count from behind it. */
const wrapper = '(function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { ';
const inlineMap = '\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,';
const syntaxErrorMark = 'exports.__JITI_ERROR__ = ';

const options = {
  fsCache: false,
  moduleCache: false,
  tryNative: false,
  interopDefault: true,
  debug: false,
  nativeModules: ['tutti'],
};
const compiler = createJiti(import.meta.url, options);

/** A module that is ready to be evaluated, again and again. */
export interface ModuleEvaluator {
  /** Runs the user's code anew with all that it imports, and throws what that throws. */
  evaluate(): ModuleExports;
  /** The sources that were compiled for it until now, by path. */
  sources(): ReadonlyMap<string, string>;
}

/**
 * Prepares to evaluate the module at `path` with the given source. A syntax error comes as a
 * `ProtocolFileError` when it is evaluated. What was compiled once is not compiled again.
 */
export function moduleEvaluator(path: string, source: string, tutti: object): ModuleEvaluator {
  const known = new Map<string, { readonly source: string; readonly result: TransformResult }>();
  const transform = (asked: TransformOptions): TransformResult => {
    const before = known.get(asked.filename ?? '');
    if (before?.source === asked.source) return before.result;
    const result = compile(asked);
    known.set(asked.filename ?? '', { source: asked.source, result });
    return result;
  };
  const jiti = createJiti(path, { ...options, transform, virtualModules: { tutti } });
  // The compiler is loaded here, and not where the time that module code may take is counted.
  compiler.transform({ source: '', filename: path });
  return {
    evaluate: () => jiti.evalModule(source, { filename: path, async: false, forceTranspile: true }) as ModuleExports,
    sources: () => new Map([...known].map(([file, { source }]) => [file, source])),
  };
}

function compile(source: TransformOptions): TransformResult {
  return unwatched(() => {
    const file = source.filename ?? '';
    const babel = { sourceFileName: file, sourceMaps: 'inline', inputSourceMap: false };
    const compiled = compiler.transform({ ...source, babel });
    if (compiled.startsWith(syntaxErrorMark)) throw syntaxError(file, compiled.slice(syntaxErrorMark.length));
    const end = compiled.lastIndexOf(inlineMap);
    if (end < 0) return { code: compiled };
    translate(file, compiled.slice(end + inlineMap.length));
    return { code: compiled.slice(0, end) };
  });
}

/** Lines stay what they are, columns do not: the map says what they were. */
function translate(file: string, encodedMap: string): void {
  let map: SourceMap | undefined;
  translatePositions(resolve(file), (line, column) => {
    map ??= new SourceMap(JSON.parse(Buffer.from(encodedMap, 'base64').toString()));
    const entry = map.findEntry(line - 1, column - 1 - (line === 1 ? wrapper.length : 0));
    return 'originalLine' in entry ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 } : undefined;
  });
}

function syntaxError(file: string, told: string): ProtocolFileError {
  const { line, column, message } = JSON.parse(told) as { line: number; column: number; message: string };
  return new ProtocolFileError(
    `${shownPath(file)}:${line}:${column + 1}`,
    `syntax error: ${message.trim()}`,
    'correct the syntax there',
  );
}
