import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shareSchemas } from '../../../src/cli/share-schemas.ts';
import { parseScenario, scenarioSchema } from '../../../src/scenario/index.ts';
import { linkLatencies } from '../../../src/scenario/network.ts';
import { diskLatencies } from '../../../src/scenario/world.ts';
import { latencyNames } from '../../../src/sim/latency.ts';
import { breaches, type JsonSchema, understood, within, writtenOut } from './json-schema.ts';
import { head, names } from './names.ts';

const schema = scenarioSchema() as JsonSchema;

function isValid(text: string): boolean {
  return breaches(schema, parse(text)).length === 0;
}

it('a scenario can name every latency that the simulator knows, and no other', () => {
  expect([...linkLatencies, ...diskLatencies].sort()).toEqual([...latencyNames].sort());
});

describe('the JSON Schema of scenarios', () => {
  it('ships as it is: renew it with `tutti schema > scenarios/scenario.schema.json`', () => {
    const shipped = readFileSync('scenarios/scenario.schema.json', 'utf8');
    expect(shipped).toBe(`${JSON.stringify(shareSchemas(scenarioSchema()), undefined, 2)}\n`);
  });

  it('says the same when what it repeats is written once', () => {
    expect(writtenOut(shareSchemas(schema))).toEqual(schema);
  });

  it('uses no words but those that these tests understand', () => {
    const words = new Set(within(schema).flatMap((part) => Object.keys(part)));
    expect([...words].filter((word) => !understood.includes(word))).toEqual([]);
  });

  it('describes every key', () => {
    const silent = within(schema).flatMap((part) =>
      Object.entries(part.properties ?? {}).flatMap(([key, value]) => (value.description === undefined ? [key] : [])),
    );
    expect(silent).toEqual([]);
  });

  it('has defaults that are valid themselves', () => {
    const parts = within(schema).filter((part) => 'default' in part);
    expect(parts.length).toBeGreaterThan(20);
    expect(parts.flatMap((part) => breaches(part, part.default))).toEqual([]);
  });

  it('takes every scenario that ships', () => {
    const files = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      expect(breaches(schema, parse(readFileSync(`scenarios/${file}`, 'utf8'))), file).toEqual([]);
    }
  });

  it.each([
    'seed: 007',
    'topology: { replicas: 5, rooms: { a: , b: { members: [c1] }, c: { members: 3 } }, retention: 7 }',
    'network: { latency: { client-gateway: mobile }, loss: 1%, duplicate: { replica-replica: 200ppm } }',
    'network: { latency: { p50: 1ms, p90: 2ms, p99: 3ms, max: 4ms } }',
    'workload: { every: 1ms..2.5ms, senders: [c1, c2], size: 0, read-limit: 1..5 }',
    'operations: [ { at: 1s, connect: c1 }, { at: 1s, node: q1, command: x, arguments: { a: true } } ]',
    'faults: [ { every: 1s, crash: [q1, q2] }, { at: 1s, partition: { from: q1, to: { leader: { shard: 1 } } } } ]',
    'atLeast: { drop: 3, crash: { of: 50% } }',
    'expect: { violated: [persisted] }',
    'expect: stuck',
  ])('and the parser take %s', (text) => {
    expect(parseScenario(`${head}${text}\n`, 'x.yaml', names)).toHaveProperty('scenario');
    expect(isValid(`${head}${text}\n`)).toBe(true);
  });

  it.each([
    'lozz: 1%',
    'network: { lozz: 1% }',
    'network: { loss: 1 }',
    'network: { loss: 20 parsecs }',
    'network: { latency: zoo }',
    'topology: { replicas: 2 }',
    'topology: { shards: 1.5 }',
    'topology: { clients: -1 }',
    'topology: { rooms: { a: { members: [d1] } } }',
    'operations: [ { at: 1s, client: c1 } ]',
    'operations: [ { at: 1s, client: c1, join: general, leave: general } ]',
    'faults: [ { every: 1s, crsh: q1 } ]',
    'faults: [ { every: 1s, crash: q1, resume: 1s } ]',
    'faults: [ { every: 1s, partition: { between: [q1] } } ]',
    'expect: hold',
    'expect: { violated: persisted }',
  ])('and the parser refuse %s', (text) => {
    expect(parseScenario(`${head}${text}\n`, 'x.yaml', names)).toHaveProperty('errors');
    expect(isValid(`${head}${text}\n`)).toBe(false);
  });
});
