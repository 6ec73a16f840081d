/**
 * An entry of `faults` or `operations`: a mapping with exactly one verb among its keys. The verb
 * is found first, and the entry is judged by that verb's keys alone.
 */
import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { either, keysIn, oneOf } from './shapes.ts';
import { show } from './show.ts';

/** Verb → the whole entry's schema. */
export type Verbs<Entry> = ReadonlyMap<string, z.ZodType<Entry>>;

/** An entry with one of these verbs; `noun` is what errors call it, article and all. */
export function entryOf<Entry>(noun: string, verbs: Verbs<Entry>) {
  const words = [...verbs.keys()];
  return oneOf([...verbs.values()], (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { wrong: `expected ${noun} with one of ${either(words)}, found ${show(value)}` };
    }
    const keys = keysIn(value);
    const [first, second] = keys.filter((key) => verbs.has(key));
    if (first === undefined) return withoutVerb(noun, keys, words);
    if (second === undefined) return verbs.get(first)!;
    return {
      wrong: `two verbs in one entry, "${first}" and "${second}"`,
      remedy: 'an entry has one verb: make two entries of it',
      at: second,
    };
  });
}

function withoutVerb(noun: string, keys: readonly string[], words: readonly string[]) {
  const remedy = `an entry has one of ${words.join(', ')}`;
  for (const key of keys) {
    const meant = nearest(key, words);
    if (meant !== undefined) return { wrong: `unknown verb "${key}"; did you mean "${meant}"?`, remedy, at: key };
  }
  return { wrong: `${noun} without a verb`, remedy };
}
