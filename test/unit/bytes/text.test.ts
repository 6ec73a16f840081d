import { describe, expect, it } from 'vitest';
import { latinText, utf8Text } from '../../../src/bytes/text.ts';

describe('latinText', () => {
  it('is what the bytes spell, however many texts there were and however they collide', () => {
    const texts = Array.from({ length: 5_000 }, (_, nth) => `${nth}-é${'x'.repeat(nth % 60)}`);
    for (const text of [...texts, ...texts]) {
      const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
      expect(latinText(bytes, 0, bytes.length)).toBe(text);
    }
  });

  it('reads the given range', () => {
    expect(latinText(Uint8Array.of(65, 66, 67, 68), 1, 3)).toBe('BC');
    expect(latinText(Uint8Array.of(65), 1, 1)).toBe('');
  });
});

describe('utf8Text', () => {
  it('reads what is no ASCII as UTF-8, and nothing else', () => {
    const bytes = new TextEncoder().encode('aé—');
    expect(utf8Text(bytes, 0, bytes.length)).toBe('aé—');
    expect(utf8Text(bytes, 0, 1)).toBe('a');
    expect(utf8Text(bytes, 0, 2)).toBeUndefined();
  });
});
