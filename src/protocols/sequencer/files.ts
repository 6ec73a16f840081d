/** How a sequencer names its files, and whole reads of them. */
import type { Disk, DiskError } from '../../contract/index.ts';

export const snapshotFile = 'snapshot';
/** The next snapshot, until it is whole and durable and takes the name of the former. */
export const draftFile = 'snapshot.draft';

/** Segment 1 is `log-000001`. */
export function segmentFile(number: number): string {
  return `log-${`${number}`.padStart(6, '0')}`;
}

/** The number of a segment's file; undefined for other files. */
export function segmentNumber(file: string): number | undefined {
  const digits = /^log-([0-9]{6,15})$/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** All bytes of a file. */
export function readWhole(
  disk: Disk,
  file: string,
  done: (error: DiskError | undefined, bytes: Uint8Array) => void,
): void {
  const nothing = new Uint8Array(0);
  disk.size(file, (sizeError, size) => {
    if (sizeError !== undefined || size === 0) done(sizeError, nothing);
    else disk.read(file, 0, size, (error, bytes) => done(error, error === undefined ? bytes : nothing));
  });
}
