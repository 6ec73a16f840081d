import { describe, expect, it } from 'vitest';
import { reportJsonSchema, reportOf, reportSchema } from '../../../src/report/index.ts';
import { judgeBatch, type SelfCheck } from '../../../src/run/index.ts';
import { objectionBy, resultWith, scenarioWith } from '../../reference/results.ts';

const held = scenarioWith({ kind: 'held' });
const base = { tool: 'tutti 0.1.0', exitCode: 0, interrupted: false, errors: [], batches: [] };

describe('the JSON report', () => {
  it('keeps its schema, whatever happened', () => {
    const violated = resultWith({
      violations: [objectionBy('ordered/gap'), { ...objectionBy('fresh/stale'), nodes: [] }],
      path: [{ atUs: 1, event: 2, text: 'c1 boots', mark: undefined }],
      moment: {
        atUs: 1,
        event: 2,
        token: 'c1-1',
        strikes: ['s1 loses power'],
        struck: ['s1'],
        replicas: [
          {
            node: 's1',
            onDisk: false,
            isRead: true,
            inMemory: true,
            unsynced: [{ file: 'log', sectors: 3 }],
            underWay: 1,
          },
        ],
      },
      wallMs: 0.4,
    });
    const stuck = resultWith({ verdict: 'stuck', reason: 'no leader', asExpected: false });
    const errors = [{ file: '--seed', line: null, column: null, message: 'wrong', remedy: null }];
    const batches = [violated, stuck, resultWith()].map((run) => judgeBatch(held, [run]));
    for (const report of [reportOf(base), reportOf({ ...base, exitCode: 2, errors, batches })]) {
      expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    }
  });

  it('is as expected exactly when the exit code is 0', () => {
    expect(reportOf(base).asExpected).toBe(true);
    expect(reportOf({ ...base, exitCode: 3 }).asExpected).toBe(false);
  });

  it('tells each run, its counts by name', () => {
    const [run] = reportOf({ ...base, batches: [judgeBatch(held, [resultWith()])] }).runs;
    expect(run).toMatchObject({ verdict: 'held', violation: null, digest: '9f31c2d40b77aa01', seed: '1' });
    expect(JSON.stringify(run?.faults)).toBe('{"crash":3,"drop":212}');
  });

  it('tells the first objection apart from the others', () => {
    const violations = [objectionBy('ordered/gap'), objectionBy('fresh/stale')];
    const [run] = reportOf({ ...base, batches: [judgeBatch(held, [resultWith({ violations })])] }).runs;
    expect(run?.violation).toMatchObject({ property: 'ordered', clause: 'gap', token: null });
    expect(run?.objections.map(({ property }) => property)).toEqual(['fresh']);
  });

  it('says of each scenario what is not as expected', () => {
    const run = resultWith({ verdict: 'stuck', reason: 'no leader', asExpected: false });
    const [scenario] = reportOf({ ...base, batches: [judgeBatch(held, [run])] }).scenarios;
    expect(scenario).toMatchObject({ expected: 'held', verdict: 'stuck', asExpected: false });
    expect(scenario?.complaints).toEqual(['expected held, but stuck']);
  });

  it('tells how a self-check came out', () => {
    const batchWith = (selfCheck?: SelfCheck) =>
      reportOf({
        ...base,
        batches: [judgeBatch(held, [resultWith()], { selfChecks: selfCheck === undefined ? [] : [selfCheck] })],
      });
    expect(batchWith().scenarios[0]?.selfChecks).toEqual([]);
    expect(batchWith({ seed: '1', divergence: undefined }).scenarios[0]?.selfChecks[0]).toEqual({
      seed: '1',
      divergence: null,
    });
    const parting = { event: 3, first: { atUs: 4, text: 'c1 boots' }, second: null };
    for (const divergence of [
      { cause: 'shared' as const, parting },
      { cause: 'unrepeatable' as const, parting: undefined },
    ]) {
      const report = batchWith({ seed: '1', divergence });
      expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      const { cause } = divergence;
      const told = divergence.parting ?? { event: null, first: null, second: null };
      expect(report.scenarios[0]?.selfChecks[0]).toEqual({ seed: '1', divergence: { cause, ...told } });
    }
  });

  it('has a JSON Schema', () => {
    expect(reportJsonSchema()).toMatchObject({ type: 'object', required: expect.arrayContaining(['runs']) });
  });
});
