/**
 * The nearest right word, for errors: few edits away, or no suggestion at all. A wrong suggestion is worse than none.
 */

/**
 * The candidate with the fewest edits from `word`, case aside; the first of several; undefined when
 * even that one is further away than a slip of the keyboard.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const bound = 1 + Math.floor(word.length / 3);
  let best: string | undefined;
  let fewest = bound + 1;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    // As many edits as letters: nothing of the word is left.
    if (edits < fewest && edits < Math.max(word.length, candidate.length)) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** `; did you mean "loss"?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  return best === undefined ? '' : `; did you mean "${best}"?`;
}

/** Letters added, dropped, replaced, and neighbours swapped (optimal string alignment). */
function distance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return Math.max(a.length, b.length);
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        edits = Math.min(edits, twoAbove[column - 2]! + 1);
      }
      current.push(edits);
    }
    twoAbove = above;
    above = current;
  }
  return above[b.length]!;
}
