/**
 * A story is about the events that it names, and outlives changes to code that do not touch them:
 * a protocol that says, waits for and draws more than before still fails by it. Mended, it does not,
 * and the replay says from which event on it is another run.
 */
import { describe, expect, it } from 'vitest';
import { shrink } from '../src/explore/shrink/index.ts';
import { type AnyPacket, type Boot, type Failure, type NodeId, type Protocol, replay } from '../src/index.ts';
import { failing } from './reference/failures.ts';

type Case = readonly [scenario: string, mutant: string | undefined, seed: string];

const cases: readonly Case[] = [
  ['ack-first', undefined, '1'],
  ['newsfeed', undefined, '1'],
  ['partition', 'new-id-on-resend', '1'],
  ['slow-client', 'short-page-is-end', '1'],
  ['late-packets', 'client-hears-former-links', '1'],
  ['quorum-log', 'reads-unsecured', '1'],
];

const unrelated = { kind: 'unrelated-news' } as const;

/** The protocol, each of whose processes also sends packets of a kind of its own, keeps a timer and draws numbers. */
function chattier(protocol: Protocol): Protocol {
  const more =
    (boot: Boot<AnyPacket>, peers: readonly NodeId[]): Boot<AnyPacket> =>
    (host) => {
      const process = boot(host);
      const chat = () => {
        host.random('unrelated');
        for (const peer of peers) if (peer !== host.id) host.send(peer, unrelated);
        host.setTimer('unrelated', 50_000, chat);
      };
      host.setTimer('unrelated', 10_000, chat);
      return {
        receive(from, packet) {
          if (packet.kind !== unrelated.kind) process.receive(from, packet);
        },
        perform: (operation) => process.perform?.(operation),
      };
    };
  const { codec } = protocol;
  const keyed = codec && {
    ...codec,
    key: (packet: AnyPacket) => (packet.kind === unrelated.kind ? undefined : codec.key?.(packet)),
  };
  return {
    ...protocol,
    ...(keyed && { codec: keyed }),
    layout(topology) {
      const nodes = protocol.layout(topology);
      return nodes.map((node) => ({ ...node, boot: more(node.boot, [1, 2]) }));
    },
  };
}

/** Shrunk once each. */
const stories = new Map<string, Told>();

interface Told {
  readonly tried: Protocol;
  readonly sound: Protocol;
  readonly story: Failure;
}

function storyOf(...told: Case): Told {
  const key = told.join(' ');
  const known = stories.get(key) ?? makeStory(...told);
  stories.set(key, known);
  return known;
}

/** The story of a failure, without the name of its mutant: what runs it is handed over. */
function makeStory(name: string, mutant: string | undefined, seed: string): Told {
  const { prepared, failure } = failing(name, seed, mutant === undefined ? {} : { mutant });
  const small = shrink(prepared, failure);
  if (small === undefined) throw new Error(`${name} does not fail twice`);
  const { protocol: sound } = prepared;
  const tried = mutant === undefined ? sound : sound.mutants?.[mutant]?.apply(sound);
  if (tried === undefined) throw new Error(`${sound.name} has no mutant ${mutant}`);
  const { mutant: _, ...story } = small;
  return { tried, sound, story };
}

describe('a story', () => {
  it.each(cases)('outlives what is unrelated: %s %s', (name, mutant, seed) => {
    const { tried, story } = storyOf(name, mutant, seed);
    expect(replay(story, { protocol: tried }).outcome).toBe('reproduced');
    const { outcome, found } = replay(story, { protocol: chattier(tried) });
    expect([outcome, found?.signature]).toEqual(['otherwise', story.violation.signature]);
  });

  it.each(cases.filter(([, mutant]) => mutant !== undefined))(
    'is lost once it is mended: %s %s',
    (name, mutant, seed) => {
      const { sound, story } = storyOf(name, mutant, seed);
      const { outcome, parting, found } = replay(story, { protocol: sound });
      expect([outcome, found]).toEqual(['lost', undefined]);
      // The first event that differs, and no less.
      expect(parting?.by).toBe((parting?.after ?? 0) + 1);
      expect(parting?.by).toBeLessThanOrEqual(story.violation.event);
    },
  );
});
