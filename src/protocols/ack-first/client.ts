/**
 * A client: one request at a time, sent again until it is answered, and a heartbeat that says how
 * far it is in each room. It delivers only what comes next, and asks for what is missing. Volatile:
 * a restarted client begins anew. Left out: giving up, and a bound on what waits to be sent.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, NodeId, Operation, Process, RoomId } from '../../contract/index.ts';
import type { Change, Cursor, Fetch, Packet } from './packets.ts';

const beatUs = 200_000;
const retryUs = 300_000;
/** Heartbeats without an answer after which the connection counts as lost. */
const silentBeats = 3;

interface Request {
  readonly packet: Change | Fetch;
  readonly operation: Operation;
}

export class Client implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #server: NodeId;
  readonly #nonce: string;
  /** The first has been sent, whenever the client is online. */
  readonly #requests: Request[] = [];
  readonly #cursors = new Map<RoomId, Cursor>();
  #requested = 0;
  /** Whether the user wants to be connected. */
  #online = false;
  /** Of the server's incarnation to which it is connected. */
  #life: number | undefined;
  #silence = 0;
  /** Has asked for what is missing, and no answer has come yet. */
  #asking = false;

  constructor(host: Host<Packet>, server: NodeId) {
    this.#host = host;
    this.#server = server;
    this.#nonce = `${host.id}.${Math.floor(host.random('nonce') * 2 ** 32)}`;
    this.#connect();
  }

  perform(operation: Operation): void {
    const { observe } = this.#host;
    const id = `${this.#nonce}.${this.#requested++}`;
    switch (operation.kind) {
      case 'broadcast':
        observe.broadcast(operation.room, operation.message.token);
        this.#request({ kind: 'send', id, room: operation.room, bytes: operation.message.bytes }, operation);
        break;
      case 'join':
      case 'leave':
        this.#request({ ...operation, id }, operation);
        break;
      case 'read': {
        const { read, room, from, limit } = operation;
        observe.readStarted(read, room);
        this.#request({ kind: 'fetch', id, room, from, limit }, operation);
        break;
      }
      case 'connect':
        this.#connect();
        break;
      case 'disconnect':
        this.#online = false;
        this.#host.clearTimer('beat');
        this.#host.clearTimer('retry');
        this.#serves(undefined);
        break;
    }
  }

  receive(_from: NodeId, packet: Packet): void {
    if (!this.#online) return;
    switch (packet.kind) {
      case 'alive':
        this.#silence = 0;
        this.#asking = false;
        this.#serves(packet.life);
        break;
      case 'news':
        this.#news(packet);
        break;
      case 'done':
      case 'page':
        this.#answered(packet);
        break;
    }
  }

  #connect(): void {
    if (this.#online) return;
    this.#online = true;
    this.#silence = 0;
    this.#beat();
    this.#sendFirst();
  }

  #beat(): void {
    this.#asking = true;
    this.#host.send(this.#server, { kind: 'beat', cursors: [...this.#cursors.values()] });
    this.#host.setTimer('beat', beatUs, () => {
      this.#silence++;
      if (this.#silence >= silentBeats) this.#serves(undefined);
      this.#beat();
    });
  }

  /** The server's incarnation to which it is connected is now this one, or none. */
  #serves(life: number | undefined): void {
    if (life === this.#life) return;
    if (this.#life !== undefined) this.#host.observe.disconnected();
    this.#life = life;
    if (life !== undefined) this.#host.observe.connected(this.#server);
  }

  #news({ room, since, from, items, head }: Extract<Packet, { kind: 'news' }>): void {
    const known = this.#cursors.get(room);
    // News of a membership before this one.
    if (known !== undefined && since < known.since) return;
    let cursor = known?.since === since ? known.cursor : since;
    for (const [index, bytes] of items.entries()) {
      if (from + index !== cursor + 1) continue;
      cursor++;
      this.#host.observe.delivered(room, cursor, messageOf(bytes));
    }
    this.#cursors.set(room, { room, since, cursor });
    if (cursor < head && !this.#asking) this.#beat();
  }

  #request(packet: Change | Fetch, operation: Operation): void {
    this.#requests.push({ packet, operation });
    if (this.#requests.length === 1) this.#sendFirst();
  }

  #sendFirst(): void {
    const [first] = this.#requests;
    if (first === undefined || !this.#online) return;
    this.#host.send(this.#server, first.packet);
    this.#host.setTimer('retry', retryUs, () => this.#sendFirst());
  }

  #answered(answer: Extract<Packet, { kind: 'done' | 'page' }>): void {
    const [first] = this.#requests;
    if (first?.packet.id !== answer.id) return;
    this.#requests.shift();
    this.#host.clearTimer('retry');
    const { observe } = this.#host;
    const { operation } = first;
    if (operation.kind === 'broadcast') observe.outcome(operation.room, operation.message.token, 'accepted');
    if (operation.kind === 'read' && answer.kind === 'page') {
      observe.readReturned(operation.read, answer.from, answer.items.map(messageOf), answer.head, 1);
    }
    this.#sendFirst();
  }
}
