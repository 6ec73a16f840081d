import type { DiskReader } from './disk-reader.ts';
import type { NodeId, RoomId, Token } from './ids.ts';
import type { Message } from './message.ts';
import type { ObservationName, Observer, Outcome } from './observer.ts';
import type { Operation } from './operation.ts';
import type { Role } from './protocol.ts';
import type { RoomSpec } from './topology.ts';
import type { Finding } from './violation.ts';

/** What a property knows of a node from the layout. */
export interface JudgedNode {
  readonly id: NodeId;
  readonly name: string;
  readonly role: Role;
  readonly shard: number | undefined;
  /** Fed by the simulator with truthful syncs only; undefined without one. */
  readonly disk: DiskReader | undefined;
  /** It leads its shard for good; nothing is accepted without it. */
  readonly leads?: boolean;
}

/** Virtual time, in microseconds, within which what is timed must come. */
export interface Bounds {
  /** From the asking for a broadcast to its outcome. */
  readonly answeredUs: number;
  /** To a delivery, and from the wish to be connected to the connection. */
  readonly promptUs: number;
}

/** Packets from any of the first to any of the second do not pass as they should: they vanish, wait, or get lost one by one. */
export interface LinkCut {
  readonly from: ReadonlySet<NodeId>;
  readonly to: ReadonlySet<NodeId>;
}

/** What was observed so far, the event that is being judged included. */
export interface Chronicle {
  /** The message at a position of L(room), once that position is fixed. */
  messageAt(room: RoomId, position: number): Message | undefined;
  /** The highest fixed position of L(room); 0 while there is none. */
  lengthOf(room: RoomId): number;
  /** Where the message with this token stands in its room. */
  positionOf(token: Token): number | undefined;
  outcomeOf(token: Token): Outcome | undefined;
  /** Whether the client is a member at this position, as far as joins and leaves have been reported. */
  isMember(room: RoomId, client: NodeId, position: number): boolean;
  /** 0 before the first boot. */
  incarnationOf(node: NodeId): number;
  isUp(node: NodeId): boolean;
}

/** The scenario as its judges see it. */
export interface Court {
  /** By id: `nodes[id]`; index 0 is empty. */
  readonly nodes: readonly (JudgedNode | undefined)[];
  readonly rooms: readonly RoomSpec[];
  /** Messages kept per room, at least. */
  readonly retention: number;
  /** What the protocol declares that it reports, the minimum included. */
  readonly observes: ReadonlySet<ObservationName>;
  readonly bounds: Bounds;
  readonly chronicle: Chronicle;
  nowUs(): number;
  /** Records an objection at the event that is being handled. `clause` is one of the factory's. */
  object(clause: string, finding: Finding): void;
}

/** Observations, each led by the node that reports. */
export type Observations = {
  [Name in ObservationName]: (node: NodeId, ...report: Parameters<Observer[Name]>) => void;
};

/** Facts that the world reports, whatever the protocol says. */
export interface WorldFacts {
  /** A process boots; incarnations count from 1. */
  booted(node: NodeId, incarnation: number): void;
  /** The process is gone. */
  crashed(node: NodeId): void;
  /** The process is frozen: its packets queue, its timers fire late. */
  paused(node: NodeId): void;
  /** The process goes on. Not said of one that crashes instead. */
  unpaused(node: NodeId): void;
  /**
   * Something but a crash or a pause keeps the node from serving in time: its process is slow, or
   * drains its packets slowly or not at all; its monotonic clock stands still; its disk stalls, or
   * failed its process, which may serve again only when it boots. There may be several reasons at once.
   */
  hindered(node: NodeId): void;
  /** One of these reasons is gone; said of a crash, too, which ends those of the process. */
  unhindered(node: NodeId): void;
  /**
   * The node is gone for good, as it is: wiped, down, or cut off, stalled or frozen where heal does not
   * cover it. Nobody restarts or heals it. What is owed to it, or by it, is void.
   */
  retired(node: NodeId): void;
  /** Packets of these links do not pass as they should from now on. Cuts may overlap. */
  linksCut(cut: LinkCut): void;
  /** That very cut is over. */
  linksMended(cut: LinkCut): void;
  /** The application asked a running node for this, just before its process hears of it. */
  asked(node: NodeId, operation: Operation): void;
  /** The chaos is over: everything that is not retired runs, and is connected, from here on. */
  healed(): void;
  /** Everything due has arrived or its time has run out; what follows are read-backs. */
  settled(): void;
  /** The run is over, and no objection ended it: the moment to look at everything once more. */
  ended(): void;
  /** A process broke the rules of the seam: threw, looped, called what is banned. */
  offended(node: NodeId, offence: Offence): void;
}

/** A breach of the seam's rules. `where` is file:line:column in the user's code, where known. */
export interface Offence {
  readonly clause: 'threw' | 'endless' | 'asynchronous' | 'banned' | 'misused' | 'impure' | 'misread';
  readonly sentence: string;
  readonly where?: string;
}

/**
 * A promise as a small state machine: it hears what happens, in order, at constant cost each, and
 * objects through its court. It sees observations, the world's facts and durable bytes; never a
 * process's memory.
 */
export interface Property extends Partial<Observations>, Partial<WorldFacts> {
  /** What is still due after heal ("c7 lacks general#41"); undefined when nothing is. Cheap enough to ask often. */
  open?(): string | undefined;
  /** Time has run out: object to what is still due. */
  overdue?(): void;
}

/** Makes a property for one run. */
export interface PropertyFactory {
  readonly name: string;
  readonly summary: string;
  /** Clause name → the sentence of the promise that it stands for. Names are stable. */
  readonly clauses: Readonly<Record<string, string>>;
  /** Clauses that demand that something comes, in time or at all: dropped once faults are beyond the protocol's budget. */
  readonly dues?: readonly string[];
  create(court: Court): Property;
  /** What of this promise cannot be judged, because of what the protocol does not report; a sentence each. */
  unjudged?(court: Court): readonly string[];
}
