/**
 * Failures outlive the process that found them: of every property that a pinned run breaks the
 * failure is written to a file, and a fresh process makes it happen again, alike to the last event.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { failureText } from '../src/explore/failure-file.ts';
import { failing, type Tried } from './reference/failures.ts';
import { pins } from './reference/mutants.ts';
import { temporaryFolder } from './reference/temporary.ts';

interface Case {
  readonly name: string;
  readonly scenario: string;
  readonly seed: string;
  readonly tried: Tried;
}

/** The mutants of these names, as they are pinned, and the contrasts. */
const cases: readonly Case[] = [
  ...[
    ...['sequencer ack-before-sync', 'sequencer append-after-torn-tail', 'sequencer dedupe-in-memory'],
    ...['sequencer resume-from-newest', 'sequencer late-page-follows', 'sequencer believes-the-cache'],
    ...['sequencer rename-without-directory-sync', 'sequencer expires-by-wall-clock'],
    ...['quorum-log reads-unsecured', 'quorum-log repeats-among-applied', 'quorum-log waits-for-everyone'],
  ].map((name): Case => {
    const pin = pins[name];
    const [, mutant] = name.split(' ');
    if (pin === undefined || mutant === undefined) throw new Error(`${name} has no pin`);
    return { name, scenario: pin.in, seed: String(pin.seed), tried: { mutant, ...(pin.set && { set: pin.set }) } };
  }),
  { name: 'ack-first', scenario: 'ack-first', seed: '1', tried: {} },
  { name: 'ack-first in power-loss', scenario: 'power-loss', seed: '1', tried: { protocol: 'ack-first' } },
  { name: 'newsfeed', scenario: 'newsfeed', seed: '1', tried: {} },
];

const execute = promisify(execFile);

describe.concurrent('in a fresh process', () => {
  it.for(cases)('$name fails again as it did', async ({ scenario, seed, tried }, { expect, onTestFinished }) => {
    const { failure } = failing(scenario, seed, tried);
    const file = join(temporaryFolder({}, onTestFinished), 'failure.json');
    writeFileSync(file, failureText(failure));
    // Rejects for any exit code but 0.
    const { stdout } = await execute(process.execPath, ['dist/cli/main.js', 'replay', file, '--json'], {
      maxBuffer: 1 << 26,
    });
    const { outcome, now } = JSON.parse(stdout) as { outcome: string; now: { digest: string; violation: unknown } };
    expect(outcome).toBe('reproduced');
    expect(now.digest).toBe(failure.digest);
    expect(now.violation).toEqual(failure.violation);
  });
});
