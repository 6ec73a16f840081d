/** What of all that is known to happen sometimes did happen, over seeds and scenarios. */
import type { Findings } from './findings.ts';

/** Of one protocol, over all its scenarios. */
export interface ProtocolCoverage {
  readonly protocol: string;
  readonly mutant: string | null;
  /** By name, with how many seeds; in the protocol's order. */
  readonly reached: ReadonlyMap<string, number>;
  readonly never: readonly string[];
}

/** What a scenario wants to see, and no seed of it showed. */
export interface ScenarioCoverage {
  readonly subject: number;
  readonly never: readonly string[];
}

export interface Coverage {
  readonly protocols: readonly ProtocolCoverage[];
  /** Those that want for something. */
  readonly scenarios: readonly ScenarioCoverage[];
}

/** Regressions count for nothing: they are made to show one thing. */
export function coverageOf({ subjects, runs }: Pick<Findings, 'subjects' | 'runs'>): Coverage {
  const seen = subjects.map(() => new Map<string, number>());
  for (const { subject, result } of runs) {
    const counts = seen[subject];
    if (counts === undefined || subjects[subject]?.isRegression === true) continue;
    for (const name of result.sometimes.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const protocols = new Map<string, ProtocolCoverage>();
  const scenarios: ScenarioCoverage[] = [];
  for (const [place, { protocol, mutant, reachable, sometimes, isRegression }] of subjects.entries()) {
    if (isRegression) continue;
    const counts = seen[place] ?? new Map<string, number>();
    const before = protocols.get(`${protocol} ${mutant}`)?.reached ?? new Map<string, number>();
    const reached = new Map<string, number>();
    for (const name of reachable) {
      const count = (before.get(name) ?? 0) + (counts.get(name) ?? 0);
      if (count > 0) reached.set(name, count);
    }
    const never = reachable.filter((name) => !reached.has(name));
    protocols.set(`${protocol} ${mutant}`, { protocol, mutant, reached, never });
    const wanted = sometimes.filter((name) => !counts.has(name));
    if (wanted.length > 0) scenarios.push({ subject: place, never: wanted });
  }
  return { protocols: [...protocols.values()], scenarios };
}

/** The subjects that may still show something that nothing has shown. */
export function uncovered(findings: Pick<Findings, 'subjects' | 'runs'>): ReadonlySet<number> {
  const { protocols, scenarios } = coverageOf(findings);
  const open = new Set(
    protocols.filter(({ never }) => never.length > 0).map(({ protocol, mutant }) => `${protocol} ${mutant}`),
  );
  const wanting = new Set(scenarios.map(({ subject }) => subject));
  const places = [...findings.subjects.entries()].filter(([place, { protocol, mutant, isRegression }]) => {
    return !isRegression && (wanting.has(place) || open.has(`${protocol} ${mutant}`));
  });
  return new Set(places.map(([place]) => place));
}
