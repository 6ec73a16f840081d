/**
 * History reads of one client at one sequencer, one page after another until the limit or the head
 * is reached; one read at a time, in the order asked for. A page that is not answered is asked for
 * again. Any answer will do, however late: the sequencer gave it after the read had begun.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, NodeId, RoomId } from '../../contract/index.ts';
import { backoffUs } from './backoff.ts';
import type { ClientLink } from './client-link.ts';
import type { SequencerPacket } from './packets.ts';
import type { Knobs } from './settings.ts';

interface Read {
  readonly read: number;
  readonly room: RoomId;
  readonly limit: number;
  /** Position of the first item; where the next page begins is `from` + items. */
  from: number;
  items: Uint8Array[];
}

export interface ReadsOptions {
  readonly host: Host<SequencerPacket>;
  readonly sequencer: NodeId;
  readonly link: ClientLink;
  readonly knobs: Knobs;
}

export class ClientReads {
  readonly #options: ReadsOptions;
  readonly #timer: string;
  readonly #waiting: Read[] = [];
  #tries = 0;

  constructor(options: ReadsOptions) {
    this.#options = options;
    this.#timer = `read q${options.sequencer}`;
  }

  /** How many reads wait. */
  get length(): number {
    return this.#waiting.length;
  }

  add(read: number, room: RoomId, from: number, limit: number): void {
    this.#waiting.push({ read, room, limit, from: Math.max(1, from), items: [] });
    if (this.#waiting.length === 1) this.#ask();
  }

  connected(): void {
    this.#tries = 0;
    this.#ask();
  }

  answered(page: Extract<SequencerPacket, { kind: 'history' }>): void {
    const current = this.#waiting[0];
    if (current === undefined || page.read !== current.read || page.asked !== next(current)) return;
    if (page.from > page.asked) {
      // What it has so far is beyond retention by now: a read returns no gap, so it begins anew.
      current.from = page.from;
      current.items = [];
    }
    current.items.push(...page.items);
    this.#tries = 0;
    if (page.items.length > 0 && current.items.length < current.limit && next(current) <= page.head) {
      this.#ask();
      return;
    }
    this.#waiting.shift();
    this.#options.host.clearTimer(this.#timer);
    const { read, from, items } = current;
    this.#options.host.observe.readReturned(read, from, items.map(messageOf), page.head, Math.min(from, page.oldest));
    this.#ask();
  }

  #ask(): void {
    const { host, sequencer, link, knobs } = this.#options;
    const current = this.#waiting[0];
    if (current === undefined || !link.isUp) return;
    const { read, room, limit, items } = current;
    const page = { from: next(current), limit: limit - items.length };
    host.send(sequencer, { kind: 'read', link: link.number, read, room, ...page });
    host.setTimer(this.#timer, backoffUs(host, knobs.retryUs, this.#tries), () => this.#ask());
    this.#tries++;
  }
}

function next(read: Read): number {
  return read.from + read.items.length;
}
