/**
 * Shrunk failures are minimal, and this is not taken from the shrinker: every act, operation and
 * decision that a story still has is taken out of it by hand, and the run then fails no more, or
 * by something else.
 */
import { describe, expect, it } from 'vitest';
import { type Failure, freshFailure } from '../src/explore/failure.ts';
import { failureText, readFailure } from '../src/explore/failure-file.ts';
import { shrink } from '../src/explore/shrink/index.ts';
import { prepare, subjectOf } from '../src/explore/subject.ts';
import { run, type Schedule } from '../src/index.ts';
import { relay } from './fixtures/protocols/relay.ts';
import { failing, preparedOf, toldAndPrepared } from './reference/failures.ts';

/** Scenario, mutant and seed; and how many elements the story has at most. */
const cases = [
  ['ack-first', undefined, '1', 3],
  ['newsfeed', undefined, '1', 2],
  ['lying-sync', undefined, '1', 2],
  ['roll-back', undefined, '1', 2],
  ['rot-of-last-batch', undefined, '1', 4],
  ['steady', 'ack-before-sync', '1', 0],
  ['disk-errors', 'ignores-sync-error', '1', 2],
  ['rot', 'bad-frame-is-end', '4', 3],
  ['partition', 'new-id-on-resend', '1', 3],
  ['slow-client', 'short-page-is-end', '1', 3],
  ['reconnects', 'resume-from-newest', '1', 3],
  ['late-packets', 'client-hears-former-links', '1', 4],
  ['clocks', 'nonce-outlives-process', '1', 4],
  ['wiped-disk', 'waits-for-everyone', '1', 1],
  ['reconfigure', 'old-voters-after-change', '1', 6],
  ['quorum-log', 'reads-unsecured', '1', 8],
  ['late-packets', 'sequencer-hears-former-links', '11', 7],
] as const;

/** Every schedule that has one thing less. */
function less({ acts = [], operations = [], overrides, ...rest }: Schedule): readonly Schedule[] {
  const gone = <Item>(items: readonly Item[], place: number) => items.filter((_, nth) => nth !== place);
  return [
    ...acts.map(({ act }, nth) => {
      const others = overrides.filter(({ at }) => !at.startsWith(`fault ${act} `));
      return { ...rest, acts: gone(acts, nth), operations, overrides: others };
    }),
    ...operations.map((_, nth) => ({ ...rest, acts, operations: gone(operations, nth), overrides })),
    ...overrides.flatMap(({ at }, nth) =>
      at.startsWith('fault ') ? [] : [{ ...rest, acts, operations, overrides: gone(overrides, nth) }],
    ),
  ];
}

describe('a shrunk failure', () => {
  it.each(cases)('is minimal: %s %s seed %s', (name, mutant, seed, most) => {
    const tried = mutant === undefined ? {} : { mutant };
    const { prepared, failure } = failing(name, seed, tried);
    const small = shrink(prepared, failure) as Failure;
    expect(small.violation.signature).toBe(failure.violation.signature);
    expect(small.story?.isMinimal).toBe(true);
    expect(small.story?.elements.length).toBeLessThanOrEqual(most);

    // From its file alone it fails again, with the digest that it had.
    const read = readFailure(failureText(small), 'story.json') as Failure;
    expect(failureText(read)).toBe(failureText(small));
    const { prepared: again } = toldAndPrepared({ file: 'story.json', text: JSON.stringify(read.scenario) }, tried);
    const signatureOf = (schedule: Schedule) => {
      const { violations, leavesOpen, verdict, digest } = run({ ...subjectOf(again), schedule, keepGoing: false });
      const objection = violations[0] ?? leavesOpen;
      return { digest, told: objection ? `${objection.property}/${objection.clause}` : verdict };
    };
    const { told, digest } = signatureOf(read.schedule);
    expect([told, digest]).toEqual([failure.violation.signature, small.digest]);

    for (const schedule of less(read.schedule)) {
      expect(signatureOf(schedule).told).not.toBe(failure.violation.signature);
    }
    for (const { without } of small.story?.elements ?? []) expect(without).not.toBe(failure.violation.signature);
  });

  it('is the same whenever it is shrunk', () => {
    const { prepared, failure } = failing('ack-first', '2');
    expect(shrink(prepared, failure)).toEqual(shrink(prepared, failure));
  });

  it('is what there is when the runs are used up, or somebody stops it', () => {
    const { prepared, failure } = failing('ack-first', '1');
    const some = shrink(prepared, failure, { runs: 5 });
    expect(some?.story?.isMinimal).toBe(false);
    expect(some?.violation.signature).toBe(failure.violation.signature);
    const atOnce = shrink(prepared, failure, { isStopped: () => true });
    expect(atOnce?.story).toMatchObject({ runs: 1, isMinimal: false });
    let asked = 0;
    const stopped = shrink(prepared, failure, { isStopped: () => ++asked > 3 });
    expect(stopped?.story?.isMinimal).toBe(false);
    expect(stopped?.violation.signature).toBe(failure.violation.signature);
  });

  it('is the failure as it was where somebody stops it before it began', () => {
    const { prepared, failure } = failing('ack-first', '1');
    const { story, violation } = shrink(prepared, failure, { isStopped: () => true }) as Failure;
    expect(violation).toEqual(failure.violation);
    expect(story).toMatchObject({ runs: 1, isMinimal: false });
    expect(story?.elements.length).toBe(story?.before);
  });

  it('is no run that was only too long to be waited for', () => {
    const busy = relay('busy', (host, packet) => {
      if (packet.kind !== 'say' || packet.message.token !== 'c1-1') return;
      let left = 2_000;
      const tick = () => {
        if (left-- > 0) host.setTimer('tick', 10, tick);
      };
      tick();
    });
    const text = `{ name: x, summary: s, protocol: busy, topology: { clients: 1, rooms: 1 },
      workload: { broadcasts: 1, every: 5ms }, limits: { virtual: 3s },
      faults: [{ at: 1ms, partition: { isolate: c1 }, mend: 20ms }] }`;
    const prepared = prepare(
      { file: 'x.yaml', text },
      { asked: 'busy', protocol: busy, offences: [], fingerprint: '' },
    );
    if ('errors' in prepared) throw new Error(prepared.errors[0]?.message);
    const { story, violation } = shrink(prepared, freshFailure(prepared, '1', 'tutti 0') as Failure) as Failure;
    expect(violation.signature).toBe('stuck/bound');
    expect(story?.elements.map(({ without }) => without)).toEqual(['held', 'held']);
  });

  it('is none where the failure is gone', () => {
    const { failure } = failing('steady', '1', { mutant: 'ack-before-sync' });
    expect(shrink(preparedOf('steady'), failure)).toBeUndefined();
  });
});
