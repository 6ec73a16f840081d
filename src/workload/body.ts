import { scramble } from '../chance/index.ts';

const words = ['dolce', 'forte', 'largo', 'mezzo', 'piano', 'presto', 'rubato', 'tacet', 'tenuto', 'vivace'] as const;

/**
 * A body of exactly `sizeBytes` ASCII bytes in words. It follows from size and number alone: what
 * a message says is no decision, but different messages must differ.
 */
export function bodyOf(number: number, sizeBytes: number): string {
  let text = '';
  let word = scramble(number);
  while (text.length < sizeBytes) {
    text += text === '' ? '' : ' ';
    text += words[(word >>> 0) % words.length];
    word = scramble(word + 1);
  }
  return text.slice(0, sizeBytes);
}
