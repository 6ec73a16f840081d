import type { Exploration } from '../explore/conclude.ts';
import type { Story } from '../explore/story.ts';
import { pathIn } from './command.ts';
import { type Report, type ReportedError, reportOf } from './json.ts';

/** How an exploration ended, and where its failure files are. */
export interface Ending {
  readonly exitCode: number;
  readonly errors: readonly ReportedError[];
  /** The folder of failure files. */
  readonly out: string;
}

/** An exploration as the JSON report: the shape that runs have, and more. */
export function exploredReport(exploration: Exploration, { exitCode, errors, out }: Ending): Report {
  const { findings, batches, failures, coverage } = exploration;
  const { tool, ended, subjects, lost, canaries, shard } = findings;
  const triedOf = (subject: number) => {
    const { name = '', protocol = '', mutant = null } = subjects[subject] ?? {};
    return { scenario: name, protocol, mutant };
  };
  const report = reportOf({
    tool,
    exitCode,
    interrupted: ended === 'interrupted',
    errors,
    batches: batches.map(({ batch }) => batch),
  });
  return {
    ...report,
    failures: failures.map(({ subject, signature, sentence, seed, seeds, file }) => ({
      scenario: subject.name,
      protocol: subject.protocol,
      mutant: subject.mutant,
      signature,
      sentence,
      seed,
      seeds: [...seeds],
      file: file === undefined ? null : pathIn(out, file.name),
      story: storyOf(file?.caught.failure.story),
    })),
    coverage: {
      protocols: coverage.protocols.map(({ reached, never, ...of }) => {
        return { ...of, reached: Object.fromEntries([...reached].sort()), never: [...never] };
      }),
      scenarios: coverage.scenarios.map(({ subject, never }) => ({ ...triedOf(subject), never: [...never] })),
    },
    canaries: [...canaries],
    lost: lost.map(({ subject, seed, why }) => ({ ...triedOf(subject), seed, why })),
    shard: shard ?? null,
    measured: measuredOf(exploration),
  };
}

/** Rates over the whole, canaries and shrinking included. */
export function measuredOf({ findings }: Exploration): NonNullable<Report['measured']> {
  const { measured, runs } = findings;
  const events = runs.reduce((total, { result }) => total + result.events, 0);
  const perS = (what: number) => (measured.wallMs === 0 ? 0 : Math.round((what * 10_000) / measured.wallMs) / 10);
  return {
    wallMs: Math.round(measured.wallMs),
    workers: measured.workers,
    runsPerS: perS(runs.length),
    eventsPerS: Math.round(perS(events)),
  };
}

type ReportedStory = NonNullable<Report['failures']>[number]['story'];

function storyOf(story: Story | undefined): ReportedStory {
  if (story === undefined) return null;
  const { elements, before, isMinimal } = story;
  return { elements: elements.map((element) => ({ ...element })), before, isMinimal };
}
