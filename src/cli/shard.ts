/** Which part of an exploration is done here: from the option, or from what farms of machines set. */
import type { Shard } from '../explore/places.ts';
import { mistake, UsageError } from './mistake.ts';

/** A shard, and what said so. */
export interface ToldShard {
  readonly shard: Shard;
  /** `--shard`, or names of variables. */
  readonly from: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Pairs of an index and a count, as farms set them; `first` is the lowest index. */
const farms: readonly {
  readonly index: string;
  readonly count: string;
  readonly first: string | number;
}[] = [
  // Kubernetes does not say how many there are.
  { index: 'JOB_COMPLETION_INDEX', count: 'TUTTI_SHARDS', first: 0 },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', count: 'AWS_BATCH_JOB_ARRAY_SIZE', first: 0 },
  { index: 'SLURM_ARRAY_TASK_ID', count: 'SLURM_ARRAY_TASK_COUNT', first: 'SLURM_ARRAY_TASK_MIN' },
];

/**
 * The shard that is asked for, or that the environment says; undefined for all of it.
 *
 * @throws UsageError for one that there is not.
 */
export function shardOf(option: string | undefined, environment: Environment): ToldShard | undefined {
  if (option !== undefined) return { shard: readShard(option, '--shard'), from: '--shard' };
  const set = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const own = set('TUTTI_SHARD');
  if (own !== undefined) return { shard: readShard(own, 'TUTTI_SHARD'), from: 'TUTTI_SHARD' };
  for (const { index, count, first } of farms) {
    const at = set(index);
    const of = set(count);
    if (at === undefined || of === undefined) continue;
    const lowest = typeof first === 'number' ? first : Number(set(first) ?? 0);
    const from = `${index} and ${count}`;
    return { shard: readShard(`${Number(at) - lowest + 1}/${of}`, from), from };
  }
  return undefined;
}

/** What must be set, too, where a farm says which part this is, but not of how many. */
export function halfTold(environment: Environment): string | undefined {
  const isSet = (name: string) => (environment[name] ?? '') !== '';
  if (isSet('TUTTI_SHARD')) return undefined;
  const half = farms.find(({ index, count }) => isSet(index) && !isSet(count));
  return half && `${half.index} is set and ${half.count} is not: all of it is explored here`;
}

function readShard(text: string, place: string): Shard {
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  if (i === undefined || n === undefined) {
    const sentence = `expected a part and how many there are, found ${JSON.stringify(text)}`;
    throw new UsageError([mistake(place, sentence, 'as in 2/4: the second of four')]);
  }
  const [index, of] = [Number(i), Number(n)];
  if (index < 1 || index > of) {
    const known =
      of < 1 ? 'there is at least one part' : `of ${of} parts the first is 1/${of} and the last ${of}/${of}`;
    throw new UsageError([mistake(place, `there is no part ${text}`, known)]);
  }
  return { index, of };
}
