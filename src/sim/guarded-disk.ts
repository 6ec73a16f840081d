import type { Disk } from '../contract/index.ts';

/** A disk that refuses calls from outside the process's own handlers. */
export function guardedDisk(disk: Disk, check: (call: string) => void): Disk {
  return {
    list: (done) => {
      check('disk.list');
      disk.list(done);
    },
    size: (file, done) => {
      check('disk.size');
      disk.size(file, done);
    },
    read: (file, offset, length, done) => {
      check('disk.read');
      disk.read(file, offset, length, done);
    },
    write: (file, offset, bytes, done) => {
      check('disk.write');
      disk.write(file, offset, bytes, done);
    },
    truncate: (file, size, done) => {
      check('disk.truncate');
      disk.truncate(file, size, done);
    },
    sync: (file, done) => {
      check('disk.sync');
      disk.sync(file, done);
    },
    rename: (from, to, done) => {
      check('disk.rename');
      disk.rename(from, to, done);
    },
    remove: (file, done) => {
      check('disk.remove');
      disk.remove(file, done);
    },
    syncDirectory: (done) => {
      check('disk.syncDirectory');
      disk.syncDirectory(done);
    },
  };
}
