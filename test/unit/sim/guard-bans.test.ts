import asyncHooks from 'node:async_hooks';
import buffer from 'node:buffer';
import childProcess, { spawnSync } from 'node:child_process';
import crypto, { getRandomValues, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import dnsPromises from 'node:dns/promises';
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
import v8 from 'node:v8';
import workerThreads from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { BannedCall, guard, installGuard, watched } from '../../../src/sim/guard.ts';

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

/** Node's types do not know them, or not yet. */
const { navigator, WebAssembly } = globalThis as never as {
  navigator?: { hardwareConcurrency: number; language: string };
  WebAssembly: { compile(bytes: Uint8Array): unknown };
};
const { fromAsync } = Array as never as { fromAsync?: (list: unknown) => unknown };
const { waitAsync } = Atomics as never as { waitAsync(...args: unknown[]): object };

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
  ['reads performance.nodeTiming', () => performance.nodeTiming],
  ['reads Event.prototype.timeStamp', () => new Event('x').timeStamp],
  ['reads Event.prototype.timeStamp', () => new (class extends Event {})('x').timeStamp],
  ['calls perf_hooks.monitorEventLoopDelay()', () => perfHooks.monitorEventLoopDelay()],
  ['calls process.hrtime()', () => process.hrtime()],
  ['calls process.hrtime.bigint()', () => process.hrtime.bigint()],
  ['calls process.uptime()', () => process.uptime()],
  ['calls process.memoryUsage()', () => process.memoryUsage()],
  ['calls process.memoryUsage.rss()', () => process.memoryUsage.rss()],
  ['calls process.cpuUsage()', () => process.cpuUsage()],
  ['calls process.resourceUsage()', () => process.resourceUsage()],
  ['calls process.constrainedMemory()', () => process.constrainedMemory()],
  ['calls process.availableMemory()', () => process.availableMemory()],
  ['calls process.getActiveResourcesInfo()', () => process.getActiveResourcesInfo()],
  ['calls process.report.getReport()', () => process.report?.getReport()],
  ['reads process.pid', () => process.pid],
  ['reads process.ppid', () => process.ppid],
  ['calls v8.getHeapStatistics()', () => v8.getHeapStatistics()],
  ['calls async_hooks.executionAsyncId()', () => asyncHooks.executionAsyncId()],
  ['calls async_hooks.AsyncResource.prototype.asyncId()', () => new asyncHooks.AsyncResource('x').asyncId()],
  ['calls process.nextTick()', () => nextTick(() => undefined)],
  ['calls process.exit()', () => process.exit()],
  ['calls crypto.getRandomValues()', () => globalThis.crypto.getRandomValues(bytes)],
  ['calls crypto.getRandomValues()', () => getRandomValues(bytes)],
  ['calls crypto.getRandomValues()', () => crypto.webcrypto.getRandomValues(bytes)],
  ['calls crypto.randomUUID()', () => globalThis.crypto.randomUUID()],
  ['calls crypto.randomUUID()', () => crypto.randomUUID()],
  ['calls crypto.subtle.digest()', () => globalThis.crypto.subtle.digest('SHA-256', bytes)],
  ['calls URL.createObjectURL()', () => URL.createObjectURL(new Blob([]))],
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
  ['calls WebAssembly.compile()', () => WebAssembly.compile(bytes)],
  ['calls AbortSignal.timeout()', () => AbortSignal.timeout(1)],
  ['calls Atomics.wait()', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1)],
  ['calls Atomics.waitAsync()', () => waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 1)],
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
  ['calls os.loadavg()', () => os.loadavg()],
  ['calls os.freemem()', () => os.freemem()],
  ['calls dns/promises.lookup()', bare(dnsPromises.lookup)],
  ['calls worker_threads.receiveMessageOnPort()', bare(workerThreads.receiveMessageOnPort)],
];

/** What only some versions of Node have: its owner, the sentence, and the call. */
const newer: readonly (readonly [owner: unknown, sentence: string, call: () => unknown])[] = [
  [navigator, 'reads navigator.hardwareConcurrency', () => navigator?.hardwareConcurrency],
  [navigator, 'reads navigator.language', () => navigator?.language],
  [fromAsync, 'calls Array.fromAsync()', () => fromAsync?.([])],
];

const all = [...banned, ...newer.filter(([owner]) => owner !== undefined).map(([, ...row]) => row)];

describe('a watching guard', () => {
  it.each(all)('%s', (sentence, call) => {
    expect(() => watched(call)).toThrow(BannedCall);
    expect(guard.offences).toEqual([
      { clause: 'banned', sentence, where: expect.stringMatching(/^test\/unit\/sim\/guard-bans\.test\.ts:\d+:\d+$/) },
    ]);
  });

  it.each([
    ['MessageChannel', workerThreads, []],
    ['BroadcastChannel', workerThreads, ['x']],
    ['PerformanceMark', perfHooks, ['x']],
    ['PerformanceObserver', perfHooks, [() => undefined]],
    ['File', buffer, [[], 'x', { type: 'text/plain' }]],
  ] as const)('knows %s of the globals and of its module', (name, module, args) => {
    for (const owner of [globalThis, module]) {
      expect(() => watched(() => Reflect.construct(Reflect.get(owner, name), args))).toThrow(BannedCall);
    }
    const sentence = expect.stringMatching(new RegExp(`^calls new (?:\\w+\\.)?${name}\\(\\)$`));
    expect(guard.offences.length).toBeGreaterThan(0);
    for (const offence of guard.offences) expect(offence).toMatchObject({ sentence });
  });
});

describe('a guard that does not watch', () => {
  it.each(all.filter(([sentence]) => sentence !== 'calls process.exit()'))('changes nothing: %s', (_, call) => {
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
});
