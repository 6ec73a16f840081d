import type { Finding, Violation } from '../contract/index.ts';

/** How many violations of one clause are kept; the rest is counted. */
const keptPerClause = 16;

/** All that properties object to in a run, in order. A run that goes on after the first must not drown in them. */
export class Objections {
  readonly #violations: Violation[] = [];
  readonly #clauses = new Map<string, { readonly about: Set<string>; count: number }>();

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  /** How often each clause objected, kept or not, by `property/clause`, in order of the first time. */
  get counts(): ReadonlyMap<string, number> {
    return new Map([...this.#clauses].map(([clause, { count }]) => [clause, count]));
  }

  /** Kept unless the same clause said the same before, or said enough. */
  add(violation: Violation): void {
    const name = `${violation.property}/${violation.clause}`;
    let clause = this.#clauses.get(name);
    if (clause === undefined) {
      clause = { about: new Set(), count: 0 };
      this.#clauses.set(name, clause);
    }
    clause.count++;
    if (clause.about.size === keptPerClause) return;
    const about = aboutOf(violation);
    if (clause.about.has(about)) return;
    clause.about.add(about);
    this.#violations.push(violation);
  }
}

function aboutOf({ room, position, token, nodes }: Finding): string {
  return `${room} ${position} ${position === undefined ? token : ''} ${nodes[0]}`;
}
