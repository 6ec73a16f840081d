import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBlob } from '../explore/blob.ts';
import { conclude } from '../explore/conclude.ts';
import { merge, type ShardFile } from '../explore/merge.ts';
import { formatError, type ScenarioError } from '../scenario/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { usualFolder } from './explore.ts';
import { linesOf } from './lines.ts';
import { mistake, reported, UsageError } from './mistake.ts';
import { reportersOf, tellExploration } from './reporters.ts';
import { Shelf } from './shelf.ts';
import type { Terminal } from './terminal.ts';

export interface MergeRequest {
  readonly reporter?: readonly string[];
  readonly json?: boolean;
  readonly out?: string;
}

/** `tutti merge`: what the parts of an exploration found, as if one machine had found it all. */
export async function mergeVerb(
  folder: string,
  request: MergeRequest,
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ExitCode> {
  const { json = false, out = usualFolder, reporter = [] } = request;
  const reporters = reportersOf(reporter, environment);
  const { shards, errors } = shardsIn(folder);
  const [first, ...others] = shards;
  if (first === undefined) throw new UsageError(errors);
  const { findings, gaps } = merge([first, ...others]);
  const wrong = [...errors, ...gaps.map(({ file = folder, sentence }) => mistake(file, sentence))];
  for (const error of wrong) if (!json) terminal.remark(formatError(error));
  const shelf = new Shelf(out, (problem) => terminal.remark(formatError(problem)));
  const telling = { reporters, json, shelf, terminal, environment, wrong: wrong.map(reported) };
  return tellExploration(conclude(findings), telling);
}

interface FoundShards {
  readonly shards: readonly ShardFile[];
  readonly errors: readonly ScenarioError[];
}

/** @throws UsageError for a folder without any. */
function shardsIn(folder: string): FoundShards {
  const shards: ShardFile[] = [];
  const errors: ScenarioError[] = [];
  for (const file of blobsIn(folder)) {
    const findings = readBlob(linesOf(file), file);
    if ('subjects' in findings) shards.push({ file, findings });
    else errors.push(findings);
  }
  return { shards, errors };
}

function blobsIn(folder: string): readonly string[] {
  const none = (why: string) =>
    new UsageError([mistake(folder, why, 'tutti explore --shard 1/4 --reporter blob writes shard-1-of-4.json')]);
  let names: readonly string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw none(`cannot be read as a folder (${(error as NodeJS.ErrnoException).code})`);
  }
  const found = names.filter((name) => /(^|[/\\])shard-\d+-of-\d+\.json$/.test(name)).sort();
  if (found.length === 0) throw none('there is no part of an exploration in this folder');
  return found.map((name) => join(folder, name));
}
