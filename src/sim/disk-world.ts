import type { Disk } from '../contract/index.ts';

/**
 * Decides what becomes of unsynced changes at a power loss, one by one, and counts what happened.
 * `keep` is asked once per change, by the anchor of the operation and its aspect.
 */
export interface PowerLoss {
  keep(anchor: string): boolean;
  /** Whether only the first half (1) or the second (2) of a sector is new, or all or nothing (0). */
  tears(anchor: string): 0 | 1 | 2;
  count(counter: 'lost-sector' | 'kept-sector' | 'torn-sector' | 'torn-write' | 'lost-name'): void;
}

/** What a disk has for the process whose operation is complete. */
export interface DiskAnswer {
  /** What is done. */
  readonly kind: keyof Disk;
  /** Digest of the operation and of what came of it. */
  readonly content: number;
  /** Runs in the process. */
  readonly done: () => void;
}

/** Applies an operation's effect; undefined where a crash has settled it already. */
export type Complete = () => DiskAnswer | undefined;

/** What makes a copy bad that its process believes to be good, or takes all copies away. */
export type DiskDamage = 'lying-sync' | 'misdirected-write' | 'rot' | 'rot-of-last-batch' | 'roll-back' | 'wipe';

/** What a simulated disk needs of the simulator. */
export interface DiskWorld {
  /**
   * Calls `complete` once, after `delayUs`; what is to run in the process the simulator runs only
   * if `incarnation` still lives. `asked` is the digest of the operation; `yields` is how often it
   * yields to what else comes up in its microsecond.
   */
  submit(delayUs: number, incarnation: number, asked: number, complete: Complete, yields?: number): void;
  /** How often the operation of this anchor yields: see `order.ts`. */
  yieldsOf(anchor: string): number;
  /** See `Decisions.decide`. */
  decide(anchor: string, plain: number, draw: (word: number) => number): number;
  count(counter: string): void;
  /** A copy of what syncs brought, or were said to have brought, is bad, or gone: `fault` is what is counted. */
  damaged(fault: DiskDamage): void;
  /** An act that the process asked for failed for no fault of its own. */
  failed(): void;
  /** What became durable, as `DiskReader.changed` documents it. The bytes are the reader's to keep. */
  changed(file: string, from: number, to: number, bytes: Uint8Array): void;
  /** As `DiskReader.removed`. */
  removed(file: string): void;
  /** All that a sync, or a power loss, changed of a file or of the directory has been told. */
  synced(): void;
}
