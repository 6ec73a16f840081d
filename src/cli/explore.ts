import { caughtName, conclude } from '../explore/conclude.ts';
import { explore } from '../explore/explore.ts';
import { failureText } from '../explore/failure-file.ts';
import type { Subject } from '../explore/findings.ts';
import { ExploringProgress, runLine } from '../report/index.ts';
import { formatError } from '../scenario/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { type ExploreRequest, readRequest } from './explore-request.ts';
import { usualScenarios } from './files.ts';
import { watchInterrupts } from './interrupts.ts';
import { plan } from './plan.ts';
import { reportersOf, runsFile, tellExploration } from './reporters.ts';
import { halfTold } from './shard.ts';
import { Shelf } from './shelf.ts';
import type { Terminal } from './terminal.ts';

/** Where failures go unless told otherwise. */
export const usualFolder = 'failures';

/** `tutti explore`: every scenario over many seeds, by as many workers as there are. */
export async function exploreVerb(
  files: readonly string[],
  request: ExploreRequest,
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ExitCode> {
  const { told, ...asked } = readRequest(request, environment);
  const reporters = reportersOf(request.reporter ?? [], environment);
  const planned = await plan(files.length > 0 ? files : [usualScenarios()], request);
  const { json = false, out = usualFolder } = request;
  const half = told === undefined ? halfTold(environment) : undefined;
  if (half !== undefined) terminal.remark(half);
  if (told !== undefined && told.from !== '--shard')
    terminal.remark(`part ${told.shard.index} of ${told.shard.of}, says ${told.from}`);

  const shelf = new Shelf(out, (problem) => terminal.remark(formatError(problem)));
  // Whoever names a folder wants to find something there: better told now than when all has been explored.
  if (request.out !== undefined) shelf.refuseUnwritable();
  const stopping = new AbortController();
  const interrupts = watchInterrupts(true, () => stopping.abort());
  const subjects: Subject[] = [];
  const progress = new ExploringProgress(asked, planned.scenarios.length, () => performance.now());
  const show = () => terminal.progress(progress.text());
  try {
    const findings = await explore(planned, {
      ...asked,
      shard: told?.shard,
      signal: stopping.signal,
      said: (text) => terminal.remark(text.trimEnd()),
      inched: ({ elements, runs }) => {
        progress.inched(elements, runs);
        show();
      },
      hear: {
        began: (all) => subjects.push(...all),
        ran: ({ result }) => {
          if (reporters.has('ndjson')) shelf.append(runsFile(told?.shard), runLine(result));
          progress.ran(result);
          show();
        },
        caught: (caught) => {
          const subject = subjects[caught.subject];
          if (subject === undefined) return;
          shelf.write(caughtName(caught, subject), failureText(caught.failure));
          progress.caught(caughtName(caught, subject));
        },
      },
    });
    return tellExploration(conclude(findings), { reporters, json, shelf, terminal, environment });
  } finally {
    interrupts.stop();
  }
}
