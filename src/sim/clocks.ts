import type { NodeId } from '../contract/index.ts';
import type { ClockName } from './clock.ts';
import { listWith, numberContent, textContent } from './content.ts';
import type { Counters } from './counters.ts';
import type { EventWorld } from './event-world.ts';
import { Kind } from './trace.ts';

/** What the clocks need of their simulator. */
export interface ClockWorld extends EventWorld {
  readonly nowUs: number;
  readonly counters: Counters;
}

/** What happened to a clock, as a trace tells it. */
export type ClockChange =
  | { readonly what: 'steps'; readonly byUs: number }
  | { readonly what: 'stands' | 'goes on'; readonly clock: ClockName }
  | { readonly what: 'hurries'; readonly byPpm: number };

/**
 * What may befall the clocks of nodes, as events. They belong to the machine: a crash changes
 * nothing about them. Timers follow the monotonic clock, those that are armed too. A wall clock that
 * is off, or stands still, hinders nobody who does as the contract says; a monotonic clock that
 * stands still does. Each verb does nothing where it makes no sense.
 */
export class Clocks {
  readonly #world: ClockWorld;

  constructor(world: ClockWorld) {
    this.#world = world;
  }

  /** The wall clock is set, for good: forward, or back where `byUs` is below 0. */
  step(id: NodeId, byUs: number): void {
    this.#world.counters.count('clock-step');
    this.#begin(id, { what: 'steps', byUs });
    this.#world.node(id).clock.step(byUs);
  }

  /** One of the clocks stands still. While the monotonic one does, no timer fires that is not due yet. */
  freeze(id: NodeId, clock: ClockName): void {
    const node = this.#world.node(id);
    if (node.clock.stands(clock)) return;
    this.#world.counters.count('clock-freeze');
    this.#begin(id, { what: 'stands', clock });
    node.clock.stop(clock, this.#world.nowUs);
    if (clock === 'wall') return;
    node.host?.retime();
    this.#world.witness.hindered(id);
  }

  /** It goes on from where it stood. */
  thaw(id: NodeId, clock: ClockName): void {
    const node = this.#world.node(id);
    if (!node.clock.stands(clock)) return;
    this.#begin(id, { what: 'goes on', clock });
    node.clock.start(clock, this.#world.nowUs);
    if (clock === 'wall') return;
    node.host?.retime();
    this.#world.witness.unhindered(id);
  }

  /** Both clocks run fast by so much, beyond the node's own drift, slow where it is below 0; 0 is as ever. */
  hurry(id: NodeId, extraPpm: number): void {
    const node = this.#world.node(id);
    if (node.clock.extraPpm === extraPpm) return;
    if (extraPpm !== 0) this.#world.counters.count('clock-rate');
    this.#begin(id, { what: 'hurries', byPpm: extraPpm });
    node.clock.hurry(extraPpm, this.#world.nowUs);
    node.host?.retime();
  }

  /** No clock stands or hurries any more, but those of nodes that are gone for good. What they are off by stays. */
  heal(): void {
    for (let id = 1; id < this.#world.nodes.length; id++) {
      if (this.#world.node(id).retired) continue;
      for (const clock of ['wall', 'monotonic'] as const) this.thaw(id, clock);
      this.hurry(id, 0);
    }
  }

  #begin(id: NodeId, change: ClockChange): void {
    const how = 'clock' in change ? change.clock : change.what === 'steps' ? change.byUs : change.byPpm;
    const content = listWith(textContent(change.what), typeof how === 'string' ? textContent(how) : numberContent(how));
    this.#world.begin(Kind.clock, id, 0, content, 0, change);
  }
}
