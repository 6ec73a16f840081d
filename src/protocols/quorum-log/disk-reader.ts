/**
 * What the durable bytes of one replica say: the entries of its log from the beginning to the
 * first that is not whole. Kept up with each sync: a change reads the log again from the first
 * entry it touches. It tolerates any bytes.
 */
import { digest, FileImage, tokenOf } from '../../bytes/index.ts';
import type { DiskReader, Durable, NodeId, RoomId, Slot, Token } from '../../contract/index.ts';
import { type Entry, readEntry } from './entry.ts';
import { logFile } from './log.ts';
import { type Configuration, soundRules } from './rules.ts';

const logName = 's1';

/** A message on the disk. */
interface Held {
  readonly room: RoomId;
  readonly token: Token;
  readonly slot: Slot;
  readonly bytes: Uint8Array;
}

export class QuorumLogDiskReader implements DiskReader {
  readonly #image = new FileImage();
  readonly #entries: Entry[] = [];
  /** The message of each entry, if it is one. */
  readonly #held: (Held | undefined)[] = [];
  /** `#ends[index]` is where that entry ends in the file. */
  readonly #ends: number[] = [0];
  readonly #configurations: Configuration[];
  /** By room and token, in log order: a broken protocol may hold a message twice. */
  readonly #messages = new Map<RoomId, Map<Token, Held[]>>();

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
      const entry = readEntry(now, this.#ends.at(-1)!, this.#entries.at(-1));
      if (entry === undefined) return;
      this.#add(entry);
    }
  }

  removed(file: string): void {
    if (file === logFile) this.changed(file, 0, this.#image.bytes.length, new Uint8Array(0));
  }

  head(): Slot | undefined {
    const last = this.#entries.at(-1);
    return last && slotOf(last);
  }

  holds({ log, epoch, index }: Slot): boolean {
    return log === logName && this.#entries[index - 1]?.epoch === epoch;
  }

  votersAt({ index }: Slot): readonly (readonly NodeId[])[] {
    return soundRules.votersAt(this.#configurations, index);
  }

  slotOf(room: RoomId, token: Token): Slot | undefined {
    return this.#messages.get(room)?.get(token)?.[0]?.slot;
  }

  *contents(above?: Slot): Iterable<Durable> {
    for (let nth = above?.index ?? 0; nth < this.#held.length; nth++) {
      const message = this.#held[nth];
      if (message === undefined) continue;
      const { room, token, slot, bytes } = message;
      yield { room, token, slot, digest: digest(bytes) };
    }
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    this.#ends.push(this.#ends.at(-1)! + entry.frame.length);
    if (entry.body.kind === 'config') this.#configurations.push({ index: entry.index, sets: entry.body.sets });
    const message = messageIn(entry);
    this.#held.push(message);
    if (message === undefined) return;
    let messages = this.#messages.get(message.room);
    if (messages === undefined) {
      messages = new Map();
      this.#messages.set(message.room, messages);
    }
    const same = messages.get(message.token);
    if (same === undefined) messages.set(message.token, [message]);
    else same.push(message);
  }

  /** Takes the last entry out. */
  #drop(): void {
    const entry = this.#entries.pop()!;
    this.#ends.pop();
    if (this.#configurations.at(-1)!.index === entry.index) this.#configurations.pop();
    const message = this.#held.pop();
    if (message !== undefined) this.#messages.get(message.room)?.get(message.token)?.pop();
  }
}

function slotOf({ epoch, index }: Entry): Slot {
  return { log: logName, epoch, index };
}

function messageIn(entry: Entry): Held | undefined {
  if (entry.body.kind !== 'request' || entry.body.request.kind !== 'message') return undefined;
  const { room, bytes } = entry.body.request;
  return { room, token: tokenOf(bytes), slot: slotOf(entry), bytes };
}
