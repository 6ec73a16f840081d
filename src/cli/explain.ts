import { type Explanation, explain } from '../explore/explain/index.ts';
import { explainText } from '../report/index.ts';
import { ExitCode } from './exit-codes.ts';
import { fitting, openFailure } from './failure-files.ts';
import { mistake, UsageError } from './mistake.ts';
import type { Terminal } from './terminal.ts';
import { tool } from './version.ts';

export interface ExplainOptions {
  /** Executions for the odds at most. */
  readonly runs?: string;
  readonly json?: boolean;
}

/** `tutti explain`: why a failure fails, by what makes the difference and when it was decided. */
export async function explainVerb(file: string, options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const { json = false } = options;
  const runs = options.runs === undefined ? undefined : countOf(options.runs);
  const opened = await openFailure(file);
  const progress = (told: string) => terminal.progress(`${file}  ${told}`);
  progress('replaying');
  const explanation = fitting(opened, () => explain(opened.prepared, opened.failure, { runs, progress }));
  const exitCode = explanation === undefined ? ExitCode.diverged : ExitCode.asExpected;
  if (json) {
    terminal.print(JSON.stringify({ tool, exitCode, file, ...explainJson(explanation) }, undefined, 2));
  } else if (explanation === undefined) {
    terminal.print(
      `${file} does not fail by ${opened.failure.violation.signature} any more: tutti replay says what it does`,
    );
  } else {
    terminal.print(explainText(explanation, { paint: terminal.paint, file, runs }));
  }
  return exitCode;
}

/** @throws UsageError for what is no number of runs. */
function countOf(runs: string): number {
  if (/^[1-9]\d{0,6}$/.test(runs)) return Number(runs);
  const message = `expected a number of runs from 1 to 9999999, found ${JSON.stringify(runs)}`;
  throw new UsageError([mistake('--runs', message, 'they are shared by all steps; the default is 200')]);
}

/** What `--json` prints, beside what every verb says. */
function explainJson(explanation: Explanation | undefined): object {
  if (explanation === undefined) return { reproduced: false };
  const { failure, isShrunk, result, contrast, odds } = explanation;
  const { scenario, protocol, mutant, verdict, path, moment } = result;
  const told = <Step extends { readonly mark: unknown }>({ mark, ...step }: Step) => ({ ...step, mark: mark ?? null });
  return {
    reproduced: true,
    scenario,
    protocol,
    mutant,
    verdict,
    violation: failure.violation,
    story: failure.story ?? null,
    shrunk: isShrunk,
    path: path.map(told),
    moment,
    contrast: contrast
      ? {
          ...contrast,
          omitted: contrast.omitted ?? null,
          rows: contrast.rows.map(({ atUs, failing, holding }) => ({
            atUs,
            failing: failing ? told(failing) : null,
            holding: holding ? told(holding) : null,
          })),
        }
      : null,
    odds: { ...odds, cast: odds.cast ?? null },
  };
}
