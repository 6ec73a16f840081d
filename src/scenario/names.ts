/** The words that a scenario may use and that only the caller knows. */
export interface Names {
  readonly protocols: ReadonlyMap<string, ProtocolNames>;
  /** Every property that may object, those of protocols included. */
  readonly properties: readonly string[];
  /** What a report counts, for `atLeast`. */
  readonly counters: readonly string[];
}

export interface ProtocolNames {
  readonly sometimes: readonly string[];
  readonly settings: ReadonlyMap<string, SettingBounds>;
  readonly mutants: readonly string[];
}

export interface SettingBounds {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}
