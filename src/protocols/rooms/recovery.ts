/**
 * What a replica does before it hears anything: it reads term, vote and log back, cuts what is torn
 * at the log's end, and makes durable what it keeps. A process may find what its predecessor wrote
 * and never synced, or gave up when a sync failed, so that to sync it again brings nothing: the last
 * batch, the only one that can be such, is written once more. A disk without its files was wiped,
 * and one without a sound vote is rotten: neither ever takes part again. Left for later: a bad batch
 * in mid-log is taken for the end, and not repaired from others.
 */
import { Ballot, type DiskOptions, newerVote, readVote, unlessFailed, voteFiles, writeVote } from './ballot.ts';
import { type Batch, noChecksum, readBatch, take } from './batch.ts';
import type { Entry } from './entry.ts';
import { type Found, Log, logFile } from './log.ts';
import type { Vote } from './rules.ts';

/** A replica's disk before its first boot. */
export function format(): ReadonlyMap<string, Uint8Array> {
  const [first, second] = voteFiles;
  const vote = writeVote({ term: 0, vote: 0 });
  return new Map([
    [first, vote],
    [second, vote],
    [logFile, new Uint8Array(0)],
  ]);
}

/** Calls `done` when all is durable; never, where the disk fails. */
export function recover(options: DiskOptions, done: (ballot: Ballot, log: Log, wasTorn: boolean) => void): void {
  const [first, second] = voteFiles;
  readWhole(options, first, (one) =>
    readWhole(options, second, (other) => {
      const vote = newerVote(readVote(one), readVote(other));
      if (vote === undefined) options.failed();
      else readWhole(options, logFile, (bytes) => recoverLog(options, bytes, vote, done));
    }),
  );
}

/** Everything that a log's file holds from its beginning on, and its last batch. */
export function readLog(bytes: Uint8Array): Found & { readonly lastBatch: Batch | undefined } {
  const entries: Entry[] = [];
  let lastBatch: Batch | undefined;
  for (;;) {
    const { to: end, checksum } = lastBatch ?? { to: 0, checksum: noChecksum };
    const batch = readBatch(bytes, end, checksum, entries.length);
    if (batch === undefined) return { entries, end, checksum, lastBatch };
    take(entries, batch);
    lastBatch = batch;
  }
}

function recoverLog(
  options: DiskOptions,
  bytes: Uint8Array,
  vote: Vote,
  done: (ballot: Ballot, log: Log, wasTorn: boolean) => void,
): void {
  const { disk } = options;
  const found = readLog(bytes);
  const wasTorn = found.end < bytes.length;
  const synced = unlessFailed(options, () => {
    const ballot = new Ballot(options, vote);
    ballot.whenDurable(() => done(ballot, new Log(options, found), wasTorn));
  });
  const rewritten = unlessFailed(options, () => disk.sync(logFile, synced));
  const cut = unlessFailed(options, () => {
    const { from, to } = found.lastBatch ?? { from: 0, to: 0 };
    disk.write(logFile, from, bytes.subarray(from, to), rewritten);
  });
  if (wasTorn) disk.truncate(logFile, found.end, cut);
  else cut(undefined, undefined);
}

function readWhole(options: DiskOptions, file: string, then: (bytes: Uint8Array) => void): void {
  const { disk } = options;
  const read = unlessFailed(options, then);
  disk.size(
    file,
    unlessFailed(options, (size: number) => disk.read(file, 0, size, read)),
  );
}
