/**
 * The fault plan of a scenario file: who is struck, when, how, and how long until the world undoes
 * it. One schema per verb; a new fault is a new line in the table of its family.
 */
import { clientFaults } from './client-faults.ts';
import { clockFaults } from './clock-faults.ts';
import { diskFaults } from './disk-faults.ts';
import { entryOf } from './entry.ts';
import { linkFaults } from './link-faults.ts';
import { nodeFaults } from './node-faults.ts';

/** One entry of `faults:`. */
export const faultSchema = entryOf(
  'a fault',
  new Map([...nodeFaults, ...clientFaults, ...clockFaults, ...linkFaults, ...diskFaults]),
);
