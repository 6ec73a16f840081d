/** From what zod objects to, as paths, to errors with places. */
import type { z } from 'zod';
import { errorAt, type ScenarioError } from './error.ts';
import { didYouMean, nearest } from './nearest.ts';
import { nearestPath } from './set.ts';
import { asideOf } from './shapes.ts';
import type { Path, Source } from './source.ts';

/** Every objection, as an error at the place of what it is about. */
export function explain(error: z.ZodError, source: Source): readonly ScenarioError[] {
  const errors: ScenarioError[] = [];
  const missing: Path[] = [];
  const misspelt: Path[] = [];
  for (const issue of error.issues) {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const { remedy, aboutKey, unknownKeys } = asideOf(issue);
    for (const key of unknownKeys ?? []) {
      const allowed = issue.message.split(', ');
      errors.push(unknownKey([...path, key], allowed, source));
      misspelt.push([...path, nearest(key, allowed) ?? key]);
    }
    if (unknownKeys !== undefined) continue;
    if (!source.has(path)) missing.push(path);
    else errors.push(errorAt(aboutKey ? source.placeOfKey(path) : source.placeOf(path), issue.message, remedy));
  }
  for (const path of missing) {
    // A key that is there in a wrong spelling has been told of already.
    if (misspelt.some((meant) => samePath(meant, path))) continue;
    errors.push(errorAt(source.placeOf(path), `"${path.at(-1)}" is missing`));
  }
  return errors;
}

function unknownKey(path: Path, allowed: readonly string[], source: Source): ScenarioError {
  const place = source.placeOfKey(path);
  const key = String(path.at(-1));
  if (key === '<<') {
    return errorAt(place, 'merge keys ("<<") are not read', 'repeat the keys, or name a whole value: &name and *name');
  }
  const remedy = `keys here are ${allowed.join(', ')}`;
  if (place.line === 0) {
    const meant = nearestPath(path);
    const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
    return errorAt(place, `unknown path "${path.join('.')}"${hint}`, remedy);
  }
  return errorAt(place, `unknown key "${key}"${didYouMean(key, allowed)}`, remedy);
}

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}
