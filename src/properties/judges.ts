/**
 * All properties of one run at work: each event goes to the chronicle first, then to every property
 * that listens for its kind, in their order. What they object to is kept with the event's number
 * and time.
 */
import type {
  Bounds,
  Court,
  JudgedNode,
  LinkCut,
  Message,
  NodeId,
  ObservationName,
  Observations,
  Offence,
  Operation,
  Outcome,
  Property,
  PropertyFactory,
  RoomId,
  RoomSpec,
  Token,
  Violation,
  WorldFacts,
} from '../contract/index.ts';
import { Chronicler } from './chronicle.ts';
import type { InnerProperty } from './court.ts';
import { Objections } from './objections.ts';
import { Outlook } from './outlook.ts';

export interface JudgesOptions {
  readonly properties: readonly PropertyFactory[];
  /** In order of their ids, from 1. */
  readonly nodes: readonly JudgedNode[];
  readonly rooms: readonly RoomSpec[];
  /** Messages kept per room, at least; `Infinity` keeps all. */
  readonly retention: number;
  readonly observes: ReadonlySet<ObservationName>;
  /** Default: five seconds each. */
  readonly bounds?: Bounds;
  /** Whether faults were beyond what the protocol claims to survive: then no due is objected to. Default: never. */
  isBeyondBudget?(): boolean;
  nowUs(): number;
  /** The number of the event that is being handled, from 1. */
  event(): number;
}

const defaultBounds: Bounds = { answeredUs: 5_000_000, promptUs: 5_000_000 };

/** See the head of this file. */
export class Judges implements Observations, WorldFacts {
  /** What cannot be judged, for what the protocol does not report: "persisted: …". */
  readonly unjudged: readonly string[];
  /** What the runner may ask about who can serve whom. */
  readonly outlook: Outlook;
  /** Whether anything was objected to. */
  objected = false;
  readonly #objections = new Objections();
  readonly #chronicle: Chronicler;
  readonly #properties: readonly Property[];
  readonly #broadcast: readonly Property[];
  readonly #outcome: readonly Property[];
  readonly #delivered: readonly Property[];
  readonly #deliveredRoutinely: readonly Property[];
  readonly #applied: readonly Property[];

  constructor(options: JudgesOptions) {
    const common = {
      nodes: [undefined, ...options.nodes],
      rooms: options.rooms,
      retention: options.retention,
      observes: options.observes,
      bounds: options.bounds ?? defaultBounds,
      nowUs: () => options.nowUs(),
    };
    this.#chronicle = new Chronicler(common);
    this.outlook = new Outlook(common.nodes, this.#chronicle);
    const unjudged: string[] = [];
    this.#properties = options.properties.map((factory) => {
      const court: Court = {
        ...common,
        chronicle: this.#chronicle,
        object: (clause, finding) => {
          if (!Object.hasOwn(factory.clauses, clause)) {
            throw new Error(`property ${factory.name} objects by the clause "${clause}", which it does not declare`);
          }
          if (factory.dues?.includes(clause) && options.isBeyondBudget?.() === true) return;
          this.objected = true;
          this.#objections.add({
            property: factory.name,
            clause,
            ...finding,
            event: options.event(),
            atUs: options.nowUs(),
          });
        },
      };
      for (const sentence of factory.unjudged?.(court) ?? []) unjudged.push(`${factory.name}: ${sentence}`);
      return factory.create(court);
    });
    this.unjudged = unjudged;
    const listeners = (name: keyof Property) => this.#properties.filter((property) => property[name] !== undefined);
    this.#broadcast = listeners('broadcast');
    this.#outcome = listeners('outcome');
    this.#delivered = listeners('delivered');
    this.#deliveredRoutinely = this.#delivered.filter((property: InnerProperty) => property.skipsRoutine !== true);
    this.#applied = listeners('applied');
  }

  /** In order; of a clause that objects without end, the first few. */
  get violations(): readonly Violation[] {
    return this.#objections.violations;
  }

  /** How often each `property/clause` objected in all. */
  get counts(): ReadonlyMap<string, number> {
    return this.#objections.counts;
  }

  /** The first thing that is still due after heal; undefined when everything is done. */
  open(): string | undefined {
    for (const property of this.#properties) {
      const due = property.open?.();
      if (due !== undefined) return due;
    }
    return undefined;
  }

  /** Time has run out: what is still due is objected to. */
  overdue(): void {
    for (const property of this.#properties) property.overdue?.();
  }

  /** Whether the client may wait for the room's next message: it is due to it, or nobody reports who joins. */
  mayAwait(room: RoomId, client: NodeId): boolean {
    return this.#chronicle.mayAwait(room, client);
  }

  /** All that a sync, or a power loss, made durable on the node's disk has been told to its reader. */
  synced(node: NodeId): void {
    this.#chronicle.secured.synced(node);
  }

  broadcast(node: NodeId, room: RoomId, token: Token): void {
    this.#chronicle.broadcast(node, room, token);
    for (const property of this.#broadcast) property.broadcast?.(node, room, token);
  }

  outcome(node: NodeId, room: RoomId, token: Token, outcome: Outcome, reason?: string): void {
    this.#chronicle.outcome(node, room, token, outcome);
    for (const property of this.#outcome) property.outcome?.(node, room, token, outcome, reason);
  }

  delivered(node: NodeId, room: RoomId, position: number, message: Message): void {
    this.#chronicle.delivered(node, room, position, message);
    const hearers = this.#chronicle.isRoutine ? this.#deliveredRoutinely : this.#delivered;
    for (const property of hearers) property.delivered?.(node, room, position, message);
  }

  applied(node: NodeId, room: RoomId, position: number, message: Message): void {
    this.#chronicle.applied(node, room, position, message);
    for (const property of this.#applied) property.applied?.(node, room, position, message);
  }

  resumed(node: NodeId, room: RoomId, cursor: number): void {
    this.#chronicle.resumed(node, room, cursor);
    for (const property of this.#properties) property.resumed?.(node, room, cursor);
  }

  truncated(node: NodeId, room: RoomId, from: number, to: number): void {
    this.#chronicle.truncated(node, room, from, to);
    for (const property of this.#properties) property.truncated?.(node, room, from, to);
  }

  connected(node: NodeId, gateway: NodeId): void {
    for (const property of this.#properties) property.connected?.(node, gateway);
    this.#chronicle.circumstances.connected(node, gateway);
  }

  disconnected(node: NodeId): void {
    for (const property of this.#properties) property.disconnected?.(node);
    this.#chronicle.circumstances.disconnected(node);
  }

  readStarted(node: NodeId, read: number, room: RoomId): void {
    this.#chronicle.readStarted(node, read);
    for (const property of this.#properties) property.readStarted?.(node, read, room);
  }

  readReturned(
    node: NodeId,
    read: number,
    from: number,
    items: readonly Message[],
    head: number,
    oldest: number,
  ): void {
    this.#chronicle.readReturned(node, read, from, items, head);
    for (const property of this.#properties) property.readReturned?.(node, read, from, items, head, oldest);
  }

  restored(node: NodeId, room: RoomId, position: number): void {
    this.#chronicle.restored(node, room, position);
    for (const property of this.#properties) property.restored?.(node, room, position);
  }

  memberAt(node: NodeId, room: RoomId, client: NodeId, request: Token, position: number): void {
    this.#chronicle.memberAt(node, room, client, request, position);
    for (const property of this.#properties) property.memberAt?.(node, room, client, request, position);
  }

  leftAt(node: NodeId, room: RoomId, client: NodeId, request: Token, position: number): void {
    this.#chronicle.leftAt(node, room, client, request, position);
    for (const property of this.#properties) property.leftAt?.(node, room, client, request, position);
  }

  led(node: NodeId, shard: number, epoch: number): void {
    for (const property of this.#properties) property.led?.(node, shard, epoch);
    this.#chronicle.circumstances.led(node, shard, epoch);
  }

  sometimes(node: NodeId, name: string): void {
    for (const property of this.#properties) property.sometimes?.(node, name);
  }

  booted(node: NodeId, incarnation: number): void {
    this.#chronicle.booted(node, incarnation);
    for (const property of this.#properties) property.booted?.(node, incarnation);
    this.#chronicle.circumstances.booted(node);
  }

  crashed(node: NodeId): void {
    this.#chronicle.crashed(node);
    for (const property of this.#properties) property.crashed?.(node);
    this.#chronicle.circumstances.crashed(node);
  }

  paused(node: NodeId): void {
    for (const property of this.#properties) property.paused?.(node);
    this.#chronicle.circumstances.paused(node);
  }

  unpaused(node: NodeId): void {
    for (const property of this.#properties) property.unpaused?.(node);
    this.#chronicle.circumstances.unpaused(node);
  }

  hindered(node: NodeId): void {
    for (const property of this.#properties) property.hindered?.(node);
    this.#chronicle.circumstances.hindered(node);
  }

  unhindered(node: NodeId): void {
    for (const property of this.#properties) property.unhindered?.(node);
    this.#chronicle.circumstances.unhindered(node);
  }

  retired(node: NodeId): void {
    for (const property of this.#properties) property.retired?.(node);
    this.#chronicle.retired(node);
  }

  linksCut(cut: LinkCut): void {
    for (const property of this.#properties) property.linksCut?.(cut);
    this.#chronicle.circumstances.linksCut(cut);
  }

  linksMended(cut: LinkCut): void {
    for (const property of this.#properties) property.linksMended?.(cut);
    this.#chronicle.circumstances.linksMended(cut);
  }

  asked(node: NodeId, operation: Operation): void {
    this.#chronicle.asked(node, operation);
    for (const property of this.#properties) property.asked?.(node, operation);
    this.#chronicle.circumstances.asked(node, operation);
  }

  healed(): void {
    for (const property of this.#properties) property.healed?.();
  }

  settled(): void {
    this.#chronicle.settled();
    for (const property of this.#properties) property.settled?.();
  }

  ended(): void {
    for (const property of this.#properties) property.ended?.();
  }

  offended(node: NodeId, offence: Offence): void {
    for (const property of this.#properties) property.offended?.(node, offence);
  }
}
