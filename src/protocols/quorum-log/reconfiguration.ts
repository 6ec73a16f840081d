/**
 * Growing to all replicas and shrinking to three again, one step at a time: learners first, then
 * both voter sets joint, then the new one alone (Ongaro & Ousterhout 2014, section 6). The wish is
 * memory only: a leader that restarts before the joint entry is in its log needs to be told again;
 * one that finds a joint configuration there brings it to its end.
 */
import type { NodeId } from '../../contract/index.ts';
import type { VoterSets } from './entry.ts';
import type { Configuration } from './rules.ts';

/** How many of the replicas vote at the beginning, and again after shrinking. */
export const smallGroup = 3;

export class Reconfiguration {
  readonly #replicas: readonly NodeId[];
  #wish: readonly NodeId[] = [];

  constructor(replicas: readonly NodeId[]) {
    this.#replicas = replicas;
  }

  /** Whom to send the log although they may not vote yet; voters may be among them. */
  get learners(): readonly NodeId[] {
    return this.#wish;
  }

  /** `grow` or `shrink`; the last one counts. */
  command(name: string): void {
    if (name === 'grow') this.#wish = this.#replicas;
    else if (name === 'shrink') this.#wish = this.#replicas.slice(0, smallGroup);
  }

  /** The voter sets to append next, if it is time to: never before the current ones are committed. */
  next(current: Configuration, commit: number, isCaughtUp: (node: NodeId) => boolean): VoterSets | undefined {
    if (current.index > commit) return undefined;
    const [voters, replacement] = current.sets;
    if (replacement !== undefined) return [replacement];
    if (voters === undefined || this.#wish.length === 0) return undefined;
    if (voters.length === this.#wish.length) {
      this.#wish = [];
      return undefined;
    }
    return this.#wish.every(isCaughtUp) ? [voters, this.#wish] : undefined;
  }
}
