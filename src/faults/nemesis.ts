/**
 * The nemesis: turns the rules of a fault plan into the simulator's public verbs, act by act.
 * Acts of different rules may overlap. Left out: what befalls packets, disks and clocks all by
 * itself.
 */

import { type Moment, type ScheduledAct, strikes } from '../chance/index.ts';
import type { NodeId } from '../contract/index.ts';
import type { FaultRule } from '../scenario/types.ts';
import type { TraceEntry } from '../sim/index.ts';
import type { EventNames } from './event-names.ts';
import { drawWithin } from './ground.ts';
import { ruleLabels } from './labels.ts';
import type { Means } from './patterns.ts';
import { ScheduledActs } from './scheduled-acts.ts';
import { Strikes } from './strikes.ts';
import { Triggers } from './triggers.ts';
import type { BadCopies, NemesisWorld, Sightings } from './world.ts';

/** An act that struck somebody: the events in which it did are those after `after` up to `until`. */
export interface StruckAct extends ScheduledAct {
  readonly atUs: number;
  readonly after: number;
  readonly until: number;
}

export interface NemesisOptions {
  readonly simulator: NemesisWorld;
  readonly rules: readonly FaultRule[];
  /** Who leads a shard, as far as that has been observed. */
  readonly leaderOf: Sightings['leaderOf'];
  /** Whom a client is connected to; the default is nobody. */
  readonly gatewayOf?: Sightings['gatewayOf'];
  /** Whose disks may rot within the budget; the default is nobody's. */
  readonly badCopies?: BadCopies;
  /** The nodes of each region, by its name, for cuts by zone. */
  readonly zones?: ReadonlyMap<string, readonly NodeId[]>;
  /** A seed turns so much of the plan on, each rule at a pace of its own; all of it unless given. */
  readonly swarm?: { readonly sharePpm: number } | undefined;
  /** No act of an `every` rule is later. */
  readonly chaosEndUs: number;
  /** The only acts there are, whatever the rules say about when; undefined to go by the rules. */
  readonly acts?: readonly ScheduledAct[] | undefined;
  /** Whether the acts are to be all only until `turn` is called. */
  readonly turns?: boolean;
  /** Names what happens; needed where `acts` wait for it, or where `struck` is to say what acts waited for. */
  readonly eventNames?: EventNames | undefined;
}

/**
 * The nth act of a rule is decided under `fault LABEL #n`: `gap` since the act before, or `delay` since
 * the event that it waited for (plain: the middle of the range), `happens` (plain 0, by a seed 1), `target` (and `target led`, or `target connected`, where the leader, or the client's gateway, can be struck: plain 0) and `lasts`. So with a plain
 * base nothing strikes, and taking one act away moves no other.
 */
export class Nemesis {
  readonly #world: NemesisWorld;
  readonly #rules: readonly FaultRule[];
  readonly #labels: readonly string[];
  readonly #strikes: Strikes;
  readonly #chaosEndUs: number;
  readonly #acts: number[];
  readonly #triggers: Triggers;
  /** How long the gaps of each rule are in this seed, in percent; 0 for rules that rest. */
  #paces: readonly number[];
  /** Undefined where acts go by the rules, which may be from some moment on. */
  #scheduled: ScheduledActs | undefined;
  readonly #turns: boolean;
  readonly #swarm: NemesisOptions['swarm'];
  /** The latest act of each rule that struck somebody. */
  readonly #latest: { nth: number; atUs: number }[];
  readonly #eventNames: EventNames | undefined;
  readonly #struck: StruckAct[] = [];
  /** Acts whose moment has come, and which let all else of that moment go first. */
  #ready: (() => void)[] = [];
  #frozen = false;

  constructor(options: NemesisOptions) {
    this.#world = options.simulator;
    this.#rules = options.rules;
    this.#labels = ruleLabels(options.rules);
    this.#strikes = new Strikes({
      world: options.simulator,
      sightings: { leaderOf: options.leaderOf, gatewayOf: options.gatewayOf ?? (() => undefined) },
      badCopies: options.badCopies ?? { allows: () => false },
      zones: options.zones ?? new Map(),
    });
    this.#chaosEndUs = options.chaosEndUs;
    this.#acts = options.rules.map(() => 0);
    this.#latest = options.rules.map(() => ({ nth: 0, atUs: 0 }));
    this.#turns = options.turns ?? false;
    this.#swarm = options.swarm;
    this.#paces = this.#labels.map((label) => this.#paceOf(label));
    const means: Means = (target, node) => this.#strikes.means(target, node);
    this.#triggers = new Triggers(options.rules, means);
    this.#scheduled = options.acts && new ScheduledActs(options.acts, this.#labels);
    this.#eventNames = options.eventNames;
  }

  /** Acts that struck somebody, in order, each at its moment: as `acts` they strike again. */
  get struck(): readonly StruckAct[] {
    return this.#struck;
  }

  /** Acts that struck somebody, by rule, in the order of the rules. */
  get acts(): readonly number[] {
    return this.#acts;
  }

  /** Whether the rule rests in this seed of a swarm. */
  rests(rule: number): boolean {
    return this.#paces[rule] === 0;
  }

  /** What is on in this seed of a swarm, and its pace. */
  get paces(): readonly string[] {
    return this.#labels.flatMap((label, rule) =>
      this.rests(rule) ? [] : [`${label} at ${this.#paces[rule]}% of its gaps`],
    );
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
    const scheduled = this.#scheduled;
    if (scheduled !== undefined) {
      const act = (atUs: number, rule: number, nth: number) => {
        if (this.#scheduled === scheduled) this.#strike(rule, nth, 0, { atUs });
      };
      scheduled.start((atUs, rule, nth) => {
        const strike = () => act(atUs, rule, nth);
        this.#world.at(atUs, this.#rules[rule]?.timing.kind === 'every' ? () => this.#comesLast(strike) : strike);
      });
      return;
    }
    for (const [rule, { timing }] of this.#rules.entries()) {
      if (this.rests(rule)) continue;
      if (timing.kind === 'at') this.#world.at(Math.max(timing.atUs, this.#world.nowUs), () => this.#act(rule, 1));
      else if (timing.kind === 'every') this.#plan(rule, 1, Math.max(timing.fromUs, this.#world.nowUs));
    }
  }

  /** Something happened in the run; needed only where rules listen, see `listens`. */
  happened(entry: TraceEntry): void {
    if (this.#frozen) return;
    this.#eventNames?.happened(entry);
    // What is done about it happens, too, and has names of its own.
    const event = this.#eventNames?.latest ?? '';
    this.#strikes.happened(entry);
    this.#scheduled?.happened(event, entry.node, (...due) => this.#due(event, ...due));
    // Rules that are to take over must have counted until then.
    if (this.#scheduled === undefined || this.#turns) {
      this.#triggers.happened(entry, (...fitting) => this.#triggered(event, ...fitting));
    }
  }

  /**
   * From now on acts go by the rules, where until now a schedule told them all. Each rule goes on
   * from its latest act, as if what it would have done since had struck nobody.
   */
  turn(): void {
    if (this.#scheduled === undefined || this.#frozen) return;
    this.#scheduled = undefined;
    this.#paces = this.#labels.map((label) => this.#paceOf(label));
    const { nowUs } = this.#world;
    for (const [rule, { timing }] of this.#rules.entries()) {
      if (this.rests(rule)) continue;
      const { nth, atUs } = this.#latest[rule] as { nth: number; atUs: number };
      if (timing.kind === 'at' && nth === 0 && timing.atUs >= nowUs)
        this.#world.at(timing.atUs, () => this.#act(rule, 1));
      else if (timing.kind === 'every') this.#plan(rule, nth + 1, Math.max(timing.fromUs, atUs));
    }
  }

  /** From now on nothing is struck and nothing undone: what is broken now is for heal to mend. */
  freeze(): void {
    this.#frozen = true;
    this.#strikes.freeze();
  }

  #plan(rule: number, nth: number, sinceUs: number): void {
    const { timing } = this.#rules[rule] as FaultRule;
    if (timing.kind !== 'every') return;
    const { nowUs } = this.#world;
    let next = nth;
    let atUs = sinceUs;
    for (;;) {
      const gapUs = drawWithin(this.#world, `${this.#anchor(rule, next)} gap`, timing.everyUs);
      atUs += Math.max(1, Math.floor((gapUs * (this.#paces[rule] as number)) / 100));
      if (atUs >= nowUs) break;
      next++;
    }
    if (atUs > Math.min(this.#chaosEndUs, timing.untilUs ?? this.#chaosEndUs)) return;
    this.#world.at(atUs, () => {
      this.#comesLast(() => {
        if (this.#frozen) return;
        if (this.#triggers.isOpen(rule)) this.#act(rule, next);
        this.#plan(rule, next + 1, atUs);
      });
    });
  }

  /**
   * The act is the last thing to happen now, behind acts that came before it: so when it was planned
   * makes no difference, which is otherwise where acts follow on each other than where all are told.
   */
  #comesLast(act: () => void): void {
    this.#ready.push(act);
    if (this.#ready.length === 1) this.#giveWay();
  }

  #giveWay(): void {
    const { nowUs, hasMoreNow } = this.#world;
    if (hasMoreNow) {
      this.#world.at(nowUs, () => this.#giveWay());
      return;
    }
    const acts = this.#ready;
    this.#ready = [];
    for (const act of acts) act();
  }

  /**
   * An event came that a rule waits for. Between two handlers it is answered at once, before the
   * process that it is for learns of it; within one, as soon as that has ended.
   */
  #triggered(event: string, rule: number, nth: number, it: NodeId): void {
    const { timing } = this.#rules[rule] as FaultRule;
    if (timing.kind !== 'after' || this.rests(rule) || this.#scheduled !== undefined) return;
    const anchor = this.#anchor(rule, nth);
    const delayUs = drawWithin(this.#world, `${anchor} delay`, timing.delayUs);
    if (this.#world.decisions.decide(`${anchor} happens`, 0, () => 1) !== 0) this.#due(event, rule, nth, it, delayUs);
  }

  #due(event: string, rule: number, nth: number, it: NodeId, delayUs: number): void {
    const { nowUs, current } = this.#world;
    const when = { after: event, delayUs };
    const scheduled = this.#scheduled;
    // A rule that takes over has counted its events: what was to follow on one stays so.
    const isSettled = this.#rules[rule]?.timing.kind === 'after';
    const act = () => {
      if (isSettled || this.#scheduled === scheduled) this.#strike(rule, nth, it, when);
    };
    if (delayUs === 0 && current === undefined) act();
    else this.#world.at(nowUs + delayUs, act);
  }

  #act(rule: number, nth: number): void {
    if (this.#world.decisions.decide(`${this.#anchor(rule, nth)} happens`, 0, () => 1) === 0) return;
    this.#strike(rule, nth, 0, { atUs: this.#world.nowUs });
  }

  #strike(rule: number, nth: number, it: NodeId, when: Moment): void {
    if (this.#frozen) return;
    const after = this.#world.events;
    if (!this.#strikes.strike(this.#rules[rule] as FaultRule, this.#anchor(rule, nth), it)) return;
    this.#acts[rule] = (this.#acts[rule] as number) + 1;
    this.#latest[rule] = { nth, atUs: this.#world.nowUs };
    this.#struck.push({
      act: `${this.#labels[rule]} #${nth}`,
      when,
      atUs: this.#world.nowUs,
      after,
      until: this.#world.events,
    });
  }

  /** Anchors: `fault LABEL on` (plain 0) and `fault LABEL pace` (percent, plain 100). */
  #paceOf(label: string): number {
    const swarm = this.#swarm;
    if (swarm === undefined) return 100;
    const { decisions } = this.#world;
    const isOn = decisions.decide(`fault ${label} on`, 0, (word) => (strikes(word, swarm.sharePpm) ? 1 : 0)) !== 0;
    return isOn ? drawWithin(this.#world, `fault ${label} pace`, { min: 50, max: 150 }) : 0;
  }

  #anchor(rule: number, nth: number): string {
    return `fault ${this.#labels[rule]} #${nth}`;
  }
}
