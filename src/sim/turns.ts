/**
 * What comes up for a node whose process is not ready for it waits its turn. There are two lines:
 * one for everything the process handles, which stands while it is paused and crawls while it is
 * slow; before it one for packets alone, which stands or crawls while its application does not
 * drain them. When a line opens, what waits goes on at once, in its order. Lines end with the
 * process: what waits then finds nobody.
 */
import { Entry, kindOf } from './entry.ts';
import { Line } from './line.ts';
import type { SimNode } from './node.ts';

/** What turns need of their simulator. */
export interface TurnsWorld {
  readonly nowUs: number;
  /** Events handled so far. */
  readonly events: number;
  at(timeUs: number, act: () => void): void;
  /** An entry of the queue that waited comes up again, now. */
  requeue(word: number, slot: number): void;
  /** Whatever the state of its node: an entry of the queue is handled. */
  handle(node: SimNode, word: number, slot: number): void;
}

/** See the head of this file. */
export class Turns {
  readonly #world: TurnsWorld;

  constructor(world: TurnsWorld) {
    this.#world = world;
  }

  /** Something comes up for a node that `isHeld`. */
  arrive(node: SimNode, word: number, slot: number): void {
    const inbox = kindOf(word) === Entry.packet ? node.inbox : undefined;
    if (inbox === undefined) this.#work(node, word, slot);
    else this.#line(inbox, word, slot, (first, its) => this.#read(node, inbox, first, its));
  }

  /** The node does something that was asked of it from outside. */
  charge({ work }: SimNode): void {
    work?.charge(this.#world.nowUs);
  }

  /** From now on nothing passes. */
  stop(node: SimNode, line: 'work' | 'inbox'): void {
    this.#lineOf(node, line).isStopped = true;
    node.isHeld = true;
  }

  /** From now on each that passes takes so long. */
  pace(node: SimNode, line: 'work' | 'inbox', costUs: number): void {
    this.#lineOf(node, line).costUs = costUs;
    node.isHeld = true;
  }

  /** It is stopped no more. */
  go(node: SimNode, line: 'work' | 'inbox'): void {
    this.#lineOf(node, line).isStopped = false;
    this.#open(node);
  }

  /** What passes takes no time any more. */
  hasten(node: SimNode, line: 'work' | 'inbox'): void {
    this.#lineOf(node, line).costUs = 0;
    this.#open(node);
  }

  /** The process is gone. */
  end(node: SimNode): void {
    for (const line of [node.inbox, node.work]) if (line !== undefined) this.#release(line);
    node.inbox = undefined;
    node.work = undefined;
    node.isHeld = false;
  }

  #open(node: SimNode): void {
    for (const line of [node.inbox, node.work]) {
      if (line === undefined || line.isStopped) continue;
      if (line.costUs === 0) this.#release(line);
      else if (!line.isEmpty) this.#look(line, (word, slot) => this.#pass(node, line, word, slot));
    }
    if (node.inbox?.isOpen === true) node.inbox = undefined;
    if (node.work?.isOpen === true) node.work = undefined;
    node.isHeld = node.inbox !== undefined || node.work !== undefined;
  }

  #pass(node: SimNode, line: Line, word: number, slot: number): void {
    if (line === node.inbox) this.#read(node, line, word, slot);
    else this.#do(node, line, word, slot);
  }

  #read(node: SimNode, inbox: Line, word: number, slot: number): void {
    inbox.charge(this.#world.nowUs);
    this.#work(node, word, slot);
  }

  #work(node: SimNode, word: number, slot: number): void {
    const { work } = node;
    if (work === undefined) this.#world.handle(node, word, slot);
    else this.#line(work, word, slot, (first, its) => this.#do(node, work, first, its));
  }

  /** Only what a handler runs for takes time: a stale timer does not. */
  #do(node: SimNode, work: Line, word: number, slot: number): void {
    const { events } = this.#world;
    this.#world.handle(node, word, slot);
    if (this.#world.events !== events) work.charge(this.#world.nowUs);
  }

  /** Passes now, when it is its turn, or takes its place in the line. */
  #line(line: Line, word: number, slot: number, pass: (word: number, slot: number) => void): void {
    if (line.isEmpty && line.isReady(this.#world.nowUs)) {
      pass(word, slot);
      return;
    }
    line.add(word, slot);
    if (!line.isStopped) this.#look(line, pass);
  }

  /** Somebody looks for the first in line when it may pass. */
  #look(line: Line, pass: (word: number, slot: number) => void): void {
    const { nowUs } = this.#world;
    const atUs = Math.max(line.readyUs, nowUs);
    if (line.lookUs === atUs) return;
    line.lookUs = atUs;
    this.#world.at(atUs, () => {
      if (line.lookUs !== atUs) return;
      line.lookUs = -1;
      if (line.isEmpty || line.isStopped) return;
      if (line.isReady(this.#world.nowUs)) line.takeFirst(pass);
      if (!line.isEmpty) this.#look(line, pass);
    });
  }

  #release(line: Line): void {
    line.takeAll((word, slot) => this.#world.requeue(word, slot));
  }

  #lineOf(node: SimNode, line: 'work' | 'inbox'): Line {
    node[line] ??= new Line();
    return node[line];
  }
}
