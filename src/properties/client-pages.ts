import type { NodeId } from '../contract/index.ts';

/** The integers of one client, by their place in its four. */
export const Field = {
  /** Highest position delivered in this life. */
  cursor: 0,
  /** Last position that is allowed; 0 for who has no record. */
  until: 1,
  /** Highest position delivered in any life. */
  best: 2,
  /** 1 when deliveries are due, else 0. */
  due: 3,
} as const;

/** A client in a room: the fields, and where its interval begins. */
export interface ClientRecord {
  readonly start: number;
  readonly cursor: number;
  readonly until: number;
  readonly best: number;
  readonly due: boolean;
}

const fields = 4;
const clientsPerPage = 256;

/**
 * Four integers a client, in pages that exist only where a room has members: with 100,000 clients
 * it is cache misses that cost, and with many rooms it is arrays for clients that are not there.
 */
export class ClientPages {
  readonly #pages: (Int32Array | undefined)[] = [];
  /** Where the intervals of records begin, other than at 0. */
  readonly #starts = new Map<NodeId, number>();

  /** The page in which the client is, for the hot path; undefined when nothing was ever set there. */
  page(client: NodeId): Int32Array | undefined {
    return this.#pages[client >>> 8];
  }

  /** Where the client's integers begin in its page. */
  offset(client: NodeId): number {
    return (client & (clientsPerPage - 1)) * fields;
  }

  /** 0 where nothing was set. */
  get(client: NodeId, field: number): number {
    return this.page(client)?.[this.offset(client) + field] ?? 0;
  }

  set(client: NodeId, field: number, value: number): void {
    const index = client >>> 8;
    while (this.#pages.length <= index) this.#pages.push(undefined);
    let page = this.#pages[index];
    if (page === undefined) {
      page = new Int32Array(clientsPerPage * fields);
      this.#pages[index] = page;
    }
    page[this.offset(client) + field] = value;
  }

  setStart(client: NodeId, start: number): void {
    if (start > 0) this.#starts.set(client, start);
    else this.#starts.delete(client);
  }

  /** Whether the client has a record. */
  has(client: NodeId): boolean {
    return this.get(client, Field.until) > 0;
  }

  /** All of the client's record at once; zeros where it has none. */
  record(client: NodeId): ClientRecord {
    return {
      start: this.#starts.get(client) ?? 0,
      cursor: this.get(client, Field.cursor),
      until: this.get(client, Field.until),
      best: this.get(client, Field.best),
      due: this.get(client, Field.due) === 1,
    };
  }

  /** Everyone who has a record, by id. */
  *clients(): Iterable<NodeId> {
    for (const [index, page] of this.#pages.entries()) {
      for (let place = 0; page !== undefined && place < clientsPerPage; place++) {
        if ((page[place * fields + Field.until] as number) > 0) yield index * clientsPerPage + place;
      }
    }
  }
}
