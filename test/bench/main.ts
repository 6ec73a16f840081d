/**
 * `npm run bench`: the figures of this machine and this run, as one table of ratios. `npm run bench
 * checks` for one part. Each part is loaded when its turn comes: what a process has loaded before
 * changes the size of its heap, and with it how fast the bare loop is.
 */
import { printTable, type Row } from './table.ts';

const parts: Readonly<Record<string, () => Promise<() => readonly Row[]>>> = {
  queue: async () => (await import('./queue.ts')).queueRows,
  kernel: async () => (await import('./kernel.ts')).kernelRows,
  checks: async () => (await import('./checks.ts')).checksRows,
  cluster: async () => (await import('./cluster.ts')).clusterRows,
  shrink: async () => (await import('./shrink.ts')).shrinkRows,
};

const wanted = process.argv[2] ?? '';
const rows: Row[] = [];
for (const [name, load] of Object.entries(parts)) {
  if (name.startsWith(wanted)) rows.push(...(await load())());
}
console.log(printTable(rows));
