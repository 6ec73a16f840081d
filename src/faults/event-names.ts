/**
 * Stable names for what happens in a run: what it is, where, and which of its like (`c1 observes
 * accepted #3`, `r2 receives append from r1 #7`). Counted by what they are about, so that they
 * survive changes to code that do not touch it.
 */
import type { NodeId } from '../contract/index.ts';
import type { TraceEntry } from '../sim/index.ts';

/** See the head of this file. Hears everything that happens, in order. */
export class EventNames {
  /** The name of the latest. */
  latest = '';
  readonly #nameOf: (node: NodeId) => string;
  readonly #counts = new Map<string, number>();

  constructor(nameOf: (node: NodeId) => string) {
    this.#nameOf = nameOf;
  }

  happened(entry: TraceEntry): void {
    const words = this.#wordsOf(entry);
    const count = (this.#counts.get(words) ?? 0) + 1;
    this.#counts.set(words, count);
    this.latest = `${words} #${count}`;
  }

  #wordsOf({ what, node, other, name, detail }: TraceEntry): string {
    const at = node === 0 ? 'world' : this.#nameOf(node);
    switch (what) {
      case 'receive':
      case 'garbled':
        return `${at} receives ${kindOf(detail)} from ${this.#nameOf(other)}`;
      case 'send':
      case 'lost':
      case 'duplicate':
      case 'straggler':
        return `${at} ${what === 'send' ? 'sends' : what} ${kindOf(detail)} to ${this.#nameOf(other)}`;
      case 'observe':
        return `${at} observes ${name}`;
      case 'fire':
        return `${at} timer ${name}`;
      case 'disk':
        return `${at} disk ${name}`;
      case 'perform':
        return `${at} performs ${kindOf(detail)}`;
      default:
        return `${at} ${what}`;
    }
  }
}

function kindOf(detail: unknown): string {
  return (detail as { readonly kind: string }).kind;
}
