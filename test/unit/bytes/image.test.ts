import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileImage } from '../../../src/bytes/index.ts';

const of = (...bytes: number[]) => Uint8Array.from(bytes);

describe('FileImage', () => {
  it('begins empty', () => {
    expect(new FileImage().bytes).toEqual(of());
  });

  it('grows by what is appended, and keeps what is overwritten in the middle apart', () => {
    const image = new FileImage();
    image.change(0, 0, of(1, 2, 3));
    image.change(3, 3, of(4));
    image.change(1, 3, of(8, 9));
    expect(image.bytes).toEqual(of(1, 8, 9, 4));
  });

  it('ends behind bytes that are fewer than what they replace', () => {
    const image = new FileImage();
    image.change(0, 0, of(1, 2, 3, 4));
    image.change(1, 4, of(7));
    expect(image.bytes).toEqual(of(1, 7));
  });

  it('fills a gap with zeros, even where there were other bytes once', () => {
    const image = new FileImage();
    image.change(0, 0, of(5, 5, 5, 5));
    image.change(0, 4, of());
    image.change(2, 2, of(6));
    expect(image.bytes).toEqual(of(0, 0, 6));
  });

  it('is empty again when cleared', () => {
    const image = new FileImage();
    image.change(0, 0, of(1));
    image.clear();
    expect(image.bytes).toEqual(of());
  });

  it('equals a plain array that suffers the same changes', () => {
    const change = fc.record({ from: fc.nat(20), over: fc.nat(8), bytes: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const image = new FileImage();
        let model: number[] = [];
        for (const { from, over, bytes } of changes) {
          const to = from + over;
          const padded = Array.from({ length: Math.max(model.length, from) }, (_, at) => model[at] ?? 0);
          const kept = bytes.length < over ? [] : padded.slice(from + bytes.length);
          model = [...padded.slice(0, from), ...bytes, ...kept];
          image.change(from, to, bytes);
          expect([...image.bytes]).toEqual(model);
        }
      }),
    );
  });
});
