/** One kind of fault, or one thing that is counted about faults. */
export interface CatalogueEntry {
  /** As counted in a report's `faults` and in a scenario's `atLeast`, if `counted`. */
  readonly name: string;
  readonly of: 'network' | 'node' | 'client' | 'disk' | 'clock';
  readonly summary: string;
  /** The key of a scenario file that brings it about. */
  readonly knob: string;
  /** The knob's value when the file does not set it. */
  readonly default: string;
  /** How its decisions are spelled; undefined where it follows from others. */
  readonly anchor: string | undefined;
  /** Whether the run counts it. */
  readonly counted: boolean;
  /** The entries of which it is a consequence; a scenario that has any of them may show it. */
  readonly follows?: readonly string[];
  /**
   * What of a protocol's fault budget it uses up: a copy that goes bad, a node that is gone for good, or more than
   * any protocol has. Nothing unless told: then every protocol must hold, and every swarm may draw it.
   */
  readonly budget?: 'bad-copy' | 'lost-node' | 'beyond';
  /** A shipped scenario that shows it, with its own seed. */
  readonly scenario: string;
}
