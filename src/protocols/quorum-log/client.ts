/**
 * A chat client with nothing but memory. Its requests are numbered and sent again until they are
 * known to be committed, so a living client never has to guess what became of them; while its user
 * is disconnected they wait. It delivers each room in order, only what comes next, once per life.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, NodeId, Operation, Process, RoomId } from '../../contract/index.ts';
import type { Request } from './entry.ts';
import type { Cursor, Packet, PacketOf, Page } from './packets.ts';

/** A client is heard of so often, if only to say that it is there, and what it has; in doubt whether anybody hears, sooner. */
const helloUs = 1_000_000;
/** What is not answered by then, a first greeting too, goes again. */
const retryUs = 200_000;
/** The connection is lost after so many greetings without a packet from the gateway. */
const silentHellos = 4;
/** Requests under way at once, and waiting at all. */
const flightItems = 8;
const outboxItems = 1_024;
/** Deliveries of a room after which the gateway is told. */
const acknowledgeItems = 64;

interface RoomCursor {
  readonly interval: number;
  cursor: number;
  told: number;
}

export class Client implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #gateway: NodeId;
  readonly #session: number;
  readonly #cursors = new Map<RoomId, RoomCursor>();
  /** Numbered from `#first`. */
  readonly #waiting: Request[] = [];
  #first = 1;
  /** The highest number sent. */
  #sent = 0;
  readonly #reads: Omit<PacketOf<'read'>, 'kind' | 'client' | 'session'>[] = [];
  #isWanted = false;
  #isUp = false;
  #link = 0;
  /** Greetings since the gateway was last heard of. */
  #silence = 0;
  /** Has asked for what it lacks, and heard nothing yet. */
  #isAsking = false;

  constructor(host: Host<Packet>, gateway: NodeId) {
    this.#host = host;
    this.#gateway = gateway;
    this.#session = Math.floor(host.random('session') * 2 ** 31);
    this.#connect();
  }

  perform(operation: Operation): void {
    const { observe } = this.#host;
    switch (operation.kind) {
      case 'connect':
        this.#connect();
        break;
      case 'disconnect':
        this.#disconnect();
        break;
      case 'broadcast': {
        const { room, message } = operation;
        observe.broadcast(room, message.token);
        if (this.#waiting.length < outboxItems) this.#request({ kind: 'message', room, bytes: message.bytes });
        else observe.outcome(room, message.token, 'refused', `${outboxItems} others wait`);
        break;
      }
      case 'join':
      case 'leave':
        this.#request(operation);
        break;
      case 'read': {
        const { read, room, from, limit } = operation;
        observe.readStarted(read, room);
        this.#reads.push({ read, room, from: Math.max(1, from), limit });
        if (this.#reads.length === 1) this.#sendRead();
        break;
      }
      case 'command':
        break;
    }
  }

  receive(_from: NodeId, packet: Packet): void {
    if (!this.#isWanted || !('session' in packet) || packet.session !== this.#session) return;
    this.#silence = 0;
    if (packet.kind === 'welcome') this.#welcome(packet);
    else if (packet.kind === 'pages') {
      this.#done(packet.through);
      for (const page of packet.pages) this.#page(page);
    } else if (packet.kind === 'history') this.#history(packet);
  }

  #connect(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#greet();
  }

  #disconnect(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#host.clearTimer('hello');
    this.#host.clearTimer('retry');
    this.#host.send(this.#gateway, { kind: 'bye', session: this.#session, link: this.#link });
    this.#lose();
  }

  /** Under a new link, on which nothing of a former one counts. */
  #greet(): void {
    this.#link++;
    this.#silence = 0;
    this.#hello();
  }

  #lose(): void {
    if (this.#isUp) this.#host.observe.disconnected();
    this.#isUp = false;
  }

  #hello(): void {
    this.#tell();
    const isHeard = this.#isUp && this.#silence < 2;
    this.#host.setTimer('hello', isHeard ? helloUs : retryUs, () => {
      this.#isAsking = false;
      this.#silence++;
      if (this.#silence < silentHellos) this.#hello();
      else {
        this.#lose();
        this.#greet();
      }
    });
  }

  #tell(): void {
    const cursors: Cursor[] = [];
    for (const [room, known] of this.#cursors) {
      known.told = known.cursor;
      cursors.push({ room, interval: known.interval, cursor: known.cursor });
    }
    this.#host.send(this.#gateway, { kind: 'hello', session: this.#session, link: this.#link, cursors });
  }

  #welcome({ link, through }: PacketOf<'welcome'>): void {
    if (link !== this.#link) return;
    this.#isAsking = false;
    this.#done(through);
    if (this.#isUp) return;
    this.#isUp = true;
    this.#host.observe.connected(this.#gateway);
    this.#retry();
  }

  /** Requests up to this number are committed; others may take their place. */
  #done(through: number): void {
    for (; this.#first <= through; this.#first++) {
      const request = this.#waiting.shift();
      if (request === undefined) throw new Error(`request ${this.#first} of ${through} that are done was asked for`);
      if (request.kind === 'message') {
        this.#host.observe.outcome(request.room, messageOf(request.bytes).token, 'accepted');
      }
    }
    if (this.#isUp && this.#someFit()) this.#submit();
    this.#rest();
  }

  /** Nothing is left to ask again for. */
  #rest(): void {
    if (this.#waiting.length + this.#reads.length === 0) this.#host.clearTimer('retry');
  }

  #request(request: Request): void {
    this.#waiting.push(request);
    if (this.#isUp && this.#someFit()) this.#submit();
  }

  /** Everything that is not answered goes again, for as long as the connection lasts. */
  #retry(): void {
    this.#submit();
    this.#sendRead();
  }

  #retryLater(): void {
    this.#host.setTimer('retry', retryUs, () => {
      if (!this.#isUp) return;
      // The gateway may have restarted, and not know who asks.
      this.#tell();
      this.#retry();
    });
  }

  /** Whether a request that was never sent would go with the next packet. */
  #someFit(): boolean {
    return this.#sent + 1 < this.#first + Math.min(this.#waiting.length, flightItems);
  }

  /** All that is not answered goes in one packet, so that no order among packets matters. */
  #submit(): void {
    const requests = this.#waiting.slice(0, flightItems);
    if (requests.length === 0) return;
    this.#sent = Math.max(this.#sent, this.#first + requests.length - 1);
    const client = this.#host.id;
    this.#host.send(this.#gateway, { kind: 'submit', client, session: this.#session, first: this.#first, requests });
    this.#retryLater();
  }

  #sendRead(): void {
    const [first] = this.#reads;
    if (first === undefined || !this.#isUp) return;
    this.#host.send(this.#gateway, { kind: 'read', client: this.#host.id, session: this.#session, ...first });
    this.#retryLater();
  }

  #history({ read, from, items, head }: PacketOf<'history'>): void {
    if (this.#reads[0]?.read !== read) return;
    this.#reads.shift();
    this.#host.observe.readReturned(read, from, items.map(messageOf), head, 1);
    this.#sendRead();
    this.#rest();
  }

  #page({ room, interval, since, from, items, head }: Page): void {
    let known = this.#cursors.get(room);
    if (known === undefined || known.interval < interval) {
      known = { interval, cursor: since, told: since };
      this.#cursors.set(room, known);
    }
    if (known.interval !== interval) return;
    const had = known.cursor + 1 - from;
    for (let nth = had; nth >= 0 && nth < items.length; nth++) {
      known.cursor++;
      this.#host.observe.delivered(room, known.cursor, messageOf(items[nth]!));
    }
    const isBehind = known.cursor < head && !this.#isAsking;
    if (!isBehind && known.cursor - known.told < acknowledgeItems) return;
    this.#isAsking ||= isBehind;
    if (this.#isUp) this.#tell();
  }
}
