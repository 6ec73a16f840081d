import { describe, expect, it } from 'vitest';
import {
  type DiskReader,
  LayoutError,
  type NodeSpec,
  type Offence,
  type Protocol,
} from '../../../src/contract/index.ts';
import { checkNames, layOut, SetupError } from '../../../src/run/setup.ts';
import { WatchedReader } from '../../../src/run/watched-reader.ts';
import type { FaultRule, Target } from '../../../src/scenario/index.ts';
import { scenarioWith } from '../../reference/results.ts';

const topology = { shards: 1, replicas: 1, gateways: 0, clients: 1, rooms: [], retention: 1, settings: {} };
const boot = () => ({ receive: () => undefined });
const server: NodeSpec = { name: 's1', role: 'replica', boot };
const client: NodeSpec = { name: 'c1', role: 'client', boot };

function protocolOf(nodes: () => readonly NodeSpec[], rest: Partial<Protocol> = {}): Protocol {
  return { name: 'mine', summary: '', layout: nodes, ...rest };
}

describe('layOut', () => {
  it('knows nodes by name, and clients in their order', () => {
    const layout = layOut(
      protocolOf(() => [server, client]),
      topology,
    );
    expect([layout.named('s1'), layout.named('c1'), layout.named('x')]).toEqual([1, 2, undefined]);
    expect(layout.clients).toEqual([2]);
  });

  it.each<[string, () => readonly NodeSpec[], string]>([
    ['two of a name', () => [server, server, client], 'lays out two nodes named "s1"'],
    ['a name that is none', () => [{ ...server, name: 's 1' }, client], 'names a node "s 1"; names are'],
    ['a client of another name', () => [server, { ...client, name: 'anna' }], 'calls client 1 "anna"; it must be "c1"'],
    ['too few clients', () => [server], 'lays out 0 clients where 1 are wanted'],
    ['a role that is none', () => [{ ...server, role: 'boss' as 'client' }], 'the role "boss"; roles are client'],
    ['no boot', () => [{ name: 's1', role: 'replica' } as unknown as NodeSpec], 'gives s1 no boot function'],
  ])('refuses %s', (_what, nodes, message) => {
    expect(() => layOut(protocolOf(nodes), topology)).toThrow(SetupError);
    expect(() => layOut(protocolOf(nodes), topology)).toThrow(message);
  });

  it('tells what a layout says of a topology it cannot serve', () => {
    const wants = () => {
      throw new LayoutError('three replicas at least');
    };
    expect(() => layOut(protocolOf(wants), topology)).toThrow('mine: three replicas at least');
  });

  const fails = () => {
    throw new Error('no luck');
  };
  it.each<[string, Protocol]>([
    ['layout', protocolOf(fails)],
    ['format', protocolOf(() => [{ ...server, format: fails }, client])],
    ['diskReader', protocolOf(() => [server, client], { diskReader: fails })],
  ])('says where %s throws', (_what, protocol) => {
    expect(() => layOut(protocol, topology)).toThrow(
      /^mine cannot be laid out: it throws Error: no luck \(.*setup.test.ts/,
    );
  });

  it('ends a layout that does not end', () => {
    const spins = () => {
      for (;;);
    };
    expect(() => layOut(protocolOf(spins), topology, { boundMs: 50 })).toThrow('it has not ended after 50 ms');
  });

  it('has no nodes where anything banned was called, swallowed or not', () => {
    const format = () => {
      try {
        Date.now();
      } catch {}
      return new Map<string, Uint8Array>();
    };
    const { nodes, offences } = layOut(
      protocolOf(() => [{ ...server, format }, client]),
      topology,
    );
    expect(nodes).toEqual([]);
    expect(offences).toEqual([expect.objectContaining({ clause: 'banned', sentence: 'calls Date.now()' })]);
  });
});

describe('WatchedReader', () => {
  const broken = new Proxy({} as DiskReader, {
    get: () => () => {
      throw new Error('torn');
    },
  });
  const slot = { log: 'l', epoch: 0, index: 1 };

  it('makes offences of what the reader throws, and answers that nothing is there', () => {
    const offences: Offence[] = [];
    const reader = new WatchedReader(broken, (offence) => offences.push(offence));
    reader.changed('f', 0, 0, new Uint8Array(1));
    reader.removed('f');
    const answers = [reader.head(), reader.holds(slot), reader.votersAt(slot), reader.slotOf('r', 't')];
    expect(answers).toEqual([undefined, false, [], undefined]);
    expect([...reader.contents()]).toEqual([]);
    expect(offences).toHaveLength(7);
    expect(offences[0]).toMatchObject({ clause: 'threw', sentence: 'throws Error: torn in its disk reader' });
  });
});

describe('checkNames', () => {
  const layout = layOut(
    protocolOf(() => [server, client]),
    topology,
  );
  const faulty = (fault: FaultRule) => () => checkNames({ ...scenarioWith({ kind: 'held' }), faults: [fault] }, layout);
  const named = (...names: readonly string[]): Target => ({ kind: 'named', names });
  const waiting = (target: Target, of: Target): FaultRule => ({
    timing: { kind: 'after', event: { kind: 'synced', of }, nth: 1, times: 1, delayUs: { min: 0, max: 0 } },
    ...{ atLeast: undefined, verb: 'crash', target, lastsUs: { min: 1, max: 1 } },
  });

  it('knows everybody whom a fault strikes or waits for', () => {
    expect(faulty(waiting(named('c1'), named('s1')))).not.toThrow();
    expect(faulty(waiting(named('s9'), named('s1')))).toThrow('there is no node "s9"; nodes are s1, c1');
    expect(faulty(waiting(named('c1'), named('s1', 's9')))).toThrow('there is no node "s9"; nodes are s1, c1');
  });
});
