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
 * Where an act waits for an event: `it`, the node at which that happened. `gateway-of`: whom a client
 * is connected to, as it says; where it is to nobody, or that one cannot be struck, one of all that it might be.
 */
export type Target =
  | { readonly kind: 'it' }
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'leader'; readonly shard: number | undefined }
  | { readonly kind: 'one'; readonly role: 'replica' | 'gateway' | 'client' | 'server' | 'node' }
  | { readonly kind: 'all'; readonly role: 'replica' | 'gateway' | 'client' | 'server' | 'node' }
  | { readonly kind: 'minority' | 'majority'; readonly shard: number | undefined }
  | { readonly kind: 'gateway-of'; readonly client: ClientTarget };

/** One client: by its name, any that is connected, or the one at which an event happened. */
export type ClientTarget =
  | { readonly kind: 'it' }
  | { readonly kind: 'named'; readonly names: readonly [string] }
  | { readonly kind: 'one'; readonly role: 'client' };

/** When acts happen: once, or again and again until the chaos ends, or after something that happens in the run. */
export type Timing = { readonly kind: 'at'; readonly atUs: number } | Every | After;

export interface Every {
  readonly kind: 'every';
  readonly everyUs: Range;
  readonly fromUs: number;
  readonly untilUs: number | undefined;
  /** Only while the first has happened more recently than the second; what falls outside does not happen. */
  readonly between: readonly [EventPattern, EventPattern] | undefined;
}

export interface After {
  readonly kind: 'after';
  readonly event: EventPattern;
  /** Which of the events that fit, from 1. */
  readonly nth: number;
  /** How many of them, that one the first. */
  readonly times: number;
  /** 0: at once, before anybody else learns of it. */
  readonly delayUs: Range;
}

/** Something that happens in a run, and at or between whom. */
export type EventPattern =
  | { readonly kind: 'observed' | 'sometimes'; readonly name: string; readonly of: Target | undefined }
  | {
      readonly kind: 'sent' | 'received';
      readonly packet: string;
      readonly from: Target | undefined;
      readonly to: Target | undefined;
    }
  | { readonly kind: 'synced'; readonly of: Target };

/** One entry of the fault plan: exactly one verb. `lastsUs` is the time until the world undoes it. */
export type FaultRule = {
  readonly timing: Timing;
  /** Acts that a seed must see, or the run is vacuous. */
  readonly atLeast: AtLeast | undefined;
} & FaultAct;

export type FaultAct = NodeAct | WipeAct | LinkAct | ClientAct | StormAct | LateAct | ClockAct | DiskAct;

/** What befalls nodes. */
export interface NodeAct {
  readonly verb: 'crash' | 'power-loss' | 'pause';
  readonly target: Target;
  readonly lastsUs: Range;
  /** Nobody ever restarts them, heal neither; then `lastsUs` is no time. */
  readonly forGood?: true;
}

/** Nodes are gone for good, with their disks; `lastsUs` is no time. */
export interface WipeAct {
  readonly verb: 'wipe';
  readonly target: Target;
  readonly lastsUs: Range;
}

/** What befalls the links between nodes. */
export type LinkAct = CutAct | HoldAct | FlapAct | GreyAct | SwizzleAct | HalfOpenAct;

/** Packets over the cut vanish, or are held until the clog is released. */
export interface CutAct {
  readonly verb: 'partition' | 'clog';
  readonly cut: Cut;
  readonly lastsUs: Range;
}

/** A gate: packets are held until the event, or for `lastsUs` at most. */
export interface HoldAct {
  readonly verb: 'hold';
  readonly cut: Cut;
  readonly opens: EventPattern;
  readonly lastsUs: Range;
}

/** Cut for `downUs`, mended for `upUs`, and so on. */
export interface FlapAct {
  readonly verb: 'flap';
  readonly cut: Cut;
  readonly downUs: Range;
  readonly upUs: Range;
  readonly lastsUs: Range;
}

/** All links of the target are slow and lossy, both ways. */
export interface GreyAct {
  readonly verb: 'grey';
  readonly target: Target;
  readonly lossPpm: number;
  readonly delayUs: Range;
  readonly lastsUs: Range;
}

/** A random half of the target is clogged, one by one, and released in an order of its own. */
export interface SwizzleAct {
  readonly verb: 'swizzle';
  readonly target: Target;
  readonly lastsUs: Range;
}

/** The links of clients die in one direction. */
export interface HalfOpenAct {
  readonly verb: 'half-open';
  readonly target: Target;
  readonly lastsUs: Range;
}

/**
 * `isolate`: target on one side, the rest on the other. `from`/`to`: packets from the first do not
 * reach the second. `bridge`: the rest in two halves, of which only the target sees both. `ring`:
 * each of the target hears a different majority of it. `zone`: a region and the rest; undefined
 * for one of them, which chance picks.
 */
export type Cut =
  | { readonly kind: 'bridge' | 'ring'; readonly target: Target }
  | { readonly kind: 'zone'; readonly zone: string | undefined }
  | { readonly kind: 'isolate'; readonly target: Target }
  | { readonly kind: 'between'; readonly a: Target; readonly b: Target }
  | { readonly kind: 'one-way'; readonly from: Target; readonly to: Target };

/** What the users of clients do. */
export interface ClientAct {
  readonly verb: 'disconnect';
  readonly target: Target;
  readonly lastsUs: Range;
}

/** The target's clients disconnect at once, each with that chance, and connect again `lastsUs` and `connectUs` later. */
export interface StormAct {
  readonly verb: 'storm';
  readonly target: Target;
  readonly sharePpm: number;
  readonly connectUs: Range;
  readonly lastsUs: Range;
}

/** What makes processes late. */
export type LateAct =
  | { readonly verb: 'stop-reading'; readonly target: Target; readonly lastsUs: Range }
  | {
      readonly verb: 'slow' | 'slow-reader';
      readonly target: Target;
      /** What one handler, or one packet, takes. */
      readonly costUs: Range;
      readonly lastsUs: Range;
    };

/** What befalls clocks. */
export type ClockAct =
  | {
      readonly verb: 'clock-step';
      readonly target: Target;
      readonly byUs: Range;
      readonly direction: 'forward' | 'back' | 'either';
      readonly lastsUs: Range;
    }
  | {
      readonly verb: 'clock-freeze';
      readonly target: Target;
      readonly clock: 'wall' | 'monotonic';
      readonly lastsUs: Range;
    }
  | {
      readonly verb: 'clock-rate';
      readonly target: Target;
      readonly byPpm: Range;
      readonly direction: 'fast' | 'slow' | 'either';
      readonly lastsUs: Range;
    };

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
