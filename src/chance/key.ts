import seedrandom from 'seedrandom';

/** Two 32-bit words from which all decisions of one purpose follow. */
export interface Key {
  readonly a: number;
  readonly b: number;
}

/** The key of (seed, purpose). The only place where a seed becomes numbers. */
export function keyOf(seed: string, purpose: string): Key {
  const generator = seedrandom(`${seed}\u0000${purpose}`);
  return { a: generator.int32(), b: generator.int32() };
}
