import { Command, CommanderError } from 'commander';
import { forgiveOffenders } from '../explore/rejections.ts';
import { reportOf } from '../report/index.ts';
import { formatError, type ScenarioError } from '../scenario/index.ts';
import { asError, bugText } from './bug.ts';
import { type DiffOptions, diffVerb } from './diff.ts';
import { ExitCode } from './exit-codes.ts';
import { type ExplainOptions, explainVerb } from './explain.ts';
import { exploreVerb, usualFolder } from './explore.ts';
import type { ExploreRequest } from './explore-request.ts';
import { initVerb } from './init.ts';
import { type ListOptions, listables, listVerb } from './list.ts';
import { type MergeRequest, mergeVerb } from './merge.ts';
import { mistake, reported, UsageError } from './mistake.ts';
import { type ReplayOptions, replayVerb } from './replay.ts';
import { reporters } from './reporters.ts';
import { type RunOptions, runVerb } from './run.ts';
import { schemas, schemaVerb } from './schema.ts';
import { type ShrinkVerbOptions, shrinkVerb } from './shrink.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { tool, version } from './version.ts';

/** The whole command: words in, exit code out. Everything it has to say is said. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  forgiveOffenders();
  const terminal = processTerminal();
  const json = words.includes('--json');
  let said = '';
  let exitCode: ExitCode = ExitCode.asExpected;
  const program = programOf(terminal, (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => {
        said += text;
      },
    });
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.errors, json, terminal);
    if (!(error instanceof CommanderError)) return confess(asError(error), json, terminal);
    if (error.exitCode === 0) return ExitCode.asExpected;
    if (error.code === 'commander.help' && !json) {
      terminal.remark(said.trimEnd());
      return ExitCode.usage;
    }
    return refuse([mistakeOf(error, said)], json, terminal);
  }
}

function programOf(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('tutti')
    .description(
      'Runs protocols that promise atomic broadcast in a world that fails on purpose, and checks the promise.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  tutti init                                    a scenario and a protocol to start from
  tutti run scenarios                           every scenario of a folder
  tutti run scenarios/power-loss.yaml --seeds 100
  tutti run tutti.yaml --protocol ./my-room.ts  a protocol of your own
  tutti replay failures/power-loss-ack-first-ordered-1.json
  tutti explain failures/power-loss-ack-first-ordered-1.json
  tutti diff scenarios/steady.yaml:1 scenarios/steady.yaml:2
  tutti list properties -v                      what is promised, clause by clause`,
    );

  program
    .command('run')
    .description('run scenarios and judge them')
    .argument('<file...>', 'scenario files, or folders: *.yaml and regressions/*.json')
    .option('-s, --seed <seed>', "use this seed instead of the scenario's own")
    .option('-n, --seeds <count>', 'run that many seeds: 1, 2, 3 …, or from --seed on')
    .option('--set <key=value>', 'change the scenario, as in --set network.loss=5%; again for more', collect)
    .option('-p, --protocol <name|file>', "try this protocol instead of the scenario's own")
    .option('-m, --mutant <name>', 'try a known-bad variant of the protocol')
    .option('--every-sync', 'one run for each sync: its node loses power right then, before it hears of it')
    .option('--at-sync <node#n>', 'one of these runs: r1#17 is the 17th sync of r1')
    .option('--trace <file>', 'write all that happens in the run as JSON lines')
    .option('-k, --keep-going', 'go on after an objection, and collect all of them')
    .option('--json', 'print the results as one JSON object; its schema: tutti schema report')
    .option('-v, --verbose', 'tell passes in full, too')
    .addHelpText(
      'after',
      `
Exit codes: 0 as expected · 1 not as expected · 2 wrong options, scenario or protocol · 3 too little
happened to mean anything · 4 the first of several seeds, run again, came out differently · 70 a bug in
tutti · 130 interrupted. Of several the heaviest counts: 70, 2, 4, 1, 3, 0.`,
    )
    .action(async (files: string[], options: RunOptions) => {
      done(await runVerb(files, options, terminal));
    });

  program
    .command('replay')
    .description('make a failure happen again, and say whether it is the same')
    .argument('<file>', 'a failure file')
    .option('--until <event|time>', 'tell all that happens up to there, as in --until 436 or --until 1.5s')
    .option('--follow <node|message>', 'tell all about one node or message: c3, c1-7 or general#4')
    .option('--step', 'walk through what happens, forwards and backwards')
    .option('--vitest', 'print a test to paste, which fails until the failure is mended')
    .option('-p, --protocol <name|file>', 'replay it with this protocol instead of its own')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Exit codes: 0 reproduced, or a file that expects to hold does · 1 such a file fails · 2 wrong options, no
failure file, or one of what is no longer there · 4 not reproduced, or the run is another one · 70 a bug.`,
    )
    .action(async (file: string, options: ReplayOptions) => {
      done(await replayVerb(file, options, terminal));
    });

  program
    .command('shrink')
    .description('make a failure small: the few faults and operations that it needs, as a story')
    .argument('<file>', 'a failure file')
    .option('-r, --runs <count>', 'try out at most so many schedules')
    .option('-o, --out <file>', 'where the story goes to; default: beside the file, as NAME-story.json')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Ctrl-C keeps the smallest failure so far. Exit codes: 0 done · 2 wrong options, no failure file, or one of
what is no longer there · 4 it does not fail any more · 70 a bug in tutti · 130 interrupted.`,
    )
    .action(async (file: string, options: ShrinkVerbOptions) => {
      done(await shrinkVerb(file, options, terminal));
    });

  program
    .command('explain')
    .description('say why a failure fails: the nearest run that holds, and when it was decided')
    .argument('<file>', 'a failure file')
    .option('--runs <count>', 'run so often at most to tell how likely the failure was at each step (default: 200)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
A failure without a story is shrunk first.

Exit codes: 0 explained · 2 wrong options, no failure file, or one of what is no longer there · 4 it does not
fail any more · 70 a bug.`,
    )
    .action(async (file: string, options: ExplainOptions) => {
      done(await explainVerb(file, options, terminal));
    });

  program
    .command('diff')
    .description('say at which event two runs part, and how')
    .argument('<a>', 'a failure file, a trace of run --trace, or SCENARIO.yaml[+MUTANT][:SEED]')
    .argument('<b>', 'another one')
    .option('--set <key=value>', 'change the scenarios, as in run; again for more', collect)
    .option('-p, --protocol <name|file>', "try this protocol instead of the scenarios' own")
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit codes: 0 alike · 1 they part · 2 wrong options or files · 70 a bug.')
    .action(async (a: string, b: string, options: DiffOptions) => {
      done(await diffVerb(a, b, options, terminal));
    });

  program
    .command('explore')
    .description('run scenarios with many seeds, on all cores, and make short stories of what fails')
    .argument(
      '[file...]',
      'scenario files or folders; default: ./scenarios or ./tutti.yaml, or else those that come with tutti',
    )
    .option('-n, --seeds <count>', 'so many seeds for each scenario: 1, 2, 3 … (default: 100)')
    .option('--for <time>', 'seeds until the time is up, as in --for 30s')
    .option('-w, --workers <count>', 'so many threads; 0: this one (default: as many as there are cores)')
    .option('--shard <i/n>', 'the i-th of n parts of the seeds; see also TUTTI_SHARD')
    .option('--self-check <share>', 'make that share of the runs twice, and compare (default: 2%)')
    .option('--stop-on-first', 'end with the first failure')
    .option('--until-covered', 'go on until all that may happen sometimes did')
    .option('--no-shrink', 'leave failures as they were found')
    .option('--memory <mb>', 'so much heap for each thread (default: its part of three quarters, 4096 at most)')
    .option('--patience <time>', 'give up on a seed without a sign of life (default: 2m)')
    .option('--set <key=value>', 'change the scenarios, as in --set network.loss=5%; again for more', collect)
    .option('-p, --protocol <name|file>', "try this protocol instead of the scenarios' own")
    .option('-m, --mutant <name>', 'try a known-bad variant of the protocol')
    .option('-r, --reporter <names>', `of ${reporters.join(', ')}; text is always there`, collect)
    .option('-o, --out <folder>', `where failures and reports go (default: ${usualFolder})`)
    .option('--json', 'print the results as one JSON object; its schema: tutti schema report')
    .addHelpText(
      'after',
      `
Exit codes: 0 as expected · 1 not as expected, a seed was lost or a canary missed · 2 wrong options,
scenario or protocol, or reports that cannot be written · 3 too little happened to mean anything · 4 a run
came out differently when it was made again · 70 a bug in tutti · 130 interrupted; what was found is told.`,
    )
    .action(async (files: string[], options: ExploreRequest) => {
      done(await exploreVerb(files, options, terminal));
    });

  program
    .command('merge')
    .description('join the parts of an exploration, which --shard i/n --reporter blob wrote')
    .argument('<folder>', 'where they are')
    .option('-r, --reporter <names>', `of ${reporters.join(', ')}; text is always there`, collect)
    .option('-o, --out <folder>', `where failures and reports go (default: ${usualFolder})`)
    .option('--json', 'print the results as one JSON object; its schema: tutti schema report')
    .addHelpText(
      'after',
      `
Exit codes: those of explore, as if one machine had found it all, and 2 where a part is missing or unreadable;
the others are told all the same.`,
    )
    .action(async (folder: string, options: MergeRequest) => {
      done(await mergeVerb(folder, options, terminal));
    });

  program
    .command('list')
    .description(`list what there is: ${listables.join(', ')}`)
    .argument('<what>', listables.join(' | '))
    .argument(
      '[folder...]',
      'for scenarios: where; default: ./scenarios or ./tutti.yaml, or else those that come with tutti',
    )
    .option('--json', 'as one JSON object')
    .option('-v, --verbose', 'with all there is to say')
    .action((what: string, folders: string[], options: ListOptions) => {
      done(listVerb(what, folders, options, terminal));
    });

  program
    .command('schema')
    .description('print the JSON Schema of scenario files, of what run --json prints, or of failure files')
    .argument('[of]', schemas.join(' | '), 'scenario')
    .action((of: string) => {
      done(schemaVerb(of, terminal));
    });

  program
    .command('init')
    .description('write a scenario and a protocol to start from: tutti.yaml and echo-room.ts')
    .argument('[folder]', 'where to', '.')
    .action((folder: string) => {
      done(initVerb(folder, terminal));
    });
  return program;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** What commander has to say, as a mistake of ours: one line, and advice. */
function mistakeOf(error: CommanderError, said: string): ScenarioError {
  if (error.code === 'commander.help') return mistake('tutti', 'no verb is given', 'tutti --help says what there is');
  const [first = error.message, ...rest] = said.trim().split('\n');
  const advice = rest.join(' ').replace(/^\(D(.*)\)$/, 'd$1');
  const sentence = first.replace(/^error: /, '').replaceAll("'", '"');
  return mistake('tutti', sentence, advice === '' ? 'tutti --help says what there is' : advice);
}

function refuse(errors: readonly ScenarioError[], json: boolean, terminal: Terminal): ExitCode {
  if (json) tellJson(errors, ExitCode.usage, terminal);
  else for (const error of errors) terminal.remark(formatError(error));
  return ExitCode.usage;
}

function confess(error: Error, json: boolean, terminal: Terminal): ExitCode {
  if (json) tellJson([mistake('tutti', bugText(error))], ExitCode.bug, terminal);
  else terminal.remark(bugText(error));
  return ExitCode.bug;
}

/** `--json` prints one object, whatever happens. */
function tellJson(errors: readonly ScenarioError[], exitCode: ExitCode, terminal: Terminal): void {
  const report = reportOf({ tool, exitCode, interrupted: false, errors: errors.map(reported), batches: [] });
  terminal.print(JSON.stringify(report, undefined, 2));
}
