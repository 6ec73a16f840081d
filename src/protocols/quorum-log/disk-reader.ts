/**
 * What the durable bytes of one replica say: the entries of its log from the beginning to the
 * first that is not whole. Kept up with each sync: a change reads the log again from the first
 * entry it touches. It tolerates any bytes.
 */
import { checksumIn, digest, FileImage, tokenOf } from '../../bytes/index.ts';
import type { DiskReader, Durable, NodeId, RoomId, Slot, Token } from '../../contract/index.ts';
import { type Entry, readEntry } from './entry.ts';
import { logFile } from './log.ts';
import { type Configuration, soundRules } from './rules.ts';

const logName = 's1';

export class QuorumLogDiskReader implements DiskReader {
  readonly #image = new FileImage();
  /** Of each entry: where it stands, its checksum, and where it ends in the file. */
  readonly #slots: Slot[] = [];
  readonly #checksums: number[] = [0];
  readonly #ends: number[] = [0];
  readonly #configurations: Configuration[];
  /** All messages, in log order. */
  readonly #messages: Durable[] = [];
  /** By room and token. A broken protocol may hold a message twice: the first counts, and is the last to be cut. */
  readonly #rooms = new Map<RoomId, Map<Token, Durable>>();

  /** `voters` are in force before any entry says otherwise. */
  constructor(voters: readonly NodeId[]) {
    this.#configurations = [{ index: 0, sets: [voters] }];
  }

  changed(file: string, from: number, to: number, bytes: Uint8Array): void {
    if (file !== logFile) return;
    this.#image.change(from, to, bytes);
    const now = this.#image.bytes;
    while (this.#ends.at(-1)! > from) this.#drop();
    for (;;) {
      const entry = readEntry(now, this.#ends.at(-1)!);
      if (entry === undefined || entry.index !== this.#slots.length + 1) return;
      if (entry.seal !== this.#checksums.at(-1)) return;
      this.#add(entry);
    }
  }

  removed(file: string): void {
    if (file === logFile) this.changed(file, 0, this.#image.bytes.length, new Uint8Array(0));
  }

  head(): Slot | undefined {
    return this.#slots.at(-1);
  }

  holds({ log, epoch, index }: Slot): boolean {
    return log === logName && this.#slots[index - 1]?.epoch === epoch;
  }

  votersAt({ index }: Slot): readonly (readonly NodeId[])[] {
    return soundRules.votersAt(this.#configurations, index);
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

  #add({ index, epoch, body, frame }: Entry): void {
    const slot = { log: logName, epoch, index };
    this.#slots.push(slot);
    this.#checksums.push(checksumIn(frame, 0));
    this.#ends.push(this.#ends.at(-1)! + frame.length);
    if (body.kind === 'config') this.#configurations.push({ index, sets: body.sets });
    if (body.kind !== 'request' || body.request.kind !== 'message') return;
    const { room, bytes } = body.request;
    const message = { room, token: tokenOf(bytes), slot, digest: digest(bytes) };
    this.#messages.push(message);
    let messages = this.#rooms.get(room);
    if (messages === undefined) {
      messages = new Map();
      this.#rooms.set(room, messages);
    }
    if (!messages.has(message.token)) messages.set(message.token, message);
  }

  /** Takes the last entry out. */
  #drop(): void {
    const slot = this.#slots.pop()!;
    this.#checksums.pop();
    this.#ends.pop();
    if (this.#configurations.at(-1)!.index === slot.index) this.#configurations.pop();
    const message = this.#messages.at(-1);
    if (message?.slot !== slot) return;
    this.#messages.pop();
    const messages = this.#rooms.get(message.room);
    if (messages?.get(message.token) === message) messages.delete(message.token);
  }
}
