/**
 * The folder that failure files and reports go to. What cannot be written is told once and kept in
 * mind: results are still printed, and the exit code says it.
 */
import { accessSync, appendFileSync, constants, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ScenarioError } from '../scenario/index.ts';
import { mistake, UsageError } from './mistake.ts';

/** Removes a file, if that can be done. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What could not be written need not be there.
  }
}

/** See the head of this file. Names are without the folder. */
export class Shelf {
  readonly folder: string;
  readonly unwritten = new Set<string>();
  /** What stands in it because of this very command. */
  readonly #texts = new Map<string, string>();
  readonly #growing = new Set<string>();
  readonly #problems = new Map<string, ScenarioError>();
  readonly #tell: (problem: ScenarioError) => void;

  /** `tell` hears of each kind of problem once. */
  constructor(folder: string, tell: (problem: ScenarioError) => void) {
    this.folder = folder;
    this.#tell = tell;
  }

  get problems(): readonly ScenarioError[] {
    return [...this.#problems.values()];
  }

  /** Makes nothing. @throws UsageError when it can be told beforehand that nothing can be written there. */
  refuseUnwritable(): void {
    for (let path = resolve(this.folder); ; path = dirname(path)) {
      try {
        // With the dot it is asked of a folder, or fails.
        accessSync(`${path}/.`, constants.W_OK);
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' && dirname(path) !== path) continue;
        throw new UsageError([obstacle(this.folder, 'anything', error)]);
      }
    }
  }

  /** Writes the whole file or nothing of it. */
  write(name: string, text: string): void {
    if (this.#texts.get(name) === text) return;
    this.#replace(name, (part) => writeFileSync(part, text));
    if (!this.unwritten.has(name)) this.#texts.set(name, text);
  }

  /** Writes the whole file or nothing of it, from pieces behind which lines end. */
  writePieces(name: string, pieces: Iterable<string>): void {
    this.#replace(name, (part) => {
      writeFileSync(part, '');
      for (const piece of pieces) appendFileSync(part, `${piece}\n`);
    });
  }

  #replace(name: string, fill: (part: string) => void): void {
    const path = join(this.folder, name);
    const part = `${path}.part`;
    try {
      mkdirSync(this.folder, { recursive: true });
      fill(part);
      renameSync(part, path);
      this.unwritten.delete(name);
    } catch (error) {
      this.#failed(name, error);
      discard(part);
    }
  }

  /** A file that grows; the first line replaces what was there. */
  append(name: string, line: string): void {
    if (this.unwritten.has(name)) return;
    const path = join(this.folder, name);
    try {
      if (!this.#growing.has(name)) {
        mkdirSync(this.folder, { recursive: true });
        writeFileSync(path, '');
        this.#growing.add(name);
      }
      appendFileSync(path, `${line}\n`);
    } catch (error) {
      this.#failed(name, error);
    }
  }

  /** Removes what this command wrote and does not mean any more; what was there before stays. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#texts.keys()) {
      if (names.has(name)) continue;
      discard(join(this.folder, name));
      this.#texts.delete(name);
    }
  }

  #failed(name: string, error: unknown): void {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    this.unwritten.add(name);
    const problem = obstacle(this.folder, name, error);
    if (this.#problems.has(code)) return;
    this.#problems.set(code, problem);
    this.#tell(problem);
  }
}

function obstacle(folder: string, name: string, error: unknown): ScenarioError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EROFS: 'it is read-only',
    EACCES: 'this user may not',
    EEXIST: 'it is no folder',
    ENOTDIR: 'it is no folder, or in none',
  };
  return mistake(folder, `cannot write ${name} there: ${why[code] ?? code}`, 'give another folder: --out DIR');
}
