/** The smallest failing candidate so far, and the ways to a smaller one. */
import type { Schedule } from '../../chance/index.ts';
import type { Prepared } from '../subject.ts';
import { type Element, elementsOf, without } from './elements.ts';
import type { Candidate, Failing, Trials } from './trials.ts';

/** Events that a candidate may take beyond twice those of the best. */
const graceEvents = 500;

/** See the head of this file. */
export class Best {
  #failing: Failing;
  /** Those of the failing candidate, once they were asked for. */
  #elements: readonly Element[] | undefined;
  readonly #trials: Trials;
  readonly #improved: (best: Failing) => void;

  constructor(failing: Failing, trials: Trials, improved: (best: Failing) => void) {
    this.#failing = failing;
    this.#trials = trials;
    this.#improved = improved;
  }

  get failing(): Failing {
    return this.#failing;
  }

  get elements(): readonly Element[] {
    this.#elements ??= elementsOf(this.#failing.schedule);
    return this.#elements;
  }

  /** No more runs are to be had: nothing will be taken. */
  get isOver(): boolean {
    return this.#trials.isOver;
  }

  /** Takes the candidate for the best if it fails; whatever it leaves out of the best stays. */
  take({ prepared = this.failing.prepared, schedule = this.failing.schedule }: Partial<Candidate>): boolean {
    const mostEvents = 2 * this.failing.result.events + graceEvents;
    return this.#adopt(this.#trials.fails({ prepared, schedule }, mostEvents));
  }

  /** The same without a bound on events, which costs more. */
  takeAtLength(schedule: Schedule, prepared: Prepared = this.failing.prepared): boolean {
    return this.#adopt(this.#trials.fails({ prepared, schedule }, Number.POSITIVE_INFINITY));
  }

  /** Takes elements away together, if it can go without. */
  drop(elements: readonly Element[]): boolean {
    if (elements.length === 0) return false;
    return this.take({ schedule: without(this.failing.schedule, new Set(elements.map(({ name }) => name))) });
  }

  /**
   * Takes away what it can of the elements that are chosen: halves first, then smaller and smaller
   * parts down to single ones, the last first (Zeller & Hildebrandt 2002, with complements only).
   */
  reduce(isChosen: (element: Element) => boolean): void {
    const chosen = () => this.elements.filter(isChosen);
    for (let size = Math.max(1, Math.ceil(chosen().length / 2)); ; size = Math.floor(size / 2)) {
      let end = chosen().length;
      while (end > 0 && !this.#trials.isOver) {
        this.drop(chosen().slice(Math.max(0, end - size), end));
        // What went, went from here; what it took with it is not tried twice.
        end = Math.min(end - size, chosen().length);
      }
      if (size <= 1 || this.#trials.isOver) return;
    }
  }

  #adopt(failing: Failing | undefined): boolean {
    if (failing === undefined) return false;
    this.#failing = failing;
    this.#elements = undefined;
    this.#improved(failing);
    return true;
  }
}
