/**
 * Brings a protocol of the user's own into the process: reads the file, evaluates its module while
 * the guard watches and a clock runs, and looks whether what it exports is a protocol. Whatever is
 * wrong is told with the user's file and line, never with a stack of ours.
 */
import { readFileSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import type { Offence, Protocol } from '../contract/index.ts';
import { describeThrown, placeOf, shownPath } from '../sim/blame.ts';
import { runUserCode } from '../sim/user-code.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type ModuleExports, moduleEvaluator } from './module-evaluator.ts';
import { ProtocolFileError } from './protocol-file-error.ts';
import { protocolOf } from './protocol-shape.ts';

export { ProtocolFileError } from './protocol-file-error.ts';

/** A protocol file after its module has run. */
export interface LoadedProtocol {
  /** The path as people are shown it: relative to the current folder when inside it. */
  readonly file: string;
  /** Undefined when module code died after a banned call: then there is at least one offence. */
  readonly protocol: Protocol | undefined;
  /** The protocol anew, from modules evaluated again: without any state that they have kept since. */
  readonly afresh: () => Protocol;
  /** Identifies the sources of the module and of what it imports, packages apart: 16 hex digits. */
  readonly fingerprint: string;
  /** Banned calls by module code, swallowed ones included. */
  readonly offences: readonly Offence[];
}

/** How long module code may take, in milliseconds of real time. */
const defaultBoundMs = 10_000;

/**
 * Loads a protocol from a TypeScript or JavaScript file, whose path is taken from the current
 * folder. Loading the same file again evaluates it again.
 *
 * @throws ProtocolFileError when there is no protocol to be had, and no offence to explain it.
 */
export async function loadProtocol(file: string, boundMs: number = defaultBoundMs): Promise<LoadedProtocol> {
  const path = resolve(file);
  const shown = shownPath(path);
  const source = readSource(path, shown);
  const { evaluate, sources } = moduleEvaluator(path, source, await import('../index.ts'));

  const afresh = () => protocolOf(defaultExport(evaluate(), shown), shown);
  const { ended, value, thrown, offences } = runUserCode(afresh, boundMs);
  if (ended === 'endless') {
    throw new ProtocolFileError(
      shown,
      `its module code has not ended after ${boundMs} ms`,
      'let the module define things only; what takes time belongs into handlers and timers',
    );
  }
  if (ended === 'threw' && offences.length === 0) throw explain(thrown, path);
  const fingerprint = fingerprintOf([...sources()].map(([file, text]) => [relative(dirname(path), file), text]));
  return { file: shown, protocol: value, afresh, fingerprint, offences };
}

function readSource(path: string, shown: string): string {
  if (!/^\.[cm]?[jt]s$/.test(extname(path))) {
    throw new ProtocolFileError(shown, 'is no TypeScript or JavaScript file', 'give a .ts, .mts, .js or .mjs file');
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new ProtocolFileError(shown, 'there is no such file', 'give its path as seen from the current folder');
    }
    throw new ProtocolFileError(shown, `cannot be read (${code})`, 'give a file that this user may read');
  }
}

/** CommonJS has no default export: there the exports are one. */
function defaultExport(exports: ModuleExports, shown: string): unknown {
  if ('default' in exports) return exports.default;
  if (!Object.hasOwn(exports, '__esModule') && Object.keys(exports).length > 0) return exports;
  throw new ProtocolFileError(shown, 'has no default export', 'write `export default protocol`');
}

/** What module code died of, as an error of its file. */
function explain(thrown: unknown, path: string): ProtocolFileError {
  if (thrown instanceof ProtocolFileError) return thrown;
  const told = describeThrown(thrown);
  const where = placeOf(thrown) ?? shownPath(path);
  if (isNotFound(thrown)) {
    const sentence = told.replace(/^Error: C/, 'c');
    return new ProtocolFileError(where, sentence, 'correct the import, or install the package');
  }
  return new ProtocolFileError(where, `throws while it is loaded: ${told}`, 'let the module define things only');
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && /MODULE_NOT_FOUND|ERR_PACKAGE_PATH/.test(String(thrown.code));
}
