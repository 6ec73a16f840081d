import { describe, expect, it } from 'vitest';
import { namesOf, parseScenario, registry, run, seeded } from '../../../src/index.ts';
import { ackFirst } from '../../../src/protocols/ack-first/index.ts';
import { quorumLog } from '../../../src/protocols/quorum-log/index.ts';
import { networkOf, topologyOf } from '../../../src/run/models.ts';
import { layOut } from '../../../src/run/setup.ts';
import { zonesOf } from '../../../src/run/zones.ts';

function scenario(network: string) {
  const head = 'summary: s\nprotocol: quorum-log\ntopology: { clients: 4 }\nworkload: { broadcasts: 3 }\n';
  const parsed = parseScenario(`${head}network: ${network}\n`, 'x.yaml', namesOf(registry.values()));
  if ('errors' in parsed) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return parsed.scenario;
}

function zones(regions: string) {
  const told = scenario(`{ regions: ${regions} }`);
  const layout = layOut(quorumLog, topologyOf(told, quorumLog));
  const found = zonesOf(told, layout);
  const names = [...found].map(([region, ids]) => {
    return `${region}: ${ids.map((id) => layout.nodes[id - 1]?.name).join(' ')}`;
  });
  return { names, model: networkOf(told, found), layout };
}

describe('zones', () => {
  it('hold the nodes they name, and of roles those that no other names', () => {
    expect(zones('{ b: { nodes: [clients, r1] }, a: { nodes: [c2..c3, gw1] } }').names).toEqual([
      'a: c2 c3 gw1',
      'b: r1 c1 c4',
    ]);
    expect(zones('{ a: { nodes: [r1] }, b: { nodes: [servers] } }').names[1]).toMatch(/^b: r2 r3 .*gw1$/);
  });

  it('refuse names that nobody has, and nodes in two places', () => {
    expect(() => zones('{ a: { nodes: [r1, r99] } }')).toThrow('there is no node "r99"; nodes are r1, ');
    expect(() => zones('{ a: { nodes: [r1] }, b: { nodes: [r1] } }')).toThrow('r1 stands in a and in b');
    expect(() => zones('{ a: { nodes: [clients] }, b: { nodes: [clients] } }')).toThrow('c1 stands in a and in b');
  });

  it('are as far from each other as either says, else as a wan', () => {
    const { model, layout } = zones(
      '{ a: { nodes: [r1], to: { b: mobile } }, b: { nodes: [r2] }, c: { nodes: [r3] } }',
    );
    const between = model.regions?.between.map((row) => row.map((shape) => shape?.plainUs));
    expect(between).toEqual([
      [undefined, 80_000, 40_000],
      [80_000, undefined, 40_000],
      [40_000, 40_000, undefined],
    ]);
    const at = layout.named('r2') ?? 0;
    expect(model.regions?.regionOf[at]).toBe(1);
  });
});

describe('an encoded wire', () => {
  it('needs a protocol with a codec', () => {
    const { codec, ...mute } = ackFirst;
    expect(codec).toBeDefined();
    const told = { ...scenario('{ wire: encoded }'), protocol: 'ack-first' };
    expect(() => run({ scenario: told, protocol: mute, schedule: seeded('1') })).toThrow(
      'ack-first has no codec, without which no wire can be encoded',
    );
  });
});
