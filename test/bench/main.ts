/** `npm run bench`: the figures of this machine and this run, as one table of ratios. */
import { checksRows } from './checks.ts';
import { kernelRows } from './kernel.ts';
import { queueRows } from './queue.ts';
import { printTable } from './table.ts';

const rows = [...queueRows(), ...kernelRows(), ...checksRows()];
console.log(printTable(rows));
