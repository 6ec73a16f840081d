import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../reference/temporary.ts';

interface CountedFile {
  readonly passed: number;
  readonly failed: number;
  /** Failed, though no test of it did. */
  readonly broken?: boolean;
}

/** A report of vitest's shape. */
function report(...files: readonly CountedFile[]): string {
  const sum = (of: 'passed' | 'failed') => files.reduce((total, file) => total + file[of], 0);
  const assertions = (status: string, length: number) => Array.from({ length }, () => ({ status }));
  return JSON.stringify({
    numPassedTests: sum('passed'),
    numFailedTests: sum('failed'),
    testResults: files.map(({ passed, failed, broken = false }) => ({
      status: failed > 0 || broken ? 'failed' : 'passed',
      assertionResults: [...assertions('passed', passed), ...assertions('failed', failed)],
    })),
  });
}

/** What is said of runners, each a report (or none) and an exit code. */
function counted(...runners: readonly (readonly [string | undefined, number])[]): string {
  const folder = temporaryFolder(Object.fromEntries(runners.map(([text], nth) => [`${nth}.json`, text ?? 'no JSON'])));
  const words = runners.flatMap(([, exit], nth) => [join(folder, `${nth}.json`), String(exit)]);
  const { stdout, status } = spawnSync(process.execPath, ['.ci/count.mjs', ...words], { encoding: 'utf8' });
  return `${stdout.trim()}, exit ${status}`;
}

describe('the count of a check', () => {
  const good = report({ passed: 3, failed: 0 });

  it('adds up what passed and what failed', () => {
    expect(counted([good, 0], [report({ passed: 2, failed: 0 }), 0])).toBe('5 passed, 0 failed, exit 0');
    expect(counted([good, 0], [report({ passed: 1, failed: 2 }), 1])).toBe('4 passed, 2 failed, exit 1');
  });

  it('counts a file that fails without a failed test, and one with failed tests by these', () => {
    const files = report({ passed: 0, failed: 0, broken: true }, { passed: 1, failed: 2 });
    expect(counted([files, 1])).toBe('1 passed, 3 failed, exit 1');
  });

  it('counts as a failure a runner that exits with an error though nothing failed, or leaves no report', () => {
    expect(counted([good, 1])).toBe('3 passed, 1 failed, exit 1');
    expect(counted([undefined, 0])).toBe('0 passed, 1 failed, exit 1');
  });
});
