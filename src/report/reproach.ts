/**
 * Everything about an exploration that is not as expected, piece by piece, for reports that have a
 * place for each: of a scenario its failures, and what no single seed can be blamed for.
 */
import type { Exploration } from '../explore/conclude.ts';
import { pathIn } from './command.ts';
import { paintAt } from './paint.ts';
import { storyLines } from './story.ts';
import { nameOfProtocol } from './text.ts';

export interface Reproach {
  /** Of the scenario or regression; undefined for a canary. */
  readonly file: string | undefined;
  readonly scenario: string;
  /** `sequencer+mutant` */
  readonly protocol: string;
  /** A signature, or what kind of thing it is: `vacuous`, `self-check`, `lost`, `canary`. */
  readonly title: string;
  readonly sentence: string;
  /** What is left of it, and the command that shows it; may be empty. */
  readonly details: readonly string[];
}

const plain = paintAt(0);

/** In order of subject; canaries last. */
export function reproachesOf(exploration: Exploration, out: string): readonly Reproach[] {
  const { batches, failures, findings } = exploration;
  const reproaches: Reproach[] = [];
  for (const { subject, batch } of batches) {
    const { file, name } = subject;
    const of = { file, scenario: name, protocol: nameOfProtocol(subject) };
    const own = failures.filter((failure) => failure.subject === subject);
    for (const { signature, sentence, seeds, file: found } of own) {
      const again = found === undefined ? [] : [`npx tutti replay ${pathIn(out, found.name)}`];
      const story = storyLines(found?.caught.failure ?? {}, plain).map((line) => line.trim());
      const failing = `fails with ${seeds.length} of ${batch.runs.length} seeds`;
      reproaches.push({ ...of, title: signature, sentence, details: [failing, ...story, ...again] });
    }
    // What failures tell in full need not be told once more, nor what did not happen as they ended their runs.
    const rest = batch.complaints.filter(({ kind }) => kind === 'diverged' || own.length === 0);
    for (const { kind, sentence } of rest) {
      const title = { verdict: batch.verdict, vacuous: 'vacuous', diverged: 'self-check' }[kind];
      const again = subject.isRegression ? [`npx tutti replay ${file}`] : [];
      reproaches.push({ ...of, title, sentence, details: again });
    }
  }
  for (const { subject: place, seed, why } of findings.lost) {
    const subject = findings.subjects[place];
    if (subject === undefined) continue;
    const of = { file: subject.file, scenario: subject.name, protocol: nameOfProtocol(subject) };
    reproaches.push({ ...of, title: 'lost', sentence: `seed ${seed} did not come to an end: ${why}`, details: [] });
  }
  for (const { protocol, mutant, scenario, seed, isCaught, sentence } of findings.canaries) {
    if (mutant === null || isCaught) continue;
    const of = { file: undefined, scenario: scenario ?? '', protocol: `${protocol}+${mutant}` };
    const told = `the canary was not caught in ${scenario} with seed ${seed}: ${sentence}`;
    reproaches.push({ ...of, title: 'canary', sentence: told, details: [] });
  }
  return reproaches;
}
