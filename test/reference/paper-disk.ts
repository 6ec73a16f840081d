/**
 * A replica's disk for handcrafted histories: a log of messages and of voter sets, every entry of
 * which is synced at once. It knows no bytes and no files; what it answers is what a real reader
 * would make of them.
 */
import { digest } from '../../src/bytes/index.ts';
import type { DiskReader, Durable, Message, NodeId, RoomId, Slot, Token } from '../../src/contract/index.ts';

type Voters = readonly (readonly NodeId[])[];

interface Entry {
  readonly slot: Slot;
  readonly content: { readonly room: RoomId; readonly message: Message } | { readonly voters: Voters };
}

/** See the head of this file. */
export class PaperDisk implements DiskReader {
  readonly #log: string;
  readonly #formatted: Voters;
  readonly #entries: Entry[] = [];
  /** Entries up to this index are under a snapshot, which keeps no messages. */
  #snapshot = 0;

  constructor(log: string, voters: readonly NodeId[]) {
    this.#log = log;
    this.#formatted = [voters];
  }

  write(epoch: number, room: RoomId, message: Message): void {
    this.#append(epoch, { room, message });
  }

  vote(epoch: number, voters: Voters): void {
    this.#append(epoch, { voters });
  }

  /** Entries from `index` on are gone. */
  cut(index: number): void {
    this.#entries.length = index - 1;
  }

  /** Messages up to `index` are forgotten, under a snapshot. */
  snapshot(index: number): void {
    this.#snapshot = index;
  }

  changed(): void {}

  removed(): void {}

  head(): Slot | undefined {
    return this.#entries.at(-1)?.slot;
  }

  holds({ log, epoch, index }: Slot): boolean {
    return log === this.#log && this.#entries[index - 1]?.slot.epoch === epoch;
  }

  votersAt({ index }: Slot): Voters {
    const changes = this.#entries
      .slice(0, index)
      .flatMap(({ content }) => ('voters' in content ? [content.voters] : []));
    return changes.at(-1) ?? this.#formatted;
  }

  slotOf(room: RoomId, token: Token): Slot | undefined {
    for (const durable of this.contents()) if (durable.room === room && durable.token === token) return durable.slot;
    return undefined;
  }

  *contents(above?: Slot): Iterable<Durable> {
    for (const { slot, content } of this.#entries.slice(Math.max(this.#snapshot, above?.index ?? 0))) {
      if ('voters' in content) continue;
      const { room, message } = content;
      yield { room, token: message.token, slot, digest: digest(message.bytes) };
    }
  }

  #append(epoch: number, content: Entry['content']): void {
    this.#entries.push({ slot: { log: this.#log, epoch, index: this.#entries.length + 1 }, content });
  }
}
