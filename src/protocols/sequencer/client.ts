/**
 * A chat client with nothing but memory: it keeps a link to every sequencer, sends what its user
 * broadcasts until it is durable, and delivers each room in order, once per life. While
 * disconnected it keeps what it is asked for. It is connected when all its links are up.
 */

import { messageOf } from '../../bytes/index.ts';
import type { Host, Message, NodeId, Operation, Process, RoomId } from '../../contract/index.ts';
import { ClientLink } from './client-link.ts';
import { Outbox } from './client-outbox.ts';
import { ClientReads } from './client-reads.ts';
import { ClientRooms } from './client-rooms.ts';
import type { Page, Request, SequencerPacket } from './packets.ts';
import type { Rules } from './rules.ts';
import type { Knobs } from './settings.ts';

/** How long a gap may fill by itself before the client asks. */
const gapUs = 30_000;

export interface ClientOptions {
  readonly knobs: Knobs;
  readonly rules: Rules;
  readonly sequencers: readonly NodeId[];
  /** Who orders the room; undefined for a room that does not exist. */
  readonly sequencerOf: (room: RoomId) => NodeId | undefined;
}

interface Shard {
  readonly link: ClientLink;
  readonly outbox: Outbox;
  readonly reads: ClientReads;
}

export function bootClient(host: Host<SequencerPacket>, options: ClientOptions): Process<SequencerPacket> {
  const client = new Client(host, options);
  client.perform({ kind: 'connect' });
  return client;
}

class Client implements Process<SequencerPacket> {
  readonly #host: Host<SequencerPacket>;
  readonly #options: ClientOptions;
  readonly #rooms: ClientRooms;
  readonly #shards = new Map<NodeId, Shard>();
  #isConnected = false;
  #awaitsGap = false;

  constructor(host: Host<SequencerPacket>, options: ClientOptions) {
    this.#host = host;
    this.#options = options;
    this.#rooms = new ClientRooms(host, options.knobs, options.rules);
    const nonce = options.rules.nonce(host);
    for (const sequencer of options.sequencers) this.#shards.set(sequencer, this.#shard(sequencer, nonce));
  }

  perform(operation: Operation): void {
    switch (operation.kind) {
      case 'connect':
        for (const { link } of this.#shards.values()) link.connect();
        break;
      case 'disconnect':
        for (const { link } of this.#shards.values()) link.disconnect();
        break;
      case 'broadcast':
        this.#broadcast(operation.room, operation.message);
        break;
      case 'join':
      case 'leave':
        // Beyond any bound: there is no way to refuse one.
        this.#shardOf(operation.room)?.outbox.add(operation);
        break;
      case 'read': {
        const { read, room, from, limit } = operation;
        const shard = this.#shardOf(room);
        if (shard === undefined || shard.reads.length >= this.#options.knobs.outbox) break;
        this.#host.observe.readStarted(read, room);
        shard.reads.add(read, room, from, limit);
        break;
      }
      case 'command':
        break;
    }
  }

  receive(from: NodeId, packet: SequencerPacket): void {
    const shard = this.#shards.get(from);
    if (shard?.link.receive(packet) !== true) return;
    if (packet.kind === 'answer') shard.outbox.answered(packet.session, packet.through);
    else if (packet.kind === 'history') shard.reads.answered(packet);
    else if (packet.kind === 'page') this.#page(shard, from, packet);
  }

  #broadcast(room: RoomId, message: Message): void {
    const { observe } = this.#host;
    const shard = this.#shardOf(room);
    observe.broadcast(room, message.token);
    if (shard === undefined) {
      observe.outcome(room, message.token, 'refused', 'there is no such room');
    } else if (shard.outbox.length >= this.#options.knobs.outbox) {
      observe.outcome(room, message.token, 'refused', `${shard.outbox.length} others wait`);
    } else {
      shard.outbox.add({ kind: 'message', room, bytes: message.bytes });
    }
  }

  #page(shard: Shard, from: NodeId, page: Page): void {
    const effect = this.#rooms.take(page);
    if (effect === 'acknowledge') this.#acknowledge(shard, from, page.room, false);
    if (effect !== 'gap' || this.#awaitsGap) return;
    this.#awaitsGap = true;
    this.#host.setTimer('gap', gapUs, () => this.#askForGaps());
  }

  #askForGaps(): void {
    this.#awaitsGap = false;
    for (const room of this.#rooms.gaps()) {
      const sequencer = this.#options.sequencerOf(room);
      const shard = sequencer === undefined ? undefined : this.#shards.get(sequencer);
      if (sequencer !== undefined && shard?.link.isUp === true) this.#acknowledge(shard, sequencer, room, true);
    }
  }

  #acknowledge({ link }: Shard, sequencer: NodeId, room: RoomId, again: boolean): void {
    const cursor = this.#rooms.acknowledgement(room);
    if (cursor !== undefined) this.#host.send(sequencer, { kind: 'cursor', link: link.number, again, ...cursor });
  }

  #shard(sequencer: NodeId, nonce: number): Shard {
    const host = this.#host;
    const { knobs, rules, sequencerOf } = this.#options;
    const link = new ClientLink({
      host,
      sequencer,
      nonce,
      knobs,
      rules,
      cursors: () => this.#rooms.cursors((room) => sequencerOf(room) === sequencer),
      changed: (isUp) => this.#linkChanged(sequencer, isUp),
    });
    const settled = (request: Request): void => {
      if (request.kind !== 'message') return;
      host.observe.outcome(request.room, messageOf(request.bytes).token, 'accepted');
    };
    const givenUp = (request: Request): void => {
      if (request.kind !== 'message') return;
      host.observe.outcome(request.room, messageOf(request.bytes).token, 'refused', 'it took too long');
    };
    const outbox = new Outbox({ host, sequencer, link, knobs, rules, settled, givenUp });
    return { link, outbox, reads: new ClientReads({ host, sequencer, link, knobs }) };
  }

  #shardOf(room: RoomId): Shard | undefined {
    const sequencer = this.#options.sequencerOf(room);
    return sequencer === undefined ? undefined : this.#shards.get(sequencer);
  }

  #linkChanged(sequencer: NodeId, isUp: boolean): void {
    const shard = this.#shards.get(sequencer);
    if (isUp) {
      shard?.outbox.connected();
      shard?.reads.connected();
    }
    let isConnected = true;
    for (const { link } of this.#shards.values()) isConnected &&= link.isUp;
    if (isConnected === this.#isConnected) return;
    this.#isConnected = isConnected;
    const [first] = this.#options.sequencers;
    if (!isConnected) this.#host.observe.disconnected();
    else if (first !== undefined) this.#host.observe.connected(first);
  }
}
