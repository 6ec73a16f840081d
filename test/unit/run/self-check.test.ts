import { afterEach, describe, expect, it } from 'vitest';
import { loadProtocol } from '../../../src/explore/load-protocol.ts';
import { type AnyPacket, type NodeSpec, type Protocol, registry, run, seeded } from '../../../src/index.ts';
import type { RunOptions } from '../../../src/run/index.ts';
import { selfCheck, tellDivergence } from '../../../src/run/self-check.ts';
import { shipped } from '../../reference/shipped.ts';

const scenario = shipped('steady', ['topology.clients=3', 'workload.broadcasts=8']);
const fixture = (name: string) => `test/fixtures/protocols/${name}.ts`;

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'told');
});

async function optionsFor(name: string): Promise<RunOptions> {
  const { protocol, afresh } = await loadProtocol(fixture(name));
  if (protocol === undefined) throw new Error(`${name} is sound when it is loaded`);
  return { scenario, protocol, afresh, schedule: seeded('1') };
}

describe('a self-check', () => {
  it('finds nothing in a sound protocol', async () => {
    const options = await optionsFor('relay');
    expect(selfCheck(options, run(options))).toEqual({ seed: '1', divergence: undefined });
  });

  it.each(['power-loss', 'quorum-log', 'newsfeed', 'ack-first'])('finds nothing in %s', (name) => {
    const harsh = shipped(name);
    const protocol = registry.get(harsh.protocol);
    if (protocol === undefined) throw new Error(`${name} names no protocol that is known`);
    const options = { scenario: harsh, protocol, schedule: seeded('3') };
    expect(selfCheck(options, run(options)).divergence).toBeUndefined();
  });

  it('finds state that processes share, and names the first event', async () => {
    const options = await optionsFor('counts-boots');
    const { divergence } = selfCheck(options, run(options));
    // All four boot at once, in events 1 to 4; the second that boots is told that it is the second.
    expect(divergence).toEqual({
      cause: 'shared',
      parting: {
        event: 6,
        first: { atUs: 2, text: 'c1: timer ready fires' },
        second: { atUs: 1, text: 'c1: timer ready fires' },
      },
    });
  });

  it('finds state that is kept over a restart', async () => {
    const { protocol } = await optionsFor('relay');
    const forgetful: Protocol = {
      ...protocol,
      sometimes: ['back'],
      layout: (topology) =>
        protocol.layout(topology).map((node) => {
          let boots = 0;
          return {
            ...node,
            boot(host) {
              boots++;
              if (boots > 1) host.observe.sometimes('back');
              return node.boot(host);
            },
          };
        }),
    };
    const crashing = shipped('sequencer-restarts', ['topology.clients=3', 'topology.shards=1']);
    const options = { scenario: crashing, protocol: forgetful, schedule: seeded('1') };
    const { divergence } = selfCheck(options, run(options));
    expect(divergence).toMatchObject({
      cause: 'shared',
      parting: { first: { text: 's1 reports sometimes back' }, second: { text: 's1 boots, and nothing more' } },
    });
  });

  it('finds state that outlives a run, and names the first event', async () => {
    const options = await optionsFor('counts-runs');
    const { divergence } = selfCheck(options, run(options));
    expect(divergence).toMatchObject({
      cause: 'unrepeatable',
      parting: {
        first: { text: expect.stringMatching(/^s1 reports sometimes told-\d+$/) },
        second: { text: expect.stringMatching(/^s1 reports sometimes told-\d+$/) },
      },
    });
    expect(divergence?.parting?.event).toBe(6);
  });

  it('tells what did not show again, too', async () => {
    const { protocol, ...options } = await optionsFor('relay');
    const other: Protocol = { ...protocol, layout: (topology) => protocol.layout(topology).map(silenced) };
    let made = 0;
    const once = { ...options, protocol, afresh: () => (made++ === 0 ? other : protocol) };
    expect(selfCheck(once, run(once)).divergence).toEqual({ cause: 'unrepeatable', parting: undefined });
  });
});

/** The node without what it does. */
function silenced(node: NodeSpec<AnyPacket>): NodeSpec<AnyPacket> {
  return { ...node, boot: () => ({ receive: () => undefined }) };
}

describe('the protocol of a run', () => {
  it('has no state of the run before', async () => {
    const options = await optionsFor('counts-boots');
    const digests = [1, 2, 3].map(() => run(options).digest);
    expect(new Set(digests).size).toBe(1);
    const { digest } = run({ ...options, afresh: undefined });
    expect(run({ ...options, afresh: undefined }).digest).not.toBe(digest);
  });
});

describe('a divergence', () => {
  it('is told in a sentence', () => {
    const first = { atUs: 1500, text: 'c1 boots' };
    const told = (second: typeof first | null) =>
      tellDivergence('7', { cause: 'unrepeatable', parting: { event: 12, first, second } });
    const what = 'seed 7 does not run alike twice: something in it depends on more than code, scenario and seed';
    expect(tellDivergence('7', { cause: 'unrepeatable', parting: undefined })).toBe(what);
    expect(told({ ...first, text: 'c2 boots' })).toBe(
      `${what}; at event 12, c1 boots (1.5ms); or else c2 boots (1.5ms)`,
    );
    expect(told({ ...first })).toBe(`${what}; at event 12, c1 boots (1.5ms), with other content`);
    expect(told(null)).toBe(`${what}; at event 12, c1 boots (1.5ms); or else the run is over`);
  });
});
