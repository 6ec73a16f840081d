/** How many requests of each session are done, or in the log. A session is a client's incarnation, and never forgotten. */
import type { NodeId } from '../../contract/index.ts';
import type { Sender } from './entry.ts';

export class Numbers {
  readonly #lasts = new Map<NodeId, Map<number, number>>();

  /** The number of the session's newest request that was noted; 0 before the first. */
  last(client: NodeId, session: number): number {
    return this.#lasts.get(client)?.get(session) ?? 0;
  }

  note({ client, session, number }: Sender): void {
    let sessions = this.#lasts.get(client);
    if (sessions === undefined) {
      sessions = new Map();
      this.#lasts.set(client, sessions);
    }
    sessions.set(session, number);
  }
}
