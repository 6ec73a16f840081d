/** The fault plan of a scenario as data: when, what, to whom, and for how long. */

/** Inclusive bounds; equal for a fixed value. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Who is struck. One node: a name, `leader`, or one of a role, drawn among those it would strike
 * (`replica`, `gateway`, `client`, `server` (any that is no client), `node`). Several: `replicas`, `gateways`,
 * `clients`, `servers`, `nodes` (all of them), `minority`, `majority` (of a shard's replicas), or a list of names.
 */
export type Target =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'leader'; readonly shard: number | undefined }
  | { readonly kind: 'one'; readonly role: 'replica' | 'gateway' | 'client' | 'server' | 'node' }
  | { readonly kind: 'all'; readonly role: 'replica' | 'gateway' | 'client' | 'server' | 'node' }
  | { readonly kind: 'minority' | 'majority'; readonly shard: number | undefined };

/** When acts happen: once, or again and again until the chaos ends. */
export type Timing =
  | { readonly kind: 'at'; readonly atUs: number }
  | { readonly kind: 'every'; readonly everyUs: Range; readonly fromUs: number; readonly untilUs: number | undefined };

/** One entry of the fault plan: exactly one verb. `lastsUs` is the time until the world undoes it. */
export type FaultRule = {
  readonly timing: Timing;
  /** Acts that a seed must see, or the run is vacuous. */
  readonly atLeast: AtLeast | undefined;
} & FaultAct;

export type FaultAct = NodeAct | LinkAct | ClientAct | DiskAct;

/** What befalls nodes. */
export interface NodeAct {
  readonly verb: 'crash' | 'power-loss' | 'pause';
  readonly target: Target;
  readonly lastsUs: Range;
}

/** What befalls the links between nodes. */
export interface LinkAct {
  readonly verb: 'partition';
  readonly cut: Cut;
  readonly lastsUs: Range;
}

/** `isolate`: target on one side, the rest on the other. `from`/`to`: packets from the first do not reach the second. */
export type Cut =
  | { readonly kind: 'isolate'; readonly target: Target }
  | { readonly kind: 'between'; readonly a: Target; readonly b: Target }
  | { readonly kind: 'one-way'; readonly from: Target; readonly to: Target };

/** What the users of clients do. */
export interface ClientAct {
  readonly verb: 'disconnect';
  readonly target: Target;
  readonly lastsUs: Range;
}

/** What befalls disks. */
export type DiskAct =
  | { readonly verb: 'disk-stall' | 'disk-full'; readonly target: Target; readonly lastsUs: Range }
  | { readonly verb: 'rot'; readonly target: Target; readonly spares: Spares; readonly lastsUs: Range }
  | {
      readonly verb: 'roll-back';
      readonly target: Target;
      /** How old the copy is that comes back. */
      readonly ageUs: Range;
      /** Until the node, which loses power for it, is back. */
      readonly lastsUs: Range;
    };

/**
 * What rot leaves alone. `last-batch`: what the last sync of a class of files brought, for nobody
 * can tell it from a torn write. `budget`: that, and all but as many replicas of a shard as the
 * protocol says may hold bad copies. `nothing`: any byte of anybody.
 */
export type Spares = 'budget' | 'last-batch' | 'nothing';

/** A count per seed, or a count that a share of the batch's seeds must reach. */
export interface AtLeast {
  readonly count: number;
  /** In parts per million of the seeds; 1,000,000 means every one. */
  readonly ofPpm: number;
}
