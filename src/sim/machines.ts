import type { NodeId } from '../contract/index.ts';
import type { Counters } from './counters.ts';
import { guard } from './guard.ts';
import { type HostWorld, ProcessHost } from './host.ts';
import type { SimNode } from './node.ts';
import type { Stage } from './stage.ts';
import { Kind } from './trace.ts';

/** What the lives of nodes need of their simulator. */
export interface MachineWorld extends HostWorld {
  readonly counters: Counters;
  /** By id; index 0 is empty. */
  readonly nodes: readonly (SimNode | undefined)[];
  node(id: NodeId): SimNode;
  /** A new event begins. */
  begin(kind: number, node: NodeId, other: number, content: number): void;
  /** An entry of the queue that waited comes up again, now. */
  requeue(word: number, slot: number): void;
}

/** The lives of nodes: boots, crashes, power losses, pauses. Each verb does nothing where it makes no sense. */
export class Machines {
  readonly #world: MachineWorld;
  readonly #stage: Stage;

  constructor(world: MachineWorld, stage: Stage) {
    this.#world = world;
    this.#stage = stage;
  }

  /** Boots a node that is down. */
  restart(id: NodeId): void {
    const world = this.#world;
    const node = world.node(id);
    if (node.state !== 'down') return;
    node.incarnation++;
    node.state = 'up';
    world.begin(Kind.boot, id, node.incarnation, 0);
    if (node.incarnation > 1) world.counters.count('restart');
    world.witness.booted(id, node.incarnation);
    const host = new ProcessHost(node, world);
    node.host = host;
    this.#stage.run(node, 'boot', '', () => {
      node.process = node.spec.boot(host);
      if (typeof node.process?.receive === 'function') return;
      guard.offences.push({ clause: 'misused', sentence: 'boots without a process: what boot returns has no receive' });
      node.process = undefined;
    });
  }

  /** The process is gone; the disk keeps what was written, synced or not. */
  crash(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.state === 'down') return;
    this.#world.counters.count('crash');
    this.#stop(id);
  }

  /** A group goes dark at once: its processes are gone, and any subset of what was not synced. */
  powerLoss(ids: readonly NodeId[]): void {
    for (const id of ids) {
      const node = this.#world.node(id);
      this.#world.begin(Kind.powerLoss, id, node.incarnation, 0);
      this.#world.counters.count('power-loss');
      this.endProcess(node);
      node.disk.losePower();
    }
  }

  /** Freezes an up node's process: packets queue, timers fire late, disks go on. */
  pause(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.state !== 'up') return;
    this.#world.begin(Kind.pause, id, node.incarnation, 0);
    this.#world.counters.count('pause');
    node.state = 'paused';
    this.#world.witness.paused(id);
  }

  /** Lets a paused process go on with what has queued up, in its order. */
  resume(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.state !== 'paused') return;
    this.#world.begin(Kind.resume, id, node.incarnation, 0);
    node.state = 'up';
    this.#world.witness.unpaused(id);
    this.#releaseBacklog(node);
  }

  /**
   * Every process runs. One whose disk failed it boots anew: it may have stopped serving for good,
   * as it should, and an operator would restart it.
   */
  heal(): void {
    for (let id = 1; id < this.#world.nodes.length; id++) {
      this.resume(id);
      if (this.#world.node(id).isAiling) this.#stop(id);
      this.restart(id);
    }
  }

  /** The process of a node ends; what waits for it will find nobody. */
  endProcess(node: SimNode): void {
    if (node.state === 'down') return;
    node.host?.disarm();
    node.host = undefined;
    node.process = undefined;
    node.state = 'down';
    this.#releaseBacklog(node);
    if (node.isAiling) {
      node.isAiling = false;
      this.#world.witness.unhindered(node.id);
    }
    this.#world.witness.crashed(node.id);
  }

  #stop(id: NodeId): void {
    const node = this.#world.node(id);
    this.#world.begin(Kind.crash, id, node.incarnation, 0);
    this.endProcess(node);
    node.disk.crash();
  }

  #releaseBacklog({ backlog }: SimNode): void {
    for (let at = 0; at < backlog.length; at += 2) {
      this.#world.requeue(backlog[at] as number, backlog[at + 1] as number);
    }
    backlog.length = 0;
  }
}
