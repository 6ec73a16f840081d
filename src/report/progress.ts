import type { RunResult } from '../run/index.ts';
import { counted, duration, grouped } from './figures.ts';

/** How an exploration comes along, in one line: what is done, how fast, how long still, what was found. */
export class ExploringProgress {
  readonly #total: number | undefined;
  readonly #forMs: number | undefined;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #runs = 0;
  #last = '';
  #shrinking: string | undefined;
  readonly #files = new Set<string>();

  /** Of so many scenarios, each with as many seeds, or for a time; and a clock in milliseconds. */
  constructor(
    { seeds, forMs }: { readonly seeds: number | undefined; readonly forMs: number | undefined },
    scenarios: number,
    nowMs: () => number,
  ) {
    this.#total = seeds === undefined ? undefined : seeds * scenarios;
    this.#forMs = forMs;
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
  }

  ran({ scenario, seed }: RunResult): void {
    this.#runs++;
    this.#last = `${scenario} seed ${seed}`;
  }

  caught(file: string): void {
    this.#files.add(file);
  }

  /** One more run of the shrinking of a failure. */
  inched(elements: number | undefined, runs: number): void {
    const left = elements === undefined ? '' : `, ${counted(elements, 'element')} left`;
    this.#shrinking = `shrinking: ${counted(runs, 'run')}${left}`;
  }

  text(): string {
    const found = this.#files.size === 0 ? [] : [counted(this.#files.size, 'failure')];
    if (this.#shrinking !== undefined) return [this.#shrinking, ...found].join('  ');
    const passedMs = this.#nowMs() - this.#startMs;
    const perS = passedMs <= 0 ? 0 : Math.round((this.#runs * 1000) / passedMs);
    const of = this.#total === undefined ? '' : ` of ${grouped(this.#total)}`;
    const parts = [`${grouped(this.#runs)}${of} runs`, `${grouped(perS)}/s`, ...this.#left(passedMs), ...found];
    return [...parts, this.#last].join('  ');
  }

  #left(passedMs: number): string[] {
    const leftMs =
      this.#forMs === undefined
        ? (passedMs * (Math.max(this.#runs, this.#total ?? 0) - this.#runs)) / Math.max(1, this.#runs)
        : this.#forMs - passedMs;
    return leftMs <= 0 ? [] : [`${duration(Math.ceil(leftMs / 1000) * 1_000_000)} left`];
  }
}
