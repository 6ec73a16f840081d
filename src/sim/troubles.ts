import type { LinkCut, NodeId } from '../contract/index.ts';

/** What is sent from the first to the second vanishes. */
export interface Cut extends LinkCut {
  readonly kind: 'cut';
}

/** What is sent from the first to the second is held, and bursts out when the clog is released. */
export interface Clog extends LinkCut {
  readonly kind: 'clog';
  /** In order of sending. */
  readonly held: HeldPacket[];
}

/** What is sent from the first to the second takes longer, and some of it is lost. */
export interface Grey extends LinkCut, GreyStrength {
  readonly kind: 'grey';
}

export interface GreyStrength {
  readonly lossPpm: number;
  /** On top of each packet's latency; inclusive bounds, in microseconds. */
  readonly delayUs: { readonly min: number; readonly max: number };
}

/** A packet that waits behind a clog: its slot among the flights, and when it would have landed. */
export interface HeldPacket {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly slot: number;
  readonly landsUs: number;
  readonly yields: number;
}

export type Trouble = Cut | Clog | Grey;

/**
 * What is wrong with links for a while, from somebody to somebody. All of it may overlap: a cut
 * goes before a clog, and of several clogs or grey stretches the eldest counts.
 */
export class Troubles {
  /** Whether any is in force. */
  any = false;
  #all: readonly Trouble[] = [];

  /** In force, the eldest first. */
  get all(): readonly Trouble[] {
    return this.#all;
  }

  add(trouble: Trouble): void {
    this.#all = [...this.#all, trouble];
    this.any = true;
  }

  /** False, and nothing done, when it is over already. */
  remove(trouble: Trouble): boolean {
    if (!this.#all.includes(trouble)) return false;
    this.#all = this.#all.filter((each) => each !== trouble);
    this.any = this.#all.length > 0;
    return true;
  }

  isCut(from: NodeId, to: NodeId): boolean {
    for (const trouble of this.#all) if (trouble.kind === 'cut' && befalls(trouble, from, to)) return true;
    return false;
  }

  clogOn(from: NodeId, to: NodeId): Clog | undefined {
    for (const trouble of this.#all) if (trouble.kind === 'clog' && befalls(trouble, from, to)) return trouble;
    return undefined;
  }

  greyOn(from: NodeId, to: NodeId): Grey | undefined {
    for (const trouble of this.#all) if (trouble.kind === 'grey' && befalls(trouble, from, to)) return trouble;
    return undefined;
  }
}

function befalls({ from, to }: LinkCut, sender: NodeId, receiver: NodeId): boolean {
  return from.has(sender) && to.has(receiver);
}
