/**
 * A chat client with nothing but memory. It talks to one gateway, which serves all rooms; its
 * requests are sent again until they are known to be committed, and while its user is disconnected
 * they wait. Left for later: clients that keep what they have delivered on a disk.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, NodeId, Operation, Process, RoomId } from '../../contract/index.ts';
import { ClientLink } from './client-link.ts';
import { Outbox } from './client-outbox.ts';
import { ClientReads } from './client-reads.ts';
import { ClientRooms } from './client-rooms.ts';
import type { Request } from './entry.ts';
import type { Done } from './numbers.ts';
import type { Packet, Page } from './packets.ts';
import type { Knobs } from './settings.ts';

export interface ClientOptions {
  readonly knobs: Knobs;
  readonly gateways: readonly NodeId[];
  readonly rooms: readonly RoomId[];
}

export class Client implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #knobs: Knobs;
  readonly #session: number;
  readonly #link: ClientLink;
  readonly #rooms: ClientRooms;
  readonly #reads: ClientReads;
  readonly #outboxes: ReadonlyMap<RoomId, Outbox>;
  /** Has asked for what it lacks, and not been answered yet. */
  #isAsking = false;
  #isRetrying = false;

  constructor(host: Host<Packet>, { knobs, gateways, rooms }: ClientOptions) {
    this.#host = host;
    this.#knobs = knobs;
    this.#session = Math.floor(host.random('session') * 2 ** 31);
    this.#rooms = new ClientRooms(host.observe, Math.ceil(knobs.window / 2));
    this.#outboxes = new Map(rooms.map((room) => [room, new Outbox(knobs.flight)]));
    this.#link = new ClientLink({
      ...{ host, knobs, gateways, session: this.#session },
      cursors: () => this.#rooms.tell(),
      connected: () => this.#sendAll(),
    });
    this.#reads = new ClientReads({ host, session: this.#session, send: (packet) => this.#send(packet) });
    this.#link.connect();
  }

  perform(operation: Operation): void {
    const { observe } = this.#host;
    switch (operation.kind) {
      case 'connect':
        this.#link.connect();
        break;
      case 'disconnect':
        this.#link.disconnect();
        break;
      case 'broadcast': {
        const { room, message } = operation;
        const outbox = this.#outboxes.get(room);
        observe.broadcast(room, message.token);
        if (outbox === undefined) observe.outcome(room, message.token, 'refused', 'there is no such room');
        else if (outbox.length >= this.#knobs.outbox) {
          observe.outcome(room, message.token, 'refused', `${outbox.length} others wait`);
        } else this.#request(outbox, { kind: 'message', room, bytes: message.bytes });
        break;
      }
      case 'join':
      case 'leave': {
        // Beyond any bound: there is no way to refuse one.
        const outbox = this.#outboxes.get(operation.room);
        if (outbox !== undefined) this.#request(outbox, operation);
        break;
      }
      case 'read':
        this.#reads.add(operation);
        break;
      case 'command':
        break;
    }
  }

  receive(_from: NodeId, packet: Packet): void {
    if (packet.kind === 'history') this.#reads.answered(packet);
    if (packet.kind !== 'welcome' && packet.kind !== 'pages') return;
    if (!this.#link.hears(packet.session, packet.link)) return;
    if (packet.kind === 'welcome') this.#isAsking = false;
    this.#done(packet.done);
    this.#link.heard();
    if (packet.kind === 'pages') for (const page of packet.pages) this.#page(page);
  }

  #request(outbox: Outbox, request: Request): void {
    outbox.add(request);
    if (outbox.someFit) this.#submit(request.room, outbox);
  }

  /** Requests of these rooms up to these numbers are committed; others may take their place. */
  #done(done: readonly Done[]): void {
    for (const { room, through } of done) {
      const outbox = this.#outboxes.get(room);
      for (const request of outbox?.done(through) ?? []) {
        if (request.kind !== 'message') continue;
        this.#host.observe.outcome(room, messageOf(request.bytes).token, 'accepted');
      }
      if (outbox?.someFit === true) this.#submit(room, outbox);
    }
  }

  #submit(room: RoomId, outbox: Outbox): void {
    if (!this.#link.isUp || outbox.length === 0) return;
    this.#send({ kind: 'submit', client: this.#host.id, session: this.#session, room, ...outbox.next() });
  }

  #sendAll(): void {
    for (const [room, outbox] of this.#outboxes) this.#submit(room, outbox);
    this.#reads.ask();
  }

  /** What asks for an answer; all that has none by then goes again. */
  #send(packet: Packet): boolean {
    if (!this.#link.isUp) return false;
    this.#link.send(packet);
    if (!this.#isRetrying) this.#retryLater();
    return true;
  }

  #retryLater(): void {
    this.#isRetrying = true;
    const { retryUs } = this.#knobs;
    this.#host.setTimer('retry', Math.ceil(retryUs / 2 + (this.#host.random('retry') * retryUs) / 2), () => {
      this.#isRetrying = false;
      if (!this.#link.isUp) return;
      // The gateway may have restarted, and not know who asks.
      if ([...this.#outboxes.values()].some((outbox) => outbox.length > 0)) this.#link.tell();
      this.#sendAll();
    });
  }

  #page(page: Page): void {
    const effect = this.#rooms.take(page);
    if (effect === 'none' || (effect === 'behind' && this.#isAsking)) return;
    this.#isAsking ||= effect === 'behind';
    if (this.#link.isUp) this.#link.tell();
  }
}
