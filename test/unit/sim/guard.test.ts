import crypto from 'node:crypto';
import dns from 'node:dns';
import fs, { readFileSync } from 'node:fs';
import os from 'node:os';
import timers from 'node:timers';
import { afterEach, describe, expect, it } from 'vitest';
import { BannedCall, guard, installGuard, unwatched, watched } from '../../../src/sim/guard.ts';

installGuard();

afterEach(() => {
  guard.watching = false;
  guard.offences.length = 0;
});

const noon = new Date(1_700_000_000_000);

describe('a watching guard', () => {
  it('lets pass what says the same everywhere', () => {
    const pure = watched(() => [
      new Date(0).toISOString(),
      new Date(noon).getTime(),
      new Date('2020-01-01').getTime(),
      new Date('2020-01-01T00:00:00+01:00').getUTCHours(),
      Date.parse('Thu, 01 Jan 1970 00:00:00 GMT'),
      Date.UTC(2020, 1),
      noon instanceof Date,
      crypto.createHash('sha256').update('x').digest('hex').length,
      structuredClone({ a: 1 }).a,
      os.EOL,
      new File([], 'x', { lastModified: 7 }).lastModified,
      new Event('x').type,
    ]);
    expect(pure).toEqual([
      ...['1970-01-01T00:00:00.000Z', 1_700_000_000_000, 1_577_836_800_000, 23, 0, 1_580_515_200_000, true, 64, 1],
      os.EOL,
      7,
      'x',
    ]);
    expect(guard.offences).toEqual([]);
  });

  it('lets Node do for a permitted call what is banned for users', () => {
    // The stream of the console ticks when it is written to.
    watched(() => process.stdout.write(''));
    expect(guard.offences).toEqual([]);
  });

  it('says what to do instead', () => {
    expect(() => watched(() => Math.random())).toThrow('protocol code calls Math.random(); ask host.random(name)');
  });

  it('records an offence before it throws, so that swallowing does not help', () => {
    watched(() => {
      try {
        Math.random();
      } catch {
        // Nobody will know.
      }
    });
    expect(guard.offences.map(({ sentence }) => sentence)).toEqual(['calls Math.random()']);
  });

  it('points at the line and column of the call', () => {
    expect(() => watched(() => Math.random())).toThrow(); // the marked line
    const lines = readFileSync('test/unit/sim/guard.test.ts', 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes('// the marked') && !text.includes('includes'));
    const column = (lines[line] as string).indexOf('random') + 1;
    expect(guard.offences[0]?.where).toBe(`test/unit/sim/guard.test.ts:${line + 1}:${column}`);
  });

  it('points there however short stacks are', () => {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const swallow = () => watched(() => Math.random());
    expect(swallow).toThrow(BannedCall);
    expect(Error.stackTraceLimit).toBe(0);
    Error.stackTraceLimit = before;
    expect(guard.offences[0]?.where).toMatch(/^test\/unit\/sim\/guard\.test\.ts:/);
  });

  it('traps what a lazy property gives, each time', () => {
    const lazy = crypto as never as { prng(size: number): Uint8Array };
    expect(() => watched(() => lazy.prng(1))).toThrow(BannedCall);
    expect(() => watched(() => lazy.prng(2))).toThrow(BannedCall);
  });

  it('keeps one offence per place, and at most a hundred', () => {
    const swallow = (act: () => void) => {
      try {
        act();
      } catch {
        // On and on.
      }
    };
    watched(() => {
      for (let i = 0; i < 10; i++) swallow(() => Math.random());
    });
    expect(guard.offences).toHaveLength(1);
    watched(() => {
      for (const owner of [fs, os, dns] as never as Record<string, () => void>[]) {
        for (const name of Object.keys(owner)) swallow(() => owner[name]?.());
      }
    });
    expect(guard.offences).toHaveLength(100);
  });
});

describe('a guard that does not watch', () => {
  it('keeps identities, classes and statics', () => {
    expect(timers.setTimeout).toBe(globalThis.setTimeout);
    expect(new Date(0).constructor).toBe(Date);
    expect(class extends Date {}.UTC).toBe(Date.UTC);
    expect(Object.getPrototypeOf(new (class extends Date {})(0))).toBeInstanceOf(Date);
    expect(new Intl.Collator('en')).toBeInstanceOf(Intl.Collator);
    expect(Date.length).toBe(7);
    expect(Date.name).toBe('Date');
  });

  it('gives the time of day and chance', () => {
    expect(new Date() > noon).toBe(true);
    expect(Date()).toMatch(/^\w{3} \w{3} \d\d \d{4}/);
    expect(Math.random()).not.toBe(Math.random());
  });

  it('is not laid twice', () => {
    const getter = () => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(performance), 'timeOrigin')?.get;
    const before = [Date.now, getter()];
    installGuard();
    expect([Date.now, getter()]).toEqual(before);
  });
});

describe('watched and unwatched', () => {
  it('restore the flag, whatever happens', () => {
    expect(() =>
      watched(() => {
        unwatched(() => Math.random());
        expect(guard.watching).toBe(true);
        throw new RangeError('x');
      }),
    ).toThrow(RangeError);
    expect(guard.watching).toBe(false);
    unwatched(() => undefined);
    expect(guard.watching).toBe(false);
  });
});
