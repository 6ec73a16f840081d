import type { NodeId } from '../contract/index.ts';

/** Which incarnation of each node lives, if any. */
export class Lives {
  readonly #incarnations: Int32Array;
  readonly #up: Uint8Array;
  readonly #retired = new Set<NodeId>();

  /** For nodes 1 to `count`. */
  constructor(count: number) {
    this.#incarnations = new Int32Array(count + 1);
    this.#up = new Uint8Array(count + 1);
  }

  boot(node: NodeId, incarnation: number): void {
    this.#incarnations[node] = incarnation;
    this.#up[node] = 1;
  }

  end(node: NodeId): void {
    this.#up[node] = 0;
  }

  /** No incarnation of it will ever live again. */
  retire(node: NodeId): void {
    this.#retired.add(node);
  }

  isRetired(node: NodeId): boolean {
    return this.#retired.has(node);
  }

  /** 0 before the first boot. */
  incarnationOf(node: NodeId): number {
    return this.#incarnations[node] ?? 0;
  }

  isUp(node: NodeId): boolean {
    return this.#up[node] === 1;
  }
}
