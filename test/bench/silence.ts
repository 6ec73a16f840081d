import type { Witness } from '../../src/sim/index.ts';

const nothing = () => undefined;

/** A witness that hears everything and keeps nothing. */
export function silentWitness(): Witness {
  return {
    objected: false,
    broadcast: nothing,
    outcome: nothing,
    delivered: nothing,
    resumed: nothing,
    truncated: nothing,
    connected: nothing,
    disconnected: nothing,
    readStarted: nothing,
    readReturned: nothing,
    applied: nothing,
    restored: nothing,
    memberAt: nothing,
    leftAt: nothing,
    led: nothing,
    sometimes: nothing,
    booted: nothing,
    crashed: nothing,
    paused: nothing,
    unpaused: nothing,
    hindered: nothing,
    unhindered: nothing,
    retired: nothing,
    linksCut: nothing,
    linksMended: nothing,
    asked: nothing,
    healed: nothing,
    settled: nothing,
    ended: nothing,
    offended: nothing,
  };
}
