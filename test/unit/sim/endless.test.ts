import { describe, expect, it } from 'vitest';
import { runBounded } from '../../../src/sim/endless.ts';
import { guard } from '../../../src/sim/guard.ts';

/** Far more than what the batches below need, where they end. */
const ampleMs = 60_000;

describe('runBounded', () => {
  it('runs a batch to its end, once', () => {
    let runs = 0;
    expect(runBounded(() => runs++, ampleMs)).toBe('done');
    expect(runs).toBe(1);
  });

  it('ends what does not end, whatever it catches', () => {
    let caught = 0;
    const batch = () => {
      for (;;) {
        try {
          for (;;);
        } catch {
          caught++;
        } finally {
          caught++;
        }
      }
    };
    expect(runBounded(batch, 30)).toBe('endless');
    expect(caught).toBe(0);
  });

  it('works again after an endless batch, and forgets the one before', () => {
    let runs = 0;
    runBounded(() => {
      for (;;);
    }, 20);
    expect(runBounded(() => runs++, ampleMs)).toBe('done');
    expect(runs).toBe(1);
  });

  it.each([new RangeError('x'), 'a string', undefined])('throws on what the batch throws: %s', (thrown) => {
    let caught: unknown = 'nothing';
    try {
      runBounded(() => {
        throw thrown;
      }, ampleMs);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
  });

  it('throws on an error that looks like its own time limit', () => {
    const impostor = Object.assign(new Error('x'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
    expect(() =>
      runBounded(() => {
        throw impostor;
      }, ampleMs),
    ).toThrow(impostor);
  });

  it('leaves no guard watching', () => {
    const endless = () => {
      guard.watching = true;
      for (;;);
    };
    expect(runBounded(endless, 20)).toBe('endless');
    expect(guard.watching).toBe(false);
  });

  it('leaves nothing behind among the globals', () => {
    const symbols = () => Object.getOwnPropertySymbols(globalThis).map(String);
    let during: readonly string[] = [];
    runBounded(() => {
      during = symbols();
    }, ampleMs);
    expect(during.filter((name) => name.includes('tutti'))).toHaveLength(1);
    expect(symbols().filter((name) => name.includes('tutti'))).toEqual([]);
  });
});
