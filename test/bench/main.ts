/** `npm run bench`: the figures of this machine and this run, as one table of ratios. `npm run bench checks` for one part. */
import { checksRows } from './checks.ts';
import { clusterRows } from './cluster.ts';
import { kernelRows } from './kernel.ts';
import { queueRows } from './queue.ts';
import { shrinkRows } from './shrink.ts';
import { printTable } from './table.ts';

const wanted = process.argv[2] ?? '';
const parts = [queueRows, kernelRows, checksRows, clusterRows, shrinkRows].filter((part) =>
  part.name.startsWith(wanted),
);
const rows = parts.flatMap((part) => part());
console.log(printTable(rows));
