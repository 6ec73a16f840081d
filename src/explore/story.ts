/** What is left of a failure once everything is taken away that it does not need. */

/** One fault, operation, or unusual latency or random value that the failure needs. */
export interface StoryElement {
  readonly kind: 'fault' | 'operation' | 'chance';
  /** In a sentence: `c2 is asked to broadcast c2-1 in general`. */
  readonly sentence: string;
  /** What the run comes to without it: a verdict, or another signature; undefined where that was not tried. */
  readonly without?: string;
}

/** See the head of this file. */
export interface Story {
  readonly elements: readonly StoryElement[];
  /** How many elements the failure had before. */
  readonly before: number;
  /** Runs that it took. */
  readonly runs: number;
  /** Whether taking away any single element was seen to lose the failure; false where shrinking was broken off. */
  readonly isMinimal: boolean;
}
