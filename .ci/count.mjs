// Adds up what the runners wrote: `count.mjs REPORT EXIT [REPORT EXIT]…`. A report is vitest's JSON, or
// anything of its shape. Failed are failed tests, and files that failed without a failed test. A runner
// that exited non-zero though nothing failed, or left no report, counts as one failure: never as none.
import { readFileSync } from 'node:fs';

const rest = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (let i = 0; i < rest.length; i += 2) {
  const counted = count(rest[i], rest[i + 1]);
  passed += counted.passed;
  failed += counted.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function count(file, exit) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && exit !== '0' ? 1 : failed };
}
