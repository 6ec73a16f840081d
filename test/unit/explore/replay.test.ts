import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/explore/failure.ts';
import { failureOf } from '../../../src/explore/failure.ts';
import { loadProtocol } from '../../../src/explore/load-protocol.ts';
import { replay } from '../../../src/explore/replay.ts';
import { prepare } from '../../../src/explore/subject.ts';
import type { AnyPacket, Protocol } from '../../../src/index.ts';
import { failing, preparedOf } from '../../reference/failures.ts';

const { prepared, failure } = failing('power-loss', '1', { protocol: 'ack-first' });

/** The protocol, whose clients say one thing more to the server at `atUs`, who does not listen to it. */
function chatty(protocol: Protocol, atUs: number): Protocol {
  return {
    ...protocol,
    layout: (topology) =>
      protocol.layout(topology).map((node) => ({
        ...node,
        boot(host) {
          if (node.name === 'c1') host.setTimer('chat', atUs, () => host.send(1, { kind: 'chat' }));
          const process = node.boot(host);
          const receive = (from: number, packet: AnyPacket) => {
            if (packet.kind !== 'chat') process.receive(from, packet);
          };
          return { receive, perform: (operation) => process.perform?.(operation) };
        },
      })),
  };
}

describe('a replay', () => {
  it('reproduces what did not change: the same violation, in the same run, with what led to it', () => {
    const replayed = replay(failure, prepared);
    expect(replayed).toMatchObject({ outcome: 'reproduced', parting: undefined, isChanged: false });
    expect(replayed.result).toMatchObject({ digest: failure.digest, events: failure.violation.event });
    expect(replayed.found).toEqual(failure.violation);
    expect(replayed.result.path.some(({ mark }) => mark === 'violation')).toBe(true);
  });

  it('says that the run differs where the violation is still there, and from which event on', () => {
    const changed = { ...prepared, protocol: chatty(prepared.protocol, 100_000), fingerprint: '0' };
    const replayed = replay(failure, changed);
    expect(replayed).toMatchObject({
      outcome: 'otherwise',
      isChanged: true,
      found: { signature: 'ordered/applied-differs' },
    });
    const { parting } = replayed;
    expect(parting?.by).toBe((parting?.after ?? 0) + 1);
    expect(parting?.steps.map(({ text }) => text)).toEqual(['c1: timer chat fires', 'c1 sends chat to chat1']);
    expect(replayed.found?.event).toBeGreaterThan(failure.violation.event);
  });

  it('says that it is not reproduced, with the first event that differs, where it is mended', () => {
    const { failure, prepared } = failing('steady', '1', { mutant: 'ack-before-sync' });
    const replayed = replay(failure, { ...prepared, mutant: undefined });
    expect(replayed).toMatchObject({ outcome: 'lost', found: undefined, result: { verdict: 'held' } });
    const { parting } = replayed;
    expect(parting?.by).toBe((parting?.after ?? 0) + 1);
    // The mutant's answer is on its way by then: the sound one still waits for its disk.
    expect(parting?.steps[0]?.text).toBe('q1: the disk is done with a sync');
  });

  it('says that it is not reproduced where something else objects', () => {
    const other = { ...failure, violation: { ...failure.violation, signature: 'fresh/stale' } };
    expect(replay(other, prepared)).toMatchObject({ outcome: 'lost', parting: undefined });
  });

  it('takes any objection of the event for the one in the file', () => {
    const also = { ...failure, violation: { ...failure.violation, signature: 'persisted/overwritten' } };
    const replayed = replay(also, prepared);
    expect(replayed).toMatchObject({ outcome: 'reproduced', found: { signature: 'persisted/overwritten' } });
    expect(replayed.result.violations[0]).toMatchObject({ property: 'persisted', clause: 'overwritten' });
  });

  it('says where the run goes on when nothing objects any more', () => {
    // The same run, without the bound that it broke.
    const strict = preparedOf('steady', { set: ['limits.events=500'] });
    const stuck = failureOf(strict, { base: { seed: '1' }, overrides: [] }, 'tutti 0') as Failure;
    expect(stuck.violation).toMatchObject({ signature: 'stuck/bound', event: 500 });
    expect(replay(stuck, strict).outcome).toBe('reproduced');
    const replayed = replay(stuck, preparedOf('steady'));
    expect(replayed).toMatchObject({ outcome: 'lost', parting: { after: 500, by: 501, hadEnded: true } });
    expect(replayed.parting?.steps.every(({ event }) => event === 501)).toBe(true);
    const earlier = replay(stuck, preparedOf('steady', { set: ['limits.events=400'] }));
    expect(earlier).toMatchObject({
      outcome: 'otherwise',
      parting: { after: 400, by: 401, hadEnded: false, steps: [] },
    });
  });

  it('can tell no closer than the ladder of the file', () => {
    const changed = { ...prepared, protocol: chatty(prepared.protocol, 100_000) };
    const exact = replay(failure, changed).parting?.by ?? 0;
    const { ladder } = failure;
    const bytes = Buffer.from(ladder?.rungs ?? '', 'base64');
    const every = 16;
    const words = Array.from({ length: Math.floor(bytes.length / 4 / every) }, (_, n) => {
      return bytes.subarray(4 * (every * (n + 1) - 1), 4 * every * (n + 1));
    });
    const coarse = { ...failure, ladder: { every, rungs: Buffer.concat(words).toString('base64') } };
    const { parting } = replay(coarse, changed);
    expect((parting?.by ?? 0) - (parting?.after ?? 0)).toBe(every);
    expect(parting).toMatchObject({ steps: [] });
    expect([parting?.after, exact, parting?.by]).toEqual(
      [parting?.after, exact, parting?.by].sort((a, b) => Number(a) - Number(b)),
    );
    expect(replay({ ...failure, ladder: { every, rungs: '' } }, changed).parting).toMatchObject({ after: 0, by: 436 });
  });

  it('has nothing to tell where the ladder is missing, or says otherwise than the digest', () => {
    const { ladder: _, ...bare } = failure;
    const changed = { ...prepared, protocol: chatty(prepared.protocol, 100_000) };
    expect(replay(bare, changed)).toMatchObject({ outcome: 'otherwise', parting: undefined });
    expect(replay(bare, prepared).outcome).toBe('reproduced');
    expect(replay({ ...failure, digest: '0'.repeat(16) }, prepared)).toMatchObject({
      outcome: 'otherwise',
      parting: undefined,
    });
  });

  it('does not take another event for the same', () => {
    const moved = { ...failure, violation: { ...failure.violation, event: 435 } };
    expect(replay(moved, prepared).outcome).toBe('otherwise');
  });

  it('compares node and packet where there is no digest', async () => {
    const { protocol, afresh } = await loadProtocol('test/fixtures/protocols/loops-in-handler.ts');
    if (protocol === undefined) throw new Error('it can be loaded');
    const file = 'endless.yaml';
    const text =
      'summary: It does not end.\nprotocol: relay\ntopology: { clients: 2 }\nworkload: { broadcasts: 3 }\nlimits: { handler: 50ms }\n';
    const chosen = { asked: './loops.ts', protocol, afresh, offences: [], fingerprint: '0' };
    const looping = prepare({ file, text: text.replace('relay', protocol.name) }, chosen);
    if ('errors' in looping) throw new Error(looping.errors[0]?.message);
    const endless = failureOf(looping, { base: { seed: '1' }, overrides: [] }, 'tutti 0') as Failure;
    expect(endless).toMatchObject({ violation: { signature: 'sound/endless' } });
    expect(endless.digest).toBeUndefined();
    expect(replay(endless, looping).outcome).toBe('reproduced');
    const elsewhere = { ...endless, violation: { ...endless.violation, sentence: 'c9 does not return' } };
    expect(replay(elsewhere, looping)).toMatchObject({ outcome: 'otherwise', parting: undefined });
  });
});

describe('a regression file', () => {
  const mutant = failing('steady', '1', { mutant: 'ack-before-sync' });
  const regression: Failure = { ...mutant.failure, expect: 'held' };

  it('holds once it is mended', () => {
    expect(replay(regression, { ...mutant.prepared, mutant: undefined }).outcome).toBe('holds');
  });

  it('fails where it is not, or where something else is wrong', () => {
    expect(replay(regression, mutant.prepared).outcome).toBe('fails');
    const other = { ...regression, violation: { ...regression.violation, signature: 'fresh/stale' } };
    expect(replay(other, mutant.prepared).outcome).toBe('fails');
  });
});
