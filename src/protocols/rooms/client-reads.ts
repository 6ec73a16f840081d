/**
 * History reads of one client, one at a time, in the order asked for. One that is not answered is
 * asked for again. Any answer to it will do, however late: it was given after the read had begun.
 */
import { messageOf } from '../../bytes/index.ts';
import type { Host, Operation } from '../../contract/index.ts';
import type { Packet, PacketOf } from './packets.ts';

export interface ReadsOptions {
  readonly host: Host<Packet>;
  readonly session: number;
  /** False while there is no connection. */
  readonly send: (packet: PacketOf<'read'>) => boolean;
}

export class ClientReads {
  readonly #options: ReadsOptions;
  readonly #waiting: Extract<Operation, { kind: 'read' }>[] = [];

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  add(operation: Extract<Operation, { kind: 'read' }>): void {
    this.#options.host.observe.readStarted(operation.read, operation.room);
    this.#waiting.push(operation);
    if (this.#waiting.length === 1) this.ask();
  }

  /** Asks for the oldest that waits, be it for the second time. */
  ask(): void {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return;
    const { host, session, send } = this.#options;
    const { read, room, from, limit } = oldest;
    send({ kind: 'read', client: host.id, session, read, room, from: Math.max(1, from), limit });
  }

  answered({ session, read, from, items, head }: PacketOf<'history'>): void {
    if (session !== this.#options.session || this.#waiting[0]?.read !== read) return;
    this.#waiting.shift();
    this.#options.host.observe.readReturned(read, from, items.map(messageOf), head, 1);
    this.ask();
  }
}
