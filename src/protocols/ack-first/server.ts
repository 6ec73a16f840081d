/**
 * The server: everything in memory, and a file of changes to recover from. A change is applied,
 * shown to the members and acknowledged at once; it is written right after that and synced up to
 * a fifth of a second later. So a crash loses at most what is on its way to the file, and a power
 * loss what everybody was told a moment ago. Left out: retention, and disks that fail.
 */
import { ByteReader, ByteWriter, messageOf, readFrame, writeFrame } from '../../bytes/index.ts';
import type { Host, NodeId, Process, RoomId } from '../../contract/index.ts';
import { type Change, type Cursor, codec, type Packet } from './packets.ts';

export const changesFile = 'changes';

/** Messages in one packet of news. */
const newsItems = 50;

interface Room {
  readonly messages: Uint8Array[];
  /** Client → the head when it joined. */
  readonly members: Map<NodeId, number>;
}

export interface ServerOptions {
  readonly rooms: ReadonlyMap<RoomId, readonly NodeId[]>;
  /** From the end of a write to the sync that follows it. */
  readonly syncEveryUs: number;
}

export class Server implements Process<Packet> {
  readonly #host: Host<Packet>;
  readonly #syncEveryUs: number;
  readonly #rooms: ReadonlyMap<RoomId, Room>;
  /** Ids of all changes ever applied. */
  readonly #done = new Set<string>();
  /** Clients that have shown themselves in this life. */
  readonly #online = new Set<NodeId>();
  readonly #life: number;
  #recovered = false;
  #unwritten: Uint8Array[] = [];
  #writing = false;
  #syncing = false;
  #endBytes = 0;

  constructor(host: Host<Packet>, options: ServerOptions) {
    this.#host = host;
    this.#syncEveryUs = options.syncEveryUs;
    this.#life = Math.floor(host.random('life') * 2 ** 32);
    this.#rooms = new Map(
      [...options.rooms].map(([room, members]) => [
        room,
        { messages: [], members: new Map(members.map((client) => [client, 0])) },
      ]),
    );
    const { disk } = host;
    disk.size(changesFile, (_, sizeBytes) => {
      disk.read(changesFile, 0, sizeBytes, (error, bytes) => {
        if (error === undefined) this.#recover(bytes);
      });
    });
  }

  receive(from: NodeId, packet: Packet): void {
    // Clients ask again.
    if (!this.#recovered) return;
    switch (packet.kind) {
      case 'send':
      case 'join':
      case 'leave': {
        const isNew = !this.#done.has(packet.id);
        if (isNew) this.#apply(from, packet);
        if (isNew && packet.kind === 'send') this.#show(packet.room);
        this.#host.send(from, { kind: 'done', id: packet.id });
        if (isNew) this.#persist(from, packet);
        break;
      }
      case 'fetch': {
        const messages = this.#room(packet.room).messages;
        const items = messages.slice(packet.from - 1, packet.from - 1 + packet.limit);
        this.#host.send(from, { kind: 'page', id: packet.id, from: packet.from, items, head: messages.length });
        break;
      }
      case 'beat':
        this.#online.add(from);
        this.#host.send(from, { kind: 'alive', life: this.#life });
        this.#catchUp(from, packet.cursors);
        break;
    }
  }

  #apply(client: NodeId, change: Change): void {
    const { observe } = this.#host;
    const { messages, members } = this.#room(change.room);
    this.#done.add(change.id);
    if (change.kind === 'send') {
      messages.push(change.bytes);
      observe.applied(change.room, messages.length, messageOf(change.bytes));
    } else if (change.kind === 'join') {
      if (!members.has(client)) members.set(client, messages.length);
      observe.memberAt(change.room, client, change.request, messages.length);
    } else {
      members.delete(client);
      observe.leftAt(change.room, client, change.request, messages.length);
    }
  }

  /** Shows the newest message to every member that is connected. */
  #show(room: RoomId): void {
    const { messages, members } = this.#room(room);
    for (const [client, since] of members) this.#news(client, { room, since, cursor: messages.length - 1 });
  }

  /** A client says how far it is. What it says of an earlier membership counts for nothing. */
  #catchUp(client: NodeId, cursors: readonly Cursor[]): void {
    for (const [room, { messages, members }] of this.#rooms) {
      const since = members.get(client);
      if (since === undefined) continue;
      const known = cursors.find((cursor) => cursor.room === room && cursor.since === since);
      const cursor = known?.cursor ?? since;
      if (cursor < messages.length) this.#news(client, { room, since, cursor });
    }
  }

  #news(client: NodeId, { room, since, cursor }: Cursor): void {
    if (!this.#online.has(client)) return;
    const { messages } = this.#room(room);
    const items = messages.slice(cursor, cursor + newsItems);
    this.#host.send(client, { kind: 'news', room, since, from: cursor + 1, items, head: messages.length });
  }

  #persist(client: NodeId, change: Change): void {
    this.#unwritten.push(writeFrame(new ByteWriter().u32(client).raw(codec.encode(change)).finish()));
    this.#write();
  }

  /** One write at a time, so that the file has no holes. */
  #write(): void {
    if (this.#writing || this.#unwritten.length === 0) return;
    const writer = new ByteWriter();
    for (const frame of this.#unwritten) writer.raw(frame);
    const bytes = writer.finish();
    this.#unwritten = [];
    this.#writing = true;
    this.#host.disk.write(changesFile, this.#endBytes, bytes, () => {
      this.#writing = false;
      this.#syncLater();
      this.#write();
    });
    this.#endBytes += bytes.length;
  }

  #syncLater(): void {
    if (this.#syncing) return;
    this.#syncing = true;
    this.#host.setTimer('sync', this.#syncEveryUs, () => {
      this.#syncing = false;
      this.#host.disk.sync(changesFile, () => {});
    });
  }

  /** Applies all changes up to the first frame that is not whole, and cuts off what follows. */
  #recover(bytes: Uint8Array): void {
    for (let frame = readFrame(bytes, 0); frame !== undefined; frame = readFrame(bytes, frame.next)) {
      const change = codec.decode(frame.payload.subarray(4));
      if (change?.kind !== 'send' && change?.kind !== 'join' && change?.kind !== 'leave') break;
      this.#apply(new ByteReader(frame.payload).u32(), change);
      this.#endBytes = frame.next;
    }
    const { disk } = this.#host;
    disk.truncate(changesFile, this.#endBytes, () => {
      disk.sync(changesFile, () => {
        this.#recovered = true;
      });
    });
  }

  #room(name: RoomId): Room {
    const room = this.#rooms.get(name);
    if (room === undefined) throw new Error(`rooms are those of the topology, not ${name}`);
    return room;
  }
}
