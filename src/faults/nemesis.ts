/**
 * The nemesis: turns the rules of a fault plan into the simulator's public verbs, act by act.
 * Acts of different rules may overlap. Left out: acts that events trigger, and what befalls
 * packets, disks and clocks all by itself.
 */

import type { NodeId } from '../contract/index.ts';
import type { FaultRule } from '../scenario/types.ts';
import { drawWithin } from './ground.ts';
import { ruleLabels } from './labels.ts';
import { Strikes } from './strikes.ts';
import type { BadCopies, NemesisWorld } from './world.ts';

export interface NemesisOptions {
  readonly simulator: NemesisWorld;
  readonly rules: readonly FaultRule[];
  /** Who leads a shard, as far as that has been observed. */
  readonly leaderOf: (shard: number) => NodeId | undefined;
  /** Whose disks may rot within the budget; the default is nobody's. */
  readonly badCopies?: BadCopies;
  /** No act of an `every` rule is later. */
  readonly chaosEndUs: number;
}

/**
 * The nth act of a rule is decided under `fault LABEL #n`: `gap` since the act before (plain: the
 * middle of the range), `happens` (plain 0, by a seed 1), `target` (and `target led` where the leader can be struck: plain 0) and `lasts`. So with a plain
 * base nothing strikes, and taking one act away moves no other.
 */
export class Nemesis {
  readonly #world: NemesisWorld;
  readonly #rules: readonly FaultRule[];
  readonly #labels: readonly string[];
  readonly #strikes: Strikes;
  readonly #chaosEndUs: number;
  readonly #acts: number[];
  #frozen = false;

  constructor(options: NemesisOptions) {
    this.#world = options.simulator;
    this.#rules = options.rules;
    this.#labels = ruleLabels(options.rules);
    this.#strikes = new Strikes(options.simulator, options.leaderOf, options.badCopies ?? { allows: () => false });
    this.#chaosEndUs = options.chaosEndUs;
    this.#acts = options.rules.map(() => 0);
  }

  /** Acts that struck somebody, by rule, in the order of the rules. */
  get acts(): readonly number[] {
    return this.#acts;
  }

  /** What rules are called in anchors, in the order of the rules. */
  get labels(): readonly string[] {
    return this.#labels;
  }

  /** Clients that are disconnected because of an act. Heal does not connect them. */
  get disconnected(): readonly NodeId[] {
    return this.#strikes.disconnected;
  }

  /** Plans the first act of every rule. Once. */
  start(): void {
    for (const [rule, { timing }] of this.#rules.entries()) {
      if (timing.kind === 'at') this.#world.at(Math.max(timing.atUs, this.#world.nowUs), () => this.#act(rule, 1));
      else this.#plan(rule, 1, Math.max(timing.fromUs, this.#world.nowUs));
    }
  }

  /** From now on nothing is struck and nothing undone: what is broken now is for heal to mend. */
  freeze(): void {
    this.#frozen = true;
    this.#strikes.freeze();
  }

  #plan(rule: number, nth: number, sinceUs: number): void {
    const { timing } = this.#rules[rule] as FaultRule;
    if (timing.kind === 'at') return;
    const atUs = sinceUs + Math.max(1, drawWithin(this.#world, `${this.#anchor(rule, nth)} gap`, timing.everyUs));
    if (atUs > Math.min(this.#chaosEndUs, timing.untilUs ?? this.#chaosEndUs)) return;
    this.#world.at(atUs, () => {
      if (this.#frozen) return;
      this.#act(rule, nth);
      this.#plan(rule, nth + 1, atUs);
    });
  }

  #act(rule: number, nth: number): void {
    if (this.#frozen) return;
    const anchor = this.#anchor(rule, nth);
    if (this.#world.decisions.decide(`${anchor} happens`, 0, () => 1) === 0) return;
    if (this.#strikes.strike(this.#rules[rule] as FaultRule, anchor)) {
      this.#acts[rule] = (this.#acts[rule] as number) + 1;
    }
  }

  #anchor(rule: number, nth: number): string {
    return `fault ${this.#labels[rule]} #${nth}`;
  }
}
