/**
 * What protocol code may not call: everything by which two runs of one seed could differ, and
 * everything by which it could act behind the simulator's back. Left out is what cannot be trapped
 * (`await` calls nothing; it is caught as it begins a promise) and what only differs from machine to
 * machine: constants of the process (`process.env`, `process.argv`, `process.platform`,
 * `import.meta`), which most packages read when they are loaded, the text of stacks, which has paths
 * in it, and Math's transcendental functions, which engines compute in their own ways. What differs
 * from run to run nevertheless, the self-check finds: it runs a seed twice.
 */
import { isDatedFile, isPureDate, isPureDateText } from './guard-dates.ts';

/** Calls of one object that are banned, and what protocol code does instead. */
export interface Ban {
  /**
   * The path to the object from the globals (the empty path) or from a module of Node's
   * (`node:timers/promises.scheduler`). What this version of Node does not have is passed over.
   */
  readonly owner: string;
  /** Functions and classes, by name; `all` that the object has. */
  readonly calls: readonly string[] | 'all';
  /** Properties whose reading is banned; one that is no accessor is what it was when the traps were laid. */
  readonly reads?: readonly string[];
  /** Ends the sentence "protocol code calls X;". */
  readonly instead: string;
  /** Whether a call is harmless after all. */
  readonly allows?: (args: readonly unknown[], isNew: boolean) => boolean;
  /** Banned as well when Node calls it for the user, which otherwise is Node's own business. */
  readonly throughNode?: true;
}

const time = 'ask host.wallClockUs() or host.monotonicUs()';
const chance = 'ask host.random(name)';
const later = 'handlers are synchronous: use host.setTimer';
const outside = 'protocol code reaches the world through its host only';
const machine = 'what depends on the machine cannot be replayed';
const locale = 'what depends on the locale or the time zone cannot be replayed';
const collection = 'when garbage is collected cannot be replayed';

const busyness = 'what else this process is doing cannot be replayed';

const webCryptoChance = ['getRandomValues', 'randomUUID', 'randomUUIDv7'];

const clockBans: readonly Ban[] = [
  { owner: '', calls: ['Date'], instead: time, allows: isPureDate },
  { owner: 'Date', calls: ['now'], instead: time },
  { owner: 'Temporal.Now', calls: 'all', instead: time },
  { owner: 'performance.__proto__', calls: 'all', reads: ['nodeTiming', 'timeOrigin'], instead: time },
  { owner: 'node:perf_hooks', calls: 'all', instead: time },
  { owner: '', calls: ['PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver'], instead: time },
  { owner: 'Event.prototype', calls: [], reads: ['timeStamp'], instead: time },
  { owner: '', calls: ['File'], instead: time, allows: isDatedFile },
  { owner: 'node:buffer', calls: ['File'], instead: time, allows: isDatedFile },
  { owner: 'process', calls: ['hrtime', 'uptime'], instead: time },
  { owner: 'process.hrtime', calls: ['bigint'], instead: time },
];

const chanceBans: readonly Ban[] = [
  { owner: 'Math', calls: ['random'], instead: chance },
  { owner: 'URL', calls: ['createObjectURL'], instead: chance },
  { owner: 'crypto.__proto__', calls: webCryptoChance, instead: chance, throughNode: true },
  {
    owner: 'node:crypto',
    calls: [
      ...['createDiffieHellman', 'createECDH', 'encapsulate', 'generateKeyPairSync', 'generateKeySync'],
      ...['generatePrimeSync', 'prng', 'pseudoRandomBytes', 'publicEncrypt', 'randomBytes', 'randomFillSync'],
      ...['randomInt', 'randomUUID', 'randomUUIDv7', 'rng'],
    ],
    instead: chance,
  },
];

const laterBans: readonly Ban[] = [
  {
    owner: '',
    calls: [
      ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
      'queueMicrotask',
    ],
    instead: later,
  },
  { owner: 'node:timers', calls: 'all', instead: later },
  { owner: 'node:timers/promises', calls: 'all', instead: later },
  { owner: 'node:timers/promises.scheduler', calls: 'all', instead: later },
  { owner: 'node:timers/promises.scheduler.__proto__', calls: ['wait', 'yield'], instead: later },
  { owner: 'process', calls: ['nextTick'], instead: later },
  { owner: 'Promise', calls: ['all', 'allSettled', 'any', 'race'], instead: later },
  { owner: 'Promise.prototype', calls: ['then', 'catch', 'finally'], instead: later },
  { owner: 'Array', calls: ['fromAsync'], instead: later },
  { owner: 'AbortSignal', calls: ['timeout'], instead: later },
  {
    owner: 'WebAssembly',
    calls: ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'],
    instead: later,
  },
  { owner: 'Atomics', calls: ['wait', 'waitAsync'], instead: later },
  { owner: 'crypto.subtle.__proto__', calls: 'all', instead: later },
  {
    owner: 'node:crypto',
    calls: ['checkPrime', 'generateKey', 'generateKeyPair', 'generatePrime', 'hkdf', 'pbkdf2', 'randomFill', 'scrypt'],
    instead: later,
  },
];

const placeBans: readonly Ban[] = [
  { owner: 'Intl', calls: 'all', instead: locale },
  { owner: 'Date', calls: ['parse'], instead: locale, allows: ([text]) => isPureDateText(text) },
  {
    owner: 'Date.prototype',
    calls: [
      ...['getDate', 'getDay', 'getFullYear', 'getHours', 'getMilliseconds', 'getMinutes', 'getMonth', 'getSeconds'],
      ...['getTimezoneOffset', 'getYear', 'setDate', 'setFullYear', 'setHours', 'setMilliseconds', 'setMinutes'],
      ...['setMonth', 'setSeconds', 'setYear', 'toDateString', 'toLocaleDateString', 'toLocaleString'],
      ...['toLocaleTimeString', 'toString', 'toTimeString'],
    ],
    instead: locale,
  },
  {
    owner: 'String.prototype',
    calls: ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'],
    instead: locale,
  },
  ...['Number.prototype', 'BigInt.prototype', 'Array.prototype', 'Uint8Array.prototype.__proto__'].map(
    (owner): Ban => ({ owner, calls: ['toLocaleString'], instead: locale }),
  ),
];

const machineBans: readonly Ban[] = [
  { owner: '', calls: ['WeakRef', 'FinalizationRegistry'], instead: collection },
  { owner: 'WeakRef.prototype', calls: ['deref'], instead: collection },
  {
    owner: 'process',
    calls: ['memoryUsage', 'cpuUsage', 'threadCpuUsage', 'resourceUsage', 'availableMemory', 'constrainedMemory'],
    reads: ['pid', 'ppid'],
    instead: machine,
  },
  { owner: 'process.memoryUsage', calls: ['rss'], instead: machine },
  { owner: 'process.report', calls: 'all', instead: machine },
  {
    owner: 'navigator.__proto__',
    calls: [],
    reads: ['hardwareConcurrency', 'language', 'languages', 'platform', 'userAgent'],
    instead: machine,
  },
  { owner: 'node:os', calls: 'all', instead: machine },
  {
    owner: 'node:v8',
    calls: [
      ...['getCppHeapStatistics', 'getHeapCodeStatistics', 'getHeapSnapshot', 'getHeapSpaceStatistics'],
      ...['getHeapStatistics', 'queryObjects', 'writeHeapSnapshot', 'GCProfiler'],
    ],
    instead: machine,
  },
  { owner: 'process', calls: ['getActiveResourcesInfo', '_getActiveHandles', '_getActiveRequests'], instead: busyness },
  {
    owner: 'node:async_hooks',
    calls: ['createHook', 'executionAsyncId', 'executionAsyncResource', 'triggerAsyncId'],
    instead: busyness,
  },
  { owner: 'node:async_hooks.AsyncResource.prototype', calls: ['asyncId', 'triggerAsyncId'], instead: busyness },
];

const outsideBans: readonly Ban[] = [
  {
    owner: '',
    calls: ['fetch', 'WebSocket', 'EventSource', 'BroadcastChannel', 'MessageChannel'],
    instead: outside,
  },
  {
    owner: 'process',
    calls: ['abort', 'chdir', 'execve', 'exit', 'kill', 'loadEnvFile', 'reallyExit', 'send'],
    instead: outside,
  },
  ...[
    ...['fs', 'fs/promises', 'fs.realpath', 'fs.realpathSync', 'net', 'dgram', 'http', 'http2', 'https', 'tls'],
    ...['dns', 'dns/promises', 'dns.Resolver.prototype', 'child_process', 'cluster', 'worker_threads', 'vm'],
  ].map((name): Ban => ({ owner: `node:${name}`, calls: 'all', instead: outside })),
];

/** Every ban. A function that stands in several is called what the first calls it. */
export const bans: readonly Ban[] = [
  ...clockBans,
  ...chanceBans,
  ...laterBans,
  ...placeBans,
  ...machineBans,
  ...outsideBans,
];
