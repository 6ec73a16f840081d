/**
 * What the durable bytes of one replica say: the entries of its log, as the batches from the
 * beginning to the first that is not whole leave it. Kept up with each sync: a change takes back
 * the batches that it touches, and what these replaced stands again, before it reads on. It
 * tolerates any bytes. Who votes never changes yet.
 */
import { digest, FileImage, tokenOf } from '../../bytes/index.ts';
import type { DiskReader, Durable, NodeId, RoomId, Slot, Token } from '../../contract/index.ts';
import { type Batch, noChecksum, readBatch } from './batch.ts';
import type { Entry } from './entry.ts';
import { logFile } from './log.ts';

/** An entry as it stands in the log, with its message if it has one. */
interface Standing {
  readonly slot: Slot;
  readonly message: Durable | undefined;
}

/** A batch that was read, and what stood in the log in its place. */
interface Taken {
  readonly to: number;
  readonly checksum: number;
  readonly first: number;
  readonly replaced: readonly Standing[];
}

export class RoomsDiskReader implements DiskReader {
  readonly #log: string;
  readonly #voters: readonly (readonly NodeId[])[];
  readonly #image = new FileImage();
  readonly #batches: Taken[] = [];
  readonly #standing: Standing[] = [];
  /** All messages, in log order. */
  readonly #messages: Durable[] = [];
  /** By room and token. A message that was asked for twice stands twice: the first counts, and is the last to go. */
  readonly #rooms = new Map<RoomId, Map<Token, Durable>>();

  constructor(shard: number, voters: readonly NodeId[]) {
    this.#log = `s${shard}`;
    this.#voters = [voters];
  }

  changed(file: string, from: number, to: number, bytes: Uint8Array): void {
    if (file !== logFile) return;
    this.#image.change(from, to, bytes);
    while ((this.#batches.at(-1)?.to ?? 0) > from) this.#takeBack();
    for (;;) {
      const { to: end, checksum } = this.#batches.at(-1) ?? { to: 0, checksum: noChecksum };
      const batch = readBatch(this.#image.bytes, end, checksum, this.#standing.length);
      if (batch === undefined) return;
      this.#take(batch);
    }
  }

  removed(file: string): void {
    if (file === logFile) this.changed(file, 0, this.#image.bytes.length, new Uint8Array(0));
  }

  head(): Slot | undefined {
    return this.#standing.at(-1)?.slot;
  }

  holds({ log, epoch, index }: Slot): boolean {
    return log === this.#log && this.#standing[index - 1]?.slot.epoch === epoch;
  }

  votersAt(): readonly (readonly NodeId[])[] {
    return this.#voters;
  }

  slotOf(room: RoomId, token: Token): Slot | undefined {
    return this.#rooms.get(room)?.get(token)?.slot;
  }

  contents(above?: Slot): readonly Durable[] {
    const messages = this.#messages;
    let first = above === undefined ? 0 : messages.length;
    while (first > 0 && messages[first - 1]!.slot.index > above!.index) first--;
    return messages.slice(first);
  }

  #take({ entries, to, checksum }: Batch): void {
    const first = entries[0]!.index;
    const replaced: Standing[] = [];
    while (this.#standing.length >= first) replaced.unshift(this.#drop());
    this.#batches.push({ to, checksum, first, replaced });
    for (const entry of entries) this.#add(this.#standingOf(entry));
  }

  #takeBack(): void {
    const { first, replaced } = this.#batches.pop()!;
    while (this.#standing.length >= first) this.#drop();
    for (const standing of replaced) this.#add(standing);
  }

  #standingOf({ index, term, body }: Entry): Standing {
    const slot = { log: this.#log, epoch: term, index };
    if (body.kind === 'no-op' || body.request.kind !== 'message') return { slot, message: undefined };
    const { room, bytes } = body.request;
    return { slot, message: { room, token: tokenOf(bytes), slot, digest: digest(bytes) } };
  }

  #add(standing: Standing): void {
    this.#standing.push(standing);
    const { message } = standing;
    if (message === undefined) return;
    this.#messages.push(message);
    let messages = this.#rooms.get(message.room);
    if (messages === undefined) {
      messages = new Map();
      this.#rooms.set(message.room, messages);
    }
    if (!messages.has(message.token)) messages.set(message.token, message);
  }

  #drop(): Standing {
    const standing = this.#standing.pop()!;
    const { message } = standing;
    if (message === undefined) return standing;
    this.#messages.pop();
    const messages = this.#rooms.get(message.room);
    if (messages?.get(message.token) === message) messages.delete(message.token);
    return standing;
  }
}
