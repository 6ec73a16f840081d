/**
 * The connections of clients at a sequencer: at most one current and one offered each, in memory
 * only. Numbers are never used twice, over restarts too: they carry the process's `life`, which
 * the log counts.
 */
import type { NodeId } from '../../contract/index.ts';

export interface Link {
  readonly number: number;
  readonly client: NodeId;
  /** Names the client's incarnation. */
  readonly nonce: number;
  /** Names the connection within it. */
  readonly attempt: number;
}

/** Links that one life can number: 2^27 in each of 2^26 lives. */
const perLife = 1 << 27;

export class Links {
  readonly #current = new Map<NodeId, Link>();
  readonly #offered = new Map<NodeId, Link>();
  readonly #life: number;
  #serial = 0;

  constructor(life: number) {
    this.#life = life;
  }

  /** What to offer to a client that attaches: the same again for the same attempt. Undefined: nothing is left. */
  offer(client: NodeId, nonce: number, attempt: number): Link | undefined {
    const offered = this.#offered.get(client);
    if (offered?.nonce === nonce && offered.attempt === attempt) return offered;
    if (this.#serial === perLife - 1) return undefined;
    this.#serial++;
    const link = { number: this.#life * perLife + this.#serial, client, nonce, attempt };
    this.#offered.set(client, link);
    return link;
  }

  /** The link under which a client shows itself alive, if it is, or thereby becomes, the current one. */
  confirm(client: NodeId, number: number): { readonly link: Link; readonly isNew: boolean } | undefined {
    const current = this.#current.get(client);
    if (current?.number === number) return { link: current, isNew: false };
    const offered = this.#offered.get(client);
    if (offered?.number !== number) return undefined;
    this.#offered.delete(client);
    this.#current.set(client, offered);
    return { link: offered, isNew: true };
  }

  current(client: NodeId): Link | undefined {
    return this.#current.get(client);
  }

  /** Does nothing unless `number` is current. */
  close(client: NodeId, number: number): boolean {
    return this.#current.get(client)?.number === number && this.#current.delete(client);
  }
}
