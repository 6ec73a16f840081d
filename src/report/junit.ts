/**
 * JUnit's XML, as CI servers read it: a test case for each scenario, over all its seeds. A failure
 * holds everything that is not as expected; an error is a seed that did not come to an end.
 */
import type { Exploration } from '../explore/conclude.ts';
import type { ReportedError } from './json.ts';
import { type Reproach, reproachesOf } from './reproach.ts';
import { nameOfProtocol } from './text.ts';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly wallMs: number;
  readonly reproaches: readonly Reproach[];
}

/** The whole document. `out` is the folder of failure files. */
export function junitText(exploration: Exploration, errors: readonly ReportedError[], out: string): string {
  const { batches, findings } = exploration;
  const reproaches = reproachesOf(exploration, out);
  const of = (scenario: string, protocol: string) =>
    reproaches.filter((one) => one.scenario === scenario && one.protocol === protocol && one.title !== 'canary');
  const cases: Case[] = batches.map(({ subject, batch }) => ({
    name: subject.name,
    classname: nameOfProtocol(subject),
    wallMs: batch.runs.reduce((total, { wallMs }) => total + wallMs, 0),
    reproaches: of(subject.name, nameOfProtocol(subject)),
  }));
  const ran = new Set(batches.map(({ subject }) => subject));
  for (const subject of findings.subjects) {
    const all = ran.has(subject) ? [] : of(subject.name, nameOfProtocol(subject));
    if (all.length > 0)
      cases.push({ name: subject.name, classname: nameOfProtocol(subject), wallMs: 0, reproaches: all });
  }
  for (const { protocol, mutant, scenario } of findings.canaries) {
    if (mutant === null) continue;
    const classname = `${protocol}+${mutant}`;
    const own = reproaches.filter((one) => one.title === 'canary' && one.protocol === classname);
    cases.push({ name: `canary in ${scenario}`, classname, wallMs: 0, reproaches: own });
  }
  for (const { file, message } of errors) {
    const told = { file, scenario: file, protocol: 'tutti', title: 'lost', sentence: message, details: [] };
    cases.push({ name: file, classname: 'tutti', wallMs: 0, reproaches: [told] });
  }
  return documentOf(cases, findings.measured.wallMs);
}

function documentOf(cases: readonly Case[], wallMs: number): string {
  const errors = cases.filter(({ reproaches }) => reproaches.some(isError)).length;
  const failures = cases.filter(({ reproaches }) => reproaches.length > 0 && !reproaches.some(isError)).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tutti" ${counts} time="${seconds(wallMs)}">`,
    `  <testsuite name="tutti explore" ${counts} skipped="0" time="${seconds(wallMs)}">`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseLines({ name, classname, wallMs, reproaches }: Case): string[] {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(classname)}" time="${seconds(wallMs)}"`;
  const first = reproaches.find(isError) ?? reproaches[0];
  if (first === undefined) return [`${head}/>`];
  const element = isError(first) ? 'error' : 'failure';
  const text = reproaches.map(({ title, sentence, details }) => [`${title}: ${sentence}`, ...details].join('\n'));
  return [
    `${head}>`,
    `      <${element} message="${escaped(first.sentence)}" type="${escaped(first.title)}">${escaped(text.join('\n\n'))}</${element}>`,
    '    </testcase>',
  ];
}

function isError({ title }: Reproach): boolean {
  return title === 'lost';
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As text or within quotes; what XML cannot hold at all is shown as U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/\r/g, '&#13;');
}
