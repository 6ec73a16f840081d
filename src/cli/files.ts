import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest, type ScenarioError } from '../scenario/index.ts';
import { mistake } from './mistake.ts';

/** Scenario files and regressions, as paths like the ones that were given. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Failure files that stand among scenarios because they are expected to hold. */
  readonly regressions: readonly string[];
  readonly errors: readonly ScenarioError[];
}

/** The folder of a folder of scenarios that holds its regressions. */
const regressionFolder = 'regressions';

/**
 * Files stand for themselves, a folder for its `*.yaml` and its `regressions/*.json`, each sorted;
 * in the order given.
 */
export function scenarioFiles(given: readonly string[]): FoundFiles {
  const files: string[] = [];
  const regressions: string[] = [];
  const errors: ScenarioError[] = [];
  for (const path of given) {
    const kind = kindOf(path);
    if (kind === 'file') files.push(path);
    else if (kind === 'nothing') errors.push(mistake(path, 'there is no such file or folder', suggestion(path)));
    else {
      const scenarios = namesIn(path, isScenario);
      const kept = regressionsIn(path);
      files.push(...scenarios);
      regressions.push(...kept);
      if (scenarios.length + kept.length === 0)
        errors.push(mistake(path, 'there is no scenario (*.yaml) in this folder'));
    }
  }
  return { files, regressions, errors };
}

/** The scenarios at hand: `./scenarios`, or what `tutti init` wrote; or else those that come with the package. */
export function usualScenarios(): string {
  if (kindOf('scenarios') === 'folder') return 'scenarios';
  return kindOf('tutti.yaml') === 'file' ? 'tutti.yaml' : fileURLToPath(new URL('../../scenarios', import.meta.url));
}

function regressionsIn(folder: string): string[] {
  const within = basename(folder) === regressionFolder ? folder : join(folder, regressionFolder);
  return kindOf(within) === 'folder' ? namesIn(within, (name) => name.endsWith('.json')) : [];
}

function namesIn(folder: string, isWanted: (name: string) => boolean): string[] {
  return readdirSync(folder)
    .filter(isWanted)
    .sort()
    .map((name) => join(folder, name));
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
