import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest, type ScenarioError } from '../scenario/index.ts';
import { mistake } from './mistake.ts';

/** Scenario files, as paths like the ones that were given. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly errors: readonly ScenarioError[];
}

/** Files stand for themselves, a folder for its `*.yaml`, sorted. In the order given. */
export function scenarioFiles(given: readonly string[]): FoundFiles {
  const files: string[] = [];
  const errors: ScenarioError[] = [];
  for (const path of given) {
    const found = filesAt(path);
    if (Array.isArray(found)) files.push(...found);
    else errors.push(found);
  }
  return { files, errors };
}

function filesAt(path: string): string[] | ScenarioError {
  const kind = kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'nothing') return mistake(path, 'there is no such file or folder', suggestion(path));
  const names = readdirSync(path).filter(isScenario).sort();
  if (names.length === 0) return mistake(path, 'there is no scenario (*.yaml) in this folder');
  return names.map((name) => join(path, name));
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  return stats.isDirectory() ? 'folder' : 'file';
}

/** The nearest name beside it, the ending left out or not. */
function suggestion(path: string): string | undefined {
  const folder = dirname(path);
  if (kindOf(folder) !== 'folder') return undefined;
  const names = readdirSync(folder).filter((name) => isScenario(name) || kindOf(join(folder, name)) === 'folder');
  const word = basename(path);
  const stem = nearest(
    word.replace(/\.[^.]*$/, ''),
    names.map((name) => name.replace(/\.ya?ml$/, '')),
  );
  const best = names.find((name) => name.replace(/\.ya?ml$/, '') === stem) ?? nearest(word, names);
  return best === undefined ? undefined : `did you mean ${join(folder, best)}?`;
}

function isScenario(name: string): boolean {
  return /\.ya?ml$/.test(name);
}
