import { hashText } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { Resting } from './disk.ts';
import type { EventWorld } from './event-world.ts';
import { Kind } from './trace.ts';

/** What may befall disks, as events. Each verb does nothing where it makes no sense. */
export class Disks {
  readonly #world: EventWorld;
  readonly #stalled = new Set<NodeId>();
  readonly #full = new Set<NodeId>();

  constructor(world: EventWorld) {
    this.#world = world;
  }

  /** Nothing completes until it goes on: whoever waits for this disk waits. */
  stall(id: NodeId): void {
    if (this.#stalled.has(id)) return;
    this.#begin(id, 'stall');
    this.#stalled.add(id);
    this.#world.node(id).disk.stall();
    this.#world.witness.hindered(id);
  }

  goOn(id: NodeId): void {
    if (!this.#stalled.delete(id)) return;
    this.#begin(id, 'go-on');
    this.#world.node(id).disk.goOn();
    this.#world.witness.unhindered(id);
  }

  /** No file grows, and none is created, until there is room. */
  fill(id: NodeId): void {
    if (this.#full.has(id)) return;
    this.#begin(id, 'full');
    this.#full.add(id);
    this.#world.node(id).disk.fill(true);
  }

  room(id: NodeId): void {
    if (!this.#full.delete(id)) return;
    this.#begin(id, 'room');
    this.#world.node(id).disk.fill(false);
  }

  isStalled(id: NodeId): boolean {
    return this.#stalled.has(id);
  }

  isFull(id: NodeId): boolean {
    return this.#full.has(id);
  }

  /** The names of a node's durable files, sorted. */
  files(id: NodeId): readonly string[] {
    return this.#world.node(id).disk.files();
  }

  /** How many bytes of a file may rot. */
  restingBytes(id: NodeId, resting: Resting): number {
    return this.#world.node(id).disk.restingBytes(resting);
  }

  /** Flips bits (1 to 255) of the nth byte, from 0, of those that may rot. */
  rot(id: NodeId, resting: Resting, nth: number, bits: number): void {
    this.#begin(id, 'rot', resting.file);
    this.#world.node(id).disk.rot(resting, nth, bits);
  }

  /** What the platter holds of a file; undefined where it has no such name. */
  copyOf(id: NodeId, file: string): Uint8Array | undefined {
    return this.#world.node(id).disk.copyOf(file);
  }

  /** The node, which is down and dark, finds an older copy of a file when it is back. */
  rollBack(id: NodeId, file: string, bytes: Uint8Array): void {
    this.#begin(id, 'roll-back', file);
    this.#world.node(id).disk.rollBack(file, bytes);
  }

  /** Everything works from now on, but for nodes that are gone for good; what is lost or rotten stays so. */
  heal(): void {
    const isCovered = (id: NodeId) => !this.#world.node(id).retired;
    for (const id of [...this.#stalled].filter(isCovered)) this.goOn(id);
    for (const id of [...this.#full].filter(isCovered)) this.room(id);
    for (const node of this.#world.nodes) if (node?.retired === false) node.disk.heal();
  }

  #begin(id: NodeId, what: DiskEvent, file?: string): void {
    this.#world.begin(Kind.diskFault, id, 0, hashText(`${what} ${file ?? ''}`), 0, file, what);
  }
}

/** What a trace calls what befell a disk; its detail is the file's name, where it is about one. */
export type DiskEvent = 'stall' | 'go-on' | 'full' | 'room' | 'rot' | 'roll-back';
