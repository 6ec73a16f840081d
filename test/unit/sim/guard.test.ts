import childProcess, { spawnSync } from 'node:child_process';
import crypto, { getRandomValues, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs, { readFileSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import perfHooks from 'node:perf_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import tls from 'node:tls';
import workerThreads from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { BannedCall, guard, installGuard, unwatched, watched } from '../../../src/sim/guard.ts';

installGuard();

afterEach(() => {
  guard.watching = false;
  guard.offences.length = 0;
});

/** Taken at once, because Vitest puts the original back while it reports. */
const { nextTick } = process;
const resolved = Promise.resolve(1);
const bytes = new Uint8Array(4);
const noon = new Date(1_700_000_000_000);
/** For functions that must not do their work here: without arguments they complain about that. */
const bare = (call: (...args: never[]) => unknown) => () => (call as () => unknown)();

/** Written down by hand, and not from the guard's own table. */
const banned: readonly (readonly [sentence: string, call: () => unknown])[] = [
  ['calls Date()', () => Date()],
  ['calls new Date()', () => new Date()],
  ['calls new Date()', () => new (class extends Date {})()],
  ['calls new Date()', () => new Date(2020, 1, 1)],
  ['calls new Date()', () => new Date('2020-01-01T00:00:00')],
  ['calls new Date()', () => Reflect.construct(noon.constructor as DateConstructor, [])],
  ['calls Date.now()', () => Date.now()],
  ['calls Date.now()', () => [0].map(Date.now)],
  ['calls Date.parse()', () => Date.parse('1 January 2020')],
  ['calls Date.prototype.getHours()', () => noon.getHours()],
  ['calls Date.prototype.setMinutes()', () => new Date(0).setMinutes(1)],
  ['calls Date.prototype.getTimezoneOffset()', () => noon.getTimezoneOffset()],
  ['calls Date.prototype.toString()', () => `${noon}`],
  ['calls Date.prototype.toLocaleString()', () => noon.toLocaleString()],
  ['calls Math.random()', () => Math.random()],
  ['calls performance.now()', () => performance.now()],
  ['calls performance.now()', () => perfHooks.performance.now()],
  ['calls performance.mark()', () => performance.mark('x')],
  ['reads performance.timeOrigin', () => performance.timeOrigin],
  ['calls perf_hooks.monitorEventLoopDelay()', () => perfHooks.monitorEventLoopDelay()],
  ['calls process.hrtime()', () => process.hrtime()],
  ['calls process.hrtime.bigint()', () => process.hrtime.bigint()],
  ['calls process.uptime()', () => process.uptime()],
  ['calls process.memoryUsage()', () => process.memoryUsage()],
  ['calls process.memoryUsage.rss()', () => process.memoryUsage.rss()],
  ['calls process.cpuUsage()', () => process.cpuUsage()],
  ['calls process.nextTick()', () => nextTick(() => undefined)],
  ['calls process.exit()', () => process.exit()],
  ['calls crypto.getRandomValues()', () => globalThis.crypto.getRandomValues(bytes)],
  ['calls crypto.getRandomValues()', () => getRandomValues(bytes)],
  ['calls crypto.getRandomValues()', () => crypto.webcrypto.getRandomValues(bytes)],
  ['calls crypto.randomUUID()', () => globalThis.crypto.randomUUID()],
  ['calls crypto.randomUUID()', () => crypto.randomUUID()],
  ['calls crypto.subtle.digest()', () => globalThis.crypto.subtle.digest('SHA-256', bytes)],
  ['calls crypto.randomBytes()', () => crypto.randomBytes(4)],
  ['calls crypto.randomBytes()', () => randomBytes(4)],
  ['calls crypto.randomInt()', () => crypto.randomInt(4)],
  ['calls crypto.randomFillSync()', () => crypto.randomFillSync(bytes)],
  ['calls setTimeout()', () => setTimeout(() => undefined, 0)],
  ['calls setInterval()', () => clearInterval(setInterval(() => undefined, 1000))],
  ['calls setImmediate()', () => setImmediate(() => undefined)],
  ['calls clearTimeout()', () => clearTimeout(undefined)],
  ['calls clearInterval()', () => clearInterval(undefined)],
  ['calls clearImmediate()', () => clearImmediate(undefined)],
  ['calls queueMicrotask()', () => queueMicrotask(() => undefined)],
  ['calls setTimeout()', () => timers.setTimeout(() => undefined, 0)],
  ['calls timers/promises.setTimeout()', () => timersPromises.setTimeout(0)],
  ['calls timers/promises.scheduler.yield()', () => timersPromises.scheduler.yield()],
  ['calls Promise.prototype.then()', () => resolved.then(() => 1)],
  ['calls Promise.prototype.catch()', () => resolved.catch(() => 1)],
  ['calls Promise.prototype.finally()', () => resolved.finally(() => 1)],
  ['calls Promise.all()', () => Promise.all([1])],
  ['calls Promise.race()', () => Promise.race([1])],
  ['calls AbortSignal.timeout()', () => AbortSignal.timeout(1)],
  ['calls Atomics.wait()', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1)],
  ['calls new WeakRef()', () => new WeakRef({})],
  ['calls new FinalizationRegistry()', () => new FinalizationRegistry(() => undefined)],
  ['calls new Intl.Collator()', () => new Intl.Collator()],
  ['calls Intl.DateTimeFormat()', () => Intl.DateTimeFormat()],
  ['calls new Intl.NumberFormat()', () => new Intl.NumberFormat('de')],
  ['calls String.prototype.localeCompare()', () => 'a'.localeCompare('b')],
  ['calls String.prototype.toLocaleUpperCase()', () => 'a'.toLocaleUpperCase()],
  ['calls String.prototype.toLocaleLowerCase()', () => 'a'.toLocaleLowerCase()],
  ['calls Number.prototype.toLocaleString()', () => (1.5).toLocaleString()],
  ['calls BigInt.prototype.toLocaleString()', () => 1n.toLocaleString()],
  ['calls Array.prototype.toLocaleString()', () => [1].toLocaleString()],
  ['calls Uint8Array.prototype.toLocaleString()', () => bytes.toLocaleString()],
  ['calls fetch()', bare(fetch)],
  ['calls fs.readFileSync()', () => fs.readFileSync('package.json')],
  ['calls fs.readFileSync()', () => readFileSync('package.json')],
  ['calls fs.existsSync()', () => fs.existsSync('package.json')],
  ['calls fs.writeFile()', bare(fs.writeFile)],
  ['calls fs.realpathSync.native()', () => fs.realpathSync.native('.')],
  ['calls fs/promises.readFile()', () => fsPromises.readFile('package.json')],
  ['calls fs/promises.stat()', () => fs.promises.stat('package.json')],
  ['calls net.connect()', bare(net.connect)],
  ['calls new net.Socket()', () => new net.Socket().destroy()],
  ['calls dgram.createSocket()', bare(dgram.createSocket)],
  ['calls http.createServer()', () => http.createServer()],
  ['calls http.request()', () => http.request('nowhere')],
  ['calls https.get()', () => https.get('nowhere')],
  ['calls tls.connect()', bare(tls.connect)],
  ['calls dns.lookup()', bare(dns.lookup)],
  ['calls child_process.spawn()', bare(childProcess.spawn)],
  ['calls child_process.spawnSync()', bare(spawnSync)],
  ['calls new worker_threads.Worker()', () => Reflect.construct(workerThreads.Worker, [])],
  ['calls os.hostname()', () => os.hostname()],
  ['calls os.cpus()', () => os.cpus()],
];

describe('a watching guard', () => {
  it.each(banned)('%s', (sentence, call) => {
    expect(() => watched(call)).toThrow(BannedCall);
    expect(guard.offences).toEqual([
      { clause: 'banned', sentence, where: expect.stringMatching(/^test\/unit\/sim\/guard\.test\.ts:\d+:\d+$/) },
    ]);
  });

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
    ]);
    expect(pure).toEqual([
      ...['1970-01-01T00:00:00.000Z', 1_700_000_000_000, 1_577_836_800_000, 23, 0, 1_580_515_200_000, true, 64, 1],
      os.EOL,
    ]);
    expect(guard.offences).toEqual([]);
  });

  it('lets Node do for a permitted call what is banned for users', () => {
    // The stream of the console ticks when it is written to.
    watched(() => process.stdout.write(''));
    expect(guard.offences).toEqual([]);
  });

  it.each(['MessageChannel', 'BroadcastChannel'] as const)('knows %s under its names', (name) => {
    expect(() => watched(() => new globalThis[name]('x'))).toThrow(BannedCall);
    expect(() => watched(() => new workerThreads[name]('x'))).toThrow(BannedCall);
    const sentence = expect.stringMatching(new RegExp(`^calls new (?:worker_threads\\.)?${name}\\(\\)$`));
    expect(guard.offences).toEqual([expect.objectContaining({ sentence }), expect.objectContaining({ sentence })]);
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
  it.each(banned.filter(([sentence]) => sentence !== 'calls process.exit()'))('changes nothing: %s', (_, call) => {
    let answer: unknown;
    try {
      answer = call();
    } catch (error) {
      // Some calls above complain about their arguments: Node's complaint, not the guard's.
      expect(error).not.toBeInstanceOf(BannedCall);
    }
    if (answer instanceof Promise) answer.catch(() => undefined);
    expect(guard.offences).toEqual([]);
  });

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
