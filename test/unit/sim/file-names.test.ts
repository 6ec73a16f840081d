import { describe, expect, it } from 'vitest';
import { FileNames } from '../../../src/sim/file-names.ts';

describe('FileNames', () => {
  it('leaves numbers out of a class', () => {
    const names = new FileNames();
    expect(names.classOf('log-000017')).toBe('log-#');
    expect(names.classOf('snapshot-3-12.tmp')).toBe('snapshot-#-#.tmp');
    expect(names.classOf('vote')).toBe('vote');
  });

  it('gives the same class again, however many names there were', () => {
    const names = new FileNames();
    for (let nth = 0; nth < 5_000; nth++) expect(names.classOf(`log-${nth}`)).toBe('log-#');
    expect(names.classOf('log-0')).toBe('log-#');
  });

  it('refuses what is no name, each time', () => {
    const names = new FileNames();
    for (let time = 0; time < 2; time++) {
      expect(() => names.classOf('a/b')).toThrow('printable ASCII without spaces and slashes, not "a/b"');
      expect(() => names.classOf('..')).toThrow(RangeError);
      expect(() => names.classOf('')).toThrow(RangeError);
    }
  });
});
