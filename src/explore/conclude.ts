/** What findings amount to: batches against what they expect, failures one by one, coverage. */
import { type Batch, judgeBatch } from '../run/index.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { failureName } from './failure.ts';
import type { Caught, Findings, Subject } from './findings.ts';
import { distinctStories, groupsOf } from './groups.ts';

/** A failure that nobody expected. */
export interface FoundFailure {
  readonly subject: Subject;
  readonly signature: string;
  readonly sentence: string;
  /** The seed that it was found with, and all that fail by its signature, in order. */
  readonly seed: string;
  readonly seeds: readonly string[];
  /** The name of its file and what stands in it; undefined where the seed did not fail again. */
  readonly file: { readonly name: string; readonly caught: Caught } | undefined;
}

/** See the head of this file. */
export interface Exploration {
  readonly findings: Findings;
  /** Of each subject that ran. */
  readonly batches: readonly { readonly subject: Subject; readonly batch: Batch }[];
  readonly failures: readonly FoundFailure[];
  readonly coverage: Coverage;
}

/** Concludes. Of a part of the seeds nothing is asked that the others might have shown. */
export function conclude(findings: Findings): Exploration {
  const { subjects, runs, ended, shard } = findings;
  const unfinished = ended !== 'done' || shard !== undefined;
  const batches = subjects.flatMap((subject, place) => {
    const own = runs.filter((ran) => ran.subject === place);
    if (own.length === 0) return [];
    const selfChecks = own.flatMap(({ selfCheck }) => selfCheck ?? []);
    const results = own.map(({ result }) => result);
    const isPart = unfinished && !subject.isRegression;
    return [{ subject, batch: judgeBatch(subject, results, { unfinished: isPart, selfChecks }) }];
  });
  return { findings, batches, failures: failuresOf(findings), coverage: coverageOf(findings) };
}

/** The name of the file that a failure goes to. */
export function caughtName({ failure, seed }: Caught, { protocol }: Pick<Subject, 'protocol'>): string {
  return failureName(failure, protocol, seed);
}

function failuresOf(findings: Findings): readonly FoundFailure[] {
  return groupsOf(findings).flatMap(({ subject: place, signature, runs }) => {
    const subject = findings.subjects[place];
    const [fastest] = runs;
    if (subject === undefined || fastest === undefined) return [];
    const byPlace = [...runs].sort((one, other) => one.place - other.place);
    const seeds = byPlace.map(({ result }) => result.seed);
    const caught = findings.caught.filter((one) => one.subject === place && one.signature === signature);
    const told = distinctStories(caught).map(
      (one): FoundFailure => ({
        subject,
        signature,
        sentence: one.failure.violation.sentence,
        seed: one.seed,
        seeds,
        file: { name: caughtName(one, subject), caught: one },
      }),
    );
    const { seed, violations, reason } = fastest.result;
    const sentence = violations[0]?.sentence ?? reason ?? signature;
    return told.length > 0 ? told : [{ subject, signature, sentence, seed, seeds, file: undefined }];
  });
}
