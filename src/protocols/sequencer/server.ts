/**
 * One sequencer: orders, keeps and fans out the rooms of its shard. Everything that it says rests
 * on its disk: a request is answered, applied and delivered once the batch that holds it is
 * durable, and after a restart nothing is served before the whole log has been read back. What it
 * cannot do is serve while it is down. After a failed disk act, or where its log is corrupt, it
 * falls silent until it is restarted.
 */
import { messageOf } from '../../bytes/index.ts';
import type { DiskError, Host, NodeId, Process, RoomId } from '../../contract/index.ts';
import { type Arrival, admit } from './admission.ts';
import { Compaction } from './compaction.ts';
import { Delivery } from './delivery.ts';
import { type Fetched, History } from './history.ts';
import { type Link, Links } from './links.ts';
import { Log } from './log.ts';
import type { LogRecord } from './log-format.ts';
import type { SequencerPacket } from './packets.ts';
import { type Recovered, recover } from './recovery.ts';
import type { Rules } from './rules.ts';
import type { PlacedBatch } from './scan.ts';
import type { Knobs } from './settings.ts';
import { State } from './state.ts';

type Of<Kind extends SequencerPacket['kind']> = Extract<SequencerPacket, { kind: Kind }>;

export interface ServerOptions {
  readonly knobs: Knobs;
  readonly rules: Rules;
  /** Messages kept per room, at least. */
  readonly retention: number;
}

/** Boots a sequencer: it recovers first, and hears nothing until it has. */
export function bootServer(host: Host<SequencerPacket>, options: ServerOptions): Process<SequencerPacket> {
  let server: Server | undefined;
  recover(host.disk, options.rules, (recovered) => {
    if (recovered === undefined) return;
    if (recovered.wasTorn) host.observe.sometimes('torn-tail-cut');
    const state = new State(recovered.snapshot);
    server = new Server(host, options, recovered, state);
  });
  return { receive: (from, packet) => server?.receive(from, packet) };
}

class Server {
  readonly #host: Host<SequencerPacket>;
  readonly #options: ServerOptions;
  readonly #state: State;
  readonly #history: History;
  readonly #log: Log;
  readonly #compaction: Compaction;
  readonly #links: Links;
  readonly #delivery: Delivery;
  #arrivals: Arrival[] = [];
  /** The record of this boot is durable: the disk works, and the numbers of links are new. */
  #serving = false;
  #failed = false;

  constructor(host: Host<SequencerPacket>, options: ServerOptions, recovered: Recovered, state: State) {
    const { knobs, rules, retention } = options;
    this.#host = host;
    this.#options = options;
    this.#state = state;
    this.#history = new History(knobs.cache);
    const failed = (_error: DiskError): void => {
      this.#failed = true;
    };
    const forget = (segment: number): void => {
      this.#history.forget(segment);
      host.observe.sometimes('segment-removed');
    };
    // A window more, so that what is under way to readers who keep up can be sent again.
    const keptItems = retention + knobs.window;
    this.#compaction = new Compaction({ disk: host.disk, rules, state, keptItems, forget, failed });
    this.#delivery = new Delivery({
      rules,
      state,
      history: this.#history,
      pageItems: knobs.page,
      windowItems: knobs.window,
      fetch: (room, from, limit, done) => this.#fetch(room, from, limit, done),
      send: (client, page) => host.send(client, page),
      sometimes: (name) => host.observe.sometimes(name),
    });
    const owner = { counted: (placed: PlacedBatch) => this.#counted(placed), idle: () => this.#flush(), failed };
    this.#log = new Log({ disk: host.disk, rules, segmentBytes: knobs.segmentBytes, tail: recovered.tail, owner });
    this.#replay(recovered);
    const life = rules.lifeAfter(state.life);
    this.#links = new Links(life);
    this.#log.append([{ kind: 'boot', life }]);
  }

  receive(from: NodeId, packet: SequencerPacket): void {
    if (!this.#serving || this.#failed) return;
    if (packet.kind === 'attach') {
      const link = this.#links.offer(from, packet.nonce, packet.attempt);
      if (link === undefined) return;
      this.#host.send(from, { kind: 'offer', nonce: packet.nonce, attempt: packet.attempt, link: link.number });
    } else if (packet.kind === 'detach') {
      if (this.#links.close(from, packet.link)) this.#delivery.detached(from);
    } else if (packet.kind === 'beat') {
      this.#beat(from, packet);
    } else {
      this.#receiveLinked(from, packet);
    }
  }

  #receiveLinked(from: NodeId, packet: Exclude<SequencerPacket, Of<'attach' | 'detach' | 'beat'>>): void {
    const link = this.#links.current(from);
    if (link === undefined || !this.#options.rules.sequencerHears(packet.link, link.number)) {
      this.#host.send(from, { kind: 'closed', link: packet.link });
      return;
    }
    if (packet.kind === 'open') this.#open(link);
    else if (packet.kind === 'request') this.#request(link, packet);
    else if (packet.kind === 'cursor') this.#delivery.acknowledged(link, packet);
    else if (packet.kind === 'read') this.#read(link, packet);
  }

  #beat(from: NodeId, packet: Of<'beat'>): void {
    const confirmed = this.#links.confirm(from, packet.link);
    if (confirmed === undefined) {
      this.#host.send(from, { kind: 'closed', link: packet.link });
      return;
    }
    this.#answer(confirmed.link);
    this.#delivery.beat(confirmed.link, packet.cursors);
  }

  #open(link: Link): void {
    const { client, nonce } = link;
    if (this.#state.sessions.get(client)?.nonce === nonce) this.#answer(link);
    else this.#arrive([{ kind: 'open', client, nonce }]);
  }

  #request(link: Link, { session: id, first, requests }: Of<'request'>): void {
    const { client } = link;
    const session = this.#state.sessions.get(client);
    if (session?.id !== id) return;
    const arrivals: Arrival[] = [];
    for (const [nth, request] of requests.entries()) {
      const number = first + nth;
      if (number <= session.last) continue;
      if (!this.#state.rooms.has(request.room)) break;
      arrivals.push({ kind: 'request', client, session: id, number, request });
    }
    if (first <= session.last) {
      this.#host.observe.sometimes('duplicate-answered');
      this.#answer(link);
    }
    this.#arrive(arrivals);
  }

  #read(link: Link, packet: Of<'read'>): void {
    const { read, room: name, from: asked } = packet;
    const room = this.#state.rooms.get(name);
    if (room === undefined) return;
    const from = Math.max(asked, this.#history.oldest(name));
    const limit = Math.min(packet.limit, this.#options.knobs.page);
    this.#fetch(name, from, limit, (fetched) => {
      if (fetched === 'gone') this.#read(link, packet);
      if (fetched === 'gone' || fetched === 'failed') return;
      const { head } = room;
      const oldest = this.#history.oldest(name);
      const { items } = fetched;
      this.#host.send(link.client, { kind: 'history', link: link.number, read, asked, from, items, head, oldest });
    });
  }

  /** What the client's session has reached; nothing is said of a session of a former incarnation. */
  #answer(link: Link): void {
    const session = this.#state.sessions.get(link.client);
    const isOwn = session?.nonce === link.nonce;
    const answer = { session: isOwn ? session.id : 0, through: isOwn ? session.last : 0 };
    this.#host.send(link.client, { kind: 'answer', link: link.number, ...answer });
  }

  #arrive(arrivals: readonly Arrival[]): void {
    for (const arrival of arrivals) {
      if (this.#arrivals.length >= this.#options.knobs.arrivals) break;
      this.#arrivals.push(arrival);
    }
    if (!this.#log.busy) this.#flush();
  }

  #flush(): void {
    if (this.#failed || this.#arrivals.length === 0) return;
    const { knobs, rules } = this.#options;
    const { records, taken } = admit(this.#state, this.#arrivals, knobs.batch, rules);
    this.#arrivals = this.#arrivals.slice(taken);
    if (records.length > 0) this.#log.append(records);
  }

  /** Reads the recovered log into memory, and reports all of it that no snapshot covers. */
  #replay({ snapshot, batches }: Recovered): void {
    const { observe } = this.#host;
    if (snapshot.end.index > 0) observe.sometimes('snapshot-loaded');
    for (const { name, head } of snapshot.rooms) if (head > 0) observe.restored(name, head);
    const begun = new Set<RoomId>();
    for (const placed of batches) {
      this.#compaction.note(placed);
      for (const [nth, record] of placed.batch.records.entries()) {
        const index = placed.batch.first + nth;
        if (record.kind === 'message' && !begun.has(record.room)) {
          begun.add(record.room);
          this.#history.begin(record.room, record.position);
        }
        if (record.kind === 'message') this.#history.add(record.room, record.position, record.bytes, placed.place);
        if (index > snapshot.end.index) this.#apply(index, record);
      }
    }
    for (const [name, { head }] of this.#state.rooms) if (!begun.has(name)) this.#history.begin(name, head + 1);
    for (const session of this.#state.sessions.values()) {
      session.last = this.#options.rules.recalledNumber(session.last);
    }
  }

  #apply(index: number, record: LogRecord): void {
    const { observe } = this.#host;
    if (record.kind === 'open' && this.#state.sessions.has(record.client)) observe.sometimes('session-fenced');
    this.#state.apply(index, record);
    if (record.kind === 'message') observe.applied(record.room, record.position, messageOf(record.bytes));
    else if (record.kind === 'join') observe.memberAt(record.room, record.client, record.request, record.position);
    else if (record.kind === 'leave') observe.leftAt(record.room, record.client, record.request, record.position);
  }

  #counted(placed: PlacedBatch): void {
    const { batch, place } = placed;
    const senders = new Set<NodeId>();
    const rooms = new Set<RoomId>();
    this.#compaction.note(placed);
    for (const [nth, record] of batch.records.entries()) {
      this.#apply(batch.first + nth, record);
      if (record.kind === 'boot') {
        this.#serving = true;
        continue;
      }
      senders.add(record.client);
      if (record.kind === 'message') {
        this.#history.add(record.room, record.position, record.bytes, place);
        rooms.add(record.room);
      } else if (record.kind !== 'open') {
        this.#memberChanged(record);
      }
    }
    for (const client of senders) {
      const link = this.#links.current(client);
      if (link !== undefined) this.#answer(link);
    }
    for (const room of rooms) this.#delivery.progressed(room);
    this.#compaction.consider(this.#log.end);
  }

  #memberChanged({ kind, client, room: name }: Extract<LogRecord, { kind: 'join' | 'leave' }>): void {
    const room = this.#state.rooms.get(name);
    const link = this.#links.current(client);
    if (kind === 'leave') this.#delivery.left(client, name);
    else if (room !== undefined && link !== undefined) this.#delivery.joined(link, room);
  }

  #fetch(room: RoomId, from: number, limit: number, done: (fetched: Fetched) => void): void {
    const read: Log['read'] = (place, taken) => this.#log.read(place, taken);
    this.#history.fetch(room, from, limit, read, (fetched) => {
      if (fetched === 'failed') this.#failed = true;
      if (!this.#failed) done(fetched);
    });
  }
}
