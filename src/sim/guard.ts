/**
 * Catches protocol code that calls what would make a run unrepeatable: the time of day, chance,
 * timers, promises, files, sockets, the locale. The traps are laid once for the whole process and
 * cost nothing until a banned function is called; then it is the flag that decides. Banned calls
 * made by Node itself (`console.log` may tick), by module loaders and by test runners pass. A call
 * through a reference that was taken before the traps were laid is not seen.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Offence } from '../contract/index.ts';
import { isCalledByUser, placeOf } from './blame.ts';
import { type Ban, bans } from './guard-traps.ts';

type Callable = (...args: readonly unknown[]) => unknown;

/** The state of the guard, for the simulator's hot path: two stores per handler. */
export interface Guard {
  /** True exactly while protocol code runs. */
  watching: boolean;
  /** True while somebody is there to hand offences over: not when code runs on after its run. */
  hearing: boolean;
  /** Banned calls since somebody last emptied the list: each place once, at most 100. */
  readonly offences: Offence[];
}

export const guard: Guard = { watching: false, hearing: false, offences: [] };

/** Thrown at protocol code by a trap, after the offence was recorded. */
export class BannedCall extends Error {
  override readonly name = 'BannedCall';
}

/** A loop that swallows refusals must not fill the memory. */
const mostOffences = 100;

/** Functions by their originals: one that stands under two names stays one. */
const laid = new Map<Callable, Callable>();
let installed = false;

/** Lays the traps. Does nothing the second time. */
export function installGuard(): void {
  if (installed) return;
  installed = true;
  const owners = bans.map((ban) => ownerOf(ban.owner));
  for (const [index, ban] of bans.entries()) {
    const owner = owners[index];
    if (owner) lay(owner, ban);
  }
  syncBuiltinESMExports();
}

/** Runs code of the user's, other than a handler, under watch. */
export function watched<Result>(act: () => Result): Result {
  guard.watching = true;
  try {
    return act();
  } finally {
    guard.watching = false;
  }
}

/** Runs code that is not the user's in the middle of code that is. */
export function unwatched<Result>(act: () => Result): Result {
  const before = guard.watching;
  guard.watching = false;
  try {
    return act();
  } finally {
    guard.watching = before;
  }
}

/** Follows a path; undefined where it leads nowhere on this version of Node. */
function ownerOf(path: string): object | undefined {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  let found: unknown = globalThis;
  if (first.startsWith('node:')) found = createRequire(import.meta.url)(first);
  else if (first !== '') rest.unshift(first);
  for (const name of rest) found = (found as Readonly<Record<string, unknown>> | undefined)?.[name];
  return found as object | undefined;
}

function lay(owner: object, ban: Ban): void {
  const path = ban.owner.replace('node:', '').replace('.__proto__', '');
  const prefix = path === '' ? '' : `${path}.`;
  const names = ban.calls === 'all' ? Object.getOwnPropertyNames(owner) : ban.calls;
  for (const name of names) {
    if (name !== 'constructor') layOne(owner, name, (original) => callTrap(original, `${prefix}${name}`, ban));
  }
  for (const name of ban.reads ?? []) layRead(owner, name, `reads ${prefix}${name}`, ban);
}

/** Replaces one property, an accessor or not, by an accessor. */
function layRead(owner: object, name: string, phrase: string, ban: Ban): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (!descriptor?.configurable) return;
  const { value, get = () => value, set, enumerable = false } = descriptor;
  const trapped = { get: readTrap(get, phrase, ban), enumerable, configurable: true };
  Object.defineProperty(owner, name, set === undefined ? trapped : { ...trapped, set });
}

/** Replaces one function, or what a lazy getter gives if that is a function. */
function layOne(owner: object, name: string, trap: (original: Callable) => Callable): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (!descriptor) return;
  const { value, get } = descriptor;
  if (typeof value === 'function' && (descriptor.writable || descriptor.configurable)) {
    Object.defineProperty(owner, name, { ...descriptor, value: trap(value) });
  } else if (get && descriptor.configurable) {
    const trapped = function (this: unknown) {
      const got: unknown = Reflect.apply(get, this, []);
      if (typeof got !== 'function') return got;
      // Some getters put a plain property in their place when first asked.
      if (Object.getOwnPropertyDescriptor(owner, name)?.value === got) layOne(owner, name, trap);
      return trap(got as Callable);
    };
    Object.defineProperty(owner, name, { ...descriptor, get: trapped });
  }
}

/** A proxy, so that statics, prototype, `instanceof`, `extends` and promisified forms stay what they were. */
function callTrap(original: Callable, name: string, ban: Ban): Callable {
  const known = laid.get(original);
  if (known) return known;
  const { allows } = ban;
  const handler: ProxyHandler<Callable> = {
    apply(target, self, args: unknown[]) {
      if (guard.watching && !allows?.(args, false)) refuse(`calls ${name}()`, ban, handler.apply as Callable);
      return Reflect.apply(target, self, args);
    },
    construct(target, args: unknown[], newTarget) {
      if (guard.watching && !allows?.(args, true)) refuse(`calls new ${name}()`, ban, handler.construct as Callable);
      return Reflect.construct(target, args, newTarget);
    },
  };
  const trap = new Proxy(original, handler);
  laid.set(original, trap);
  laid.set(trap, trap);
  // What is reached as `new Date(0).constructor` is the trap as well.
  const { prototype } = original as { prototype?: { constructor: unknown } };
  if (prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.writable) prototype.constructor = trap;
  return trap;
}

function readTrap(get: () => unknown, phrase: string, ban: Ban): () => unknown {
  return function trapped(this: unknown) {
    if (guard.watching) refuse(phrase, ban, trapped);
    return Reflect.apply(get, this, []);
  };
}

/** Records and throws, unless the caller of `trap` is not the user's. */
function refuse(phrase: string, ban: Ban, trap: Callable): void {
  const error = unwatched(() => {
    const refusal = new BannedCall(`protocol code ${phrase}; ${ban.instead}`);
    captureCaller(refusal, trap);
    if (!isCalledByUser(refusal, ban.throughNode)) return undefined;
    recordOffence('banned', phrase, refusal);
    return refusal;
  });
  if (error) throw error;
}

/** Records an offence, at the place of the user's code that the error comes from. */
export function recordOffence(clause: Offence['clause'], sentence: string, error: unknown): void {
  const where = placeOf(error);
  const known = guard.offences.some((offence) => offence.sentence === sentence && offence.where === where);
  if (known || guard.offences.length >= mostOffences) return;
  guard.offences.push({ clause, sentence, ...(where !== undefined && { where }) });
}

/** Gives an error the stack from the caller of `trap` on, however short stacks are at the moment. */
export function captureCaller(error: Error, trap: Callable): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  try {
    Error.captureStackTrace(error, trap);
  } finally {
    Error.stackTraceLimit = limit;
  }
}
