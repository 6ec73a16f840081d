import { closeSync, openSync, readSync } from 'node:fs';
import type { TraceLines } from '../explore/difference.ts';
import type { TraceHeader } from '../report/index.ts';
import { errorAt } from '../scenario/error.ts';
import { UsageError } from './mistake.ts';

/** Bytes read at once. */
const chunkBytes = 1 << 18;

/** A trace in a file, read as far as it is asked for. */
export interface ReadTrace extends TraceLines {
  readonly header: TraceHeader;
  /** The digest that its last line has; undefined before that is read, and in a trace that breaks off. */
  digest(): string | undefined;
  /** Whether it was read to where it ends without a last line. */
  breaksOff(): boolean;
}

/**
 * A trace that `run --trace` wrote; undefined for a file that is something else.
 *
 * @throws UsageError for one of another version; when a line that no trace has is told.
 */
export function readTrace(file: string): ReadTrace | undefined {
  const all = linesIn(file);
  const first = all.next();
  const header = first.done === true ? undefined : objectIn(first.value);
  if (header?.format !== 'tutti-trace') {
    all.return(undefined);
    return undefined;
  }
  if (header.version !== 1) {
    const message = `is a trace of version ${header.version}, and this version of tutti reads 1`;
    throw new UsageError([errorAt({ file, line: 1, column: 1 }, message, 'write it again with run --trace')]);
  }
  let digest: string | undefined;
  let isRead = false;
  function* between(): Generator<string> {
    for (const line of all) {
      const isLast = line.startsWith('{"format":"tutti-trace-end"');
      if (isLast) digest = String(objectIn(line)?.digest);
      else yield line;
    }
    isRead = true;
  }
  return {
    header: header as unknown as TraceHeader,
    lines: between(),
    digest: () => digest,
    breaksOff: () => isRead && digest === undefined,
    told(line) {
      const { event, atUs, text } = objectIn(line) ?? {};
      if (typeof event === 'number' && typeof atUs === 'number' && typeof text === 'string')
        return { event, atUs, text };
      const message = `is no line of a trace: ${line.slice(0, 60)}`;
      throw new UsageError([errorAt({ file, line: 0, column: 0 }, message, 'take the trace as it was written')]);
    },
  };
}

/** A line without its end is one that was broken off, and no line. */
function* linesIn(file: string): Generator<string, void, undefined> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new TextDecoder();
    const chunk = Buffer.alloc(chunkBytes);
    let rest = '';
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      const lines = (rest + decoder.decode(chunk.subarray(0, size), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(descriptor);
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
