import type { NodeId } from '../contract/index.ts';
import { textContent } from './content.ts';
import type { Counters } from './counters.ts';
import type { EventWorld } from './event-world.ts';
import { guard } from './guard.ts';
import { type HostWorld, ProcessHost } from './host.ts';
import type { SimNode } from './node.ts';
import type { Stage } from './stage.ts';
import { Kind } from './trace.ts';
import type { Turns } from './turns.ts';

/** What the lives of nodes need of their simulator. */
export interface MachineWorld extends HostWorld, EventWorld {
  readonly counters: Counters;
}

/**
 * What makes a running process late. `slow`: each of its handlers costs time, and everything else
 * queues behind it. `stop-reading`: its application drains no packets, while its timers go on, and
 * what it is asked for. `slow-reader`: it drains them one at a time, each at a cost.
 */
export type Hindrance = 'slow' | 'stop-reading' | 'slow-reader';

const hindrances: readonly Hindrance[] = ['slow', 'stop-reading', 'slow-reader'];

/**
 * The lives of nodes: boots, crashes, power losses, pauses, and what makes them late. What befalls a
 * process ends with it. Each verb does nothing where it makes no sense.
 */
export class Machines {
  readonly #world: MachineWorld;
  readonly #stage: Stage;
  readonly #turns: Turns;

  constructor(world: MachineWorld, stage: Stage, turns: Turns) {
    this.#world = world;
    this.#stage = stage;
    this.#turns = turns;
  }

  /** Boots a node that is down, unless it is gone for good. */
  restart(id: NodeId): void {
    const world = this.#world;
    const node = world.node(id);
    if (node.state !== 'down' || node.retired) return;
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
      if (node.retired) continue;
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
    this.#turns.stop(node, 'work');
    this.#world.witness.paused(id);
  }

  /** Lets a paused process go on with what has queued up, in its order. */
  resume(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.state !== 'paused') return;
    this.#world.begin(Kind.resume, id, node.incarnation, 0);
    node.state = 'up';
    this.#world.witness.unpaused(id);
    this.#turns.go(node, 'work');
  }

  /** `costUs` is what one handler, or one packet that is drained, takes; at least 1. */
  hinder(id: NodeId, how: Hindrance, costUs = 1): void {
    const node = this.#world.node(id);
    if (node.state === 'down' || isHindered(node, how)) return;
    const detail = how === 'stop-reading' ? undefined : { costUs };
    this.#world.begin(Kind.hinder, id, costUs, textContent(how), 0, detail, how);
    this.#world.counters.count(how);
    if (how === 'stop-reading') this.#turns.stop(node, 'inbox');
    else this.#turns.pace(node, how === 'slow' ? 'work' : 'inbox', costUs);
    this.#world.witness.hindered(id);
  }

  /** It catches up at once with what has queued. */
  unhinder(id: NodeId, how: Hindrance): void {
    const node = this.#world.node(id);
    if (!isHindered(node, how)) return;
    this.#world.begin(Kind.unhinder, id, 0, textContent(how), 0, undefined, how);
    this.#world.witness.unhindered(id);
    if (how === 'stop-reading') this.#turns.go(node, 'inbox');
    else this.#turns.hasten(node, how === 'slow' ? 'work' : 'inbox');
  }

  /** Its disk failed the process, which may have stopped serving until it boots again. */
  ail(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.isAiling || node.state === 'down') return;
    node.isAiling = true;
    this.#world.witness.hindered(id);
  }

  /** The disk is emptied, the process gone, and the node's id with them: it never comes back. */
  wipe(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.retired) return;
    this.#world.begin(Kind.wipe, id, node.incarnation, 0);
    this.#world.counters.count('wipe');
    node.retired = true;
    this.endProcess(node);
    node.disk.wipe();
    this.#world.witness.retired(id);
  }

  /** From now on nobody restarts it, or mends what is broken about it. As long as its process runs, it goes on. */
  retire(id: NodeId): void {
    const node = this.#world.node(id);
    if (node.retired) return;
    this.#world.begin(Kind.retire, id, node.incarnation, 0);
    this.#world.counters.count('retire');
    node.retired = true;
    this.#world.witness.retired(id);
  }

  /**
   * Every process runs, but for those whose node is gone for good, and none is late any more. One
   * whose disk failed it boots anew: it may have stopped serving for good, as it should, and an
   * operator would restart it.
   */
  heal(): void {
    for (let id = 1; id < this.#world.nodes.length; id++) {
      if (this.#world.node(id).retired) continue;
      for (const how of hindrances) this.unhinder(id, how);
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
    const ended = hindrances.filter((how) => isHindered(node, how)).length + (node.isAiling ? 1 : 0);
    node.isAiling = false;
    this.#turns.end(node);
    this.#world.witness.crashed(node.id);
    for (let nth = 0; nth < ended; nth++) this.#world.witness.unhindered(node.id);
  }

  #stop(id: NodeId): void {
    const node = this.#world.node(id);
    this.#world.begin(Kind.crash, id, node.incarnation, 0);
    this.endProcess(node);
    node.disk.crash();
  }
}

/** Whether its process is late for this reason. */
export function isHindered({ work, inbox }: Pick<SimNode, 'work' | 'inbox'>, how: Hindrance): boolean {
  if (how === 'stop-reading') return inbox?.isStopped === true;
  return ((how === 'slow' ? work : inbox)?.costUs ?? 0) > 0;
}
