import type { Observations, WorldFacts } from '../contract/index.ts';

/** Who hears what processes report and what the world does; the judges of a run. */
export interface Witness extends Observations, WorldFacts {
  /** Whether an objection stands that ends the run. */
  readonly objected: boolean;
}
