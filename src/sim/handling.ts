import { hashText } from '../chance/index.ts';
import type { AnyPacket, NodeId, Offence } from '../contract/index.ts';
import type { Counters } from './counters.ts';
import type { Complete } from './disk-world.ts';
import type { EventWorld } from './event-world.ts';
import type { SimNode } from './node.ts';
import type { Post } from './post.ts';
import type { Stage } from './stage.ts';
import type { Timer, Timers } from './timers.ts';
import { Kind, type TraceEntry } from './trace.ts';
import { Encoded } from './wire.ts';

/** What handling an event needs of the simulator. */
export interface HandlingWorld extends EventWorld {
  readonly nowUs: number;
  readonly counters: Counters;
  readonly timers: Timers;
  /** The number of the event that is being handled. */
  readonly events: number;
  trace(what: TraceEntry['what'], node: NodeId, other: NodeId, cause: number, detail?: unknown, name?: string): void;
  offended(node: NodeId, offence: Offence): void;
}

/** A disk operation that is due. */
export interface DiskCompletion {
  readonly node: SimNode;
  readonly incarnation: number;
  readonly cause: number;
  readonly complete: Complete;
}

/**
 * What comes up at a node that is ready for it: a packet lands, a timer fires, a disk answers. Each
 * begins an event, upon which the world may still strike the node, and then enters the stage.
 */
export class Handling {
  readonly #world: HandlingWorld;
  readonly #post: Post;
  readonly #stage: Stage;

  constructor(world: HandlingWorld, post: Post, stage: Stage) {
    this.#world = world;
    this.#post = post;
    this.#stage = stage;
  }

  land(node: SimNode, slot: number): void {
    const world = this.#world;
    const { flights } = this.#post;
    const packet = flights.packet(slot);
    const from = flights.from(slot);
    const content = flights.content(slot);
    const cause = flights.cause(slot);
    flights.land(slot);
    if (this.#post.wire !== undefined && packet instanceof Encoded) {
      this.#landEncoded(node, from, packet, content, cause);
      return;
    }
    if (node.state === 'down') {
      world.trace('lost', from, node.id, cause, packet, 'down');
      return;
    }
    world.begin(Kind.receive, node.id, from, content, cause, packet);
    if (this.#post.isTampered(world.events, packet, content)) this.#tampered(from, packet);
    if (node.process !== undefined) this.#stage.receive(node, from, packet);
  }

  fire(node: SimNode, timer: Timer): void {
    const { timers, nowUs } = this.#world;
    if (timers.isDue(timer, nowUs)) {
      this.#world.begin(Kind.fire, node.id, 0, hashText(timer.name), timer.cause, undefined, timer.name);
      this.#stage.run(node, 'timer', timer.name, timer.fire);
    }
    if (node.host === undefined) timers.release(timer);
    else node.host.timerRan(timer);
  }

  complete({ node, incarnation, cause, complete }: DiskCompletion): void {
    const answer = complete();
    if (answer === undefined || node.state === 'down' || node.incarnation !== incarnation) return;
    this.#world.begin(Kind.disk, node.id, 0, answer.content, cause, undefined, answer.kind);
    if (node.process !== undefined && node.incarnation === incarnation) {
      this.#stage.run(node, 'disk completion', '', answer.done);
    }
  }

  #landEncoded(node: SimNode, from: NodeId, encoded: Encoded, content: number, cause: number): void {
    const world = this.#world;
    if (node.state === 'down') {
      world.trace('lost', from, node.id, cause, encoded.packet, 'down');
      return;
    }
    world.begin(encoded.isGarbled ? Kind.garbled : Kind.receive, node.id, from, content, cause, encoded.packet);
    if (node.process === undefined) return;
    const packet = this.#post.wire?.decode(node, encoded);
    if (packet !== undefined) this.#stage.receive(node, from, packet);
    else if (encoded.isGarbled) world.counters.count('corrupt');
  }

  #tampered(from: NodeId, packet: AnyPacket): void {
    const sentence = `somebody changed the bytes of a packet ${packet.kind} from ${this.#world.node(from).name} after it was sent`;
    this.#world.offended(from, { clause: 'impure', sentence });
  }
}
