import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/cli/lines.ts';
import { temporaryFolder } from '../../reference/temporary.ts';

describe('the lines of a file', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\nb\n', ['a', 'b']],
    ['a\n\nb', ['a', '', 'b']],
    // Longer than what is read at once, and with a character that stands across the border.
    [`${'x'.repeat((1 << 20) - 1)}é\ny\n`, [`${'x'.repeat((1 << 20) - 1)}é`, 'y']],
  ])('are what stands between their ends', (text, lines) => {
    expect([...linesOf(join(temporaryFolder({ f: text }), 'f'))]).toEqual(lines);
  });
});
