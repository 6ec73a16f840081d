/**
 * A protocol that does nothing does nothing wrong: safety alone would pass it. Each protocol here
 * leaves one thing undone, and is caught by the promise that asks for it.
 */
import { describe, expect, it } from 'vitest';
import { seeded } from '../src/chance/index.ts';
import type { AnyPacket, Protocol } from '../src/contract/index.ts';
import { namesOf, run } from '../src/run/index.ts';
import { parseScenario } from '../src/scenario/index.ts';
import { chat, type Laziness } from './fixtures/lazy/chat.ts';

/** One client is frozen for a while; nothing else happens, and a chat without ambition holds. */
const scenario = `
summary: A quiet afternoon.
protocol: chat
topology:
  clients: 5
  rooms: { general: { members: 4 } }
network: { latency: lan }
workload: { broadcasts: 60, every: 20ms, reads: 10, membership: 8, senders: [c1, c2] }
faults:
  - { at: 300ms, pause: [c5], resume: 500ms }
`;

function outcomeOf(laziness: Laziness) {
  const protocol: Protocol<AnyPacket> = chat('chat', laziness);
  const parsed = parseScenario(scenario, 'afternoon.yaml', namesOf([protocol]));
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return run({ scenario: parsed.scenario, protocol, schedule: seeded('1'), keepGoing: true });
}

/** The clauses that object, that which a stuck run leaves open among them. */
function clausesOf(laziness: Laziness): readonly string[] {
  const { violations, leavesOpen } = outcomeOf(laziness);
  const objections = [...violations, ...(leavesOpen === null ? [] : [leavesOpen])];
  return [...new Set(objections.map(({ property, clause }) => `${property}/${clause}`))].sort();
}

describe('a chat that', () => {
  it('leaves nothing undone holds', () => {
    expect(outcomeOf({})).toMatchObject({ verdict: 'held', reason: null, unjudged: expect.any(Array) });
  });

  it('refuses everything is stuck, by answered', () => {
    const { verdict, reason, leavesOpen } = outcomeOf({ refuses: true });
    expect({ verdict, leavesOpen }).toEqual({
      verdict: 'stuck',
      leavesOpen: { property: 'answered', clause: 'probe-unaccepted' },
    });
    expect(reason).toMatch(/^answered is left open: general accepts nothing within 10s after heal; s1 runs; /);
  });

  it('answers nothing is caught by answered', () => {
    const { verdict, reason } = outcomeOf({ answersNothing: true });
    expect(verdict).toBe('stuck');
    expect(reason).toMatch(/c\d-1 has no outcome$/);
    expect(clausesOf({ answersNothing: true })).toEqual(['answered/probe-unaccepted']);
  });

  it('sends slow clients away for good is caught by prompt', () => {
    expect(clausesOf({ patience: 5 })).toContain('prompt/unconnected');
  });

  it('never reports who joins is caught by answered, and by all-or-nothing', () => {
    const clauses = clausesOf({ reportsNoMembers: true });
    expect(clauses).toContain('answered/join-unreported');
    expect(clauses).toContain('all-or-nothing/delivered-to-stranger');
  });

  it('serves old reads is caught by fresh', () => {
    expect(clausesOf({ readsBehind: 3 })).toContain('fresh/stale');
  });
});
