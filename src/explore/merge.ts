/** Joins what several shards of one exploration found, as if one had found it all. */
import type { Canary, Caught, Findings, Lost, Ran } from './findings.ts';
import { mostOfGroup } from './groups.ts';

/** The findings of one shard, and the file that they come from. */
export interface ShardFile {
  readonly file: string;
  readonly findings: Findings;
}

/** What keeps shards from being the whole. */
export interface Gap {
  /** Undefined for a shard that is missing. */
  readonly file: string | undefined;
  readonly sentence: string;
}

export interface Merged {
  readonly findings: Findings;
  readonly gaps: readonly Gap[];
}

/** Joins shards: foreign and doubled ones are left out, and told with the missing ones. */
export function merge(files: readonly [ShardFile, ...ShardFile[]]): Merged {
  const native = commonest(files);
  const gaps: Gap[] = [];
  const kept = new Map<number, ShardFile>();
  const { of } = native.findings.shard ?? { of: 1 };
  for (const one of files) {
    const { file, findings } = one;
    const { index } = findings.shard ?? { index: 1 };
    const other = kept.get(index);
    if (planOf(one) !== planOf(native)) {
      gaps.push({ file, sentence: `is of another exploration than ${native.file}, and left out` });
    } else if (other !== undefined) {
      gaps.push({ file, sentence: `is part ${index} of ${of}, as ${other.file} is, and left out` });
    } else kept.set(index, one);
  }
  for (let index = 1; index <= of; index++) {
    if (!kept.has(index)) gaps.push({ file: undefined, sentence: `part ${index} of ${of} is missing` });
  }
  const all = [...kept].sort(([one], [another]) => one - another).map(([, { findings }]) => findings);
  return { findings: join(all, native.findings, kept.size < of), gaps };
}

function join(
  all: readonly Findings[],
  { subjects, tool, plan, seeds, wantsCoverage }: Findings,
  isPart: boolean,
): Findings {
  const endings = new Set(all.map(({ ended }) => ended));
  const ended = (['interrupted', 'at-first'] as const).find((one) => endings.has(one)) ?? 'done';
  const byPlace = (one: Ran | Lost, other: Ran | Lost) => one.subject - other.subject || one.place - other.place;
  const errors = new Map(all.flatMap((one) => one.errors).map((error) => [JSON.stringify(error), error]));
  return {
    tool,
    plan,
    subjects,
    seeds,
    shard: undefined,
    wantsCoverage,
    runs: all.flatMap(({ runs }) => runs).sort(byPlace),
    lost: all.flatMap(({ lost }) => lost).sort(byPlace),
    caught: fastest(all.flatMap(({ caught }) => caught)),
    canaries: all.flatMap(({ canaries }): readonly Canary[] => canaries),
    errors: [...errors.values()],
    bug: all.find(({ bug }) => bug !== undefined)?.bug,
    ended: isPart && ended === 'done' ? 'partial' : ended,
    measured: {
      wallMs: Math.max(...all.map(({ measured }) => measured.wallMs)),
      workers: all.reduce((total, { measured }) => total + measured.workers, 0),
    },
  };
}

/** Of each signature as many as one machine would have looked at. */
function fastest(caught: readonly Caught[]): readonly Caught[] {
  const sorted = [...caught].sort(
    (one, other) =>
      one.subject - other.subject ||
      (one.signature < other.signature ? -1 : one.signature > other.signature ? 1 : 0) ||
      one.events - other.events ||
      one.place - other.place,
  );
  const counts = new Map<string, number>();
  return sorted.filter(({ subject, signature }) => {
    const count = (counts.get(`${subject} ${signature}`) ?? 0) + 1;
    counts.set(`${subject} ${signature}`, count);
    return count <= mostOfGroup;
  });
}

/** One of those that most are of. */
function commonest(files: readonly [ShardFile, ...ShardFile[]]): ShardFile {
  const alike = (one: ShardFile) => files.filter((other) => planOf(other) === planOf(one)).length;
  return files.reduce((best, one) => (alike(one) > alike(best) ? one : best), files[0]);
}

function planOf({ findings: { plan, tool, shard } }: ShardFile): string {
  return `${tool} ${plan} ${shard?.of ?? 1}`;
}
