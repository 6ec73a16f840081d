import { describe, expect, it } from 'vitest';
import { seeded } from '../../../src/index.ts';
import { listingOf } from '../../../src/run/listing.ts';
import { preparedOf } from '../../reference/failures.ts';

const options = { ...preparedOf('power-loss', { protocol: 'ack-first' }), schedule: seeded('1') };
const all = listingOf(options, 436, {});

describe('a listing', () => {
  it('tells everything up to the objection, with what struck and what broke', () => {
    expect(all.nodes.slice(0, 2)).toEqual(['chat1', 'c1']);
    expect([all.steps[0]?.event, all.steps.at(-1)?.event]).toEqual([1, 436]);
    expect(all.isCutShort).toBe(false);
    expect(all.steps.filter(({ mark }) => mark === 'fault').map(({ text }) => text)).toContain('chat1 loses power');
    expect(all.steps.filter(({ mark }) => mark === 'violation').every(({ event }) => event === 436)).toBe(true);
  });

  it('ends after an event, or after a time', () => {
    expect(listingOf(options, 436, { until: { event: 12 } }).steps.at(-1)?.event).toBe(12);
    const { steps } = listingOf(options, 436, { until: { atUs: 200_000 } });
    expect(steps).toEqual(all.steps.filter(({ atUs }) => atUs <= 200_000));
  });

  it('follows a node: what it does, what befalls it, and what comes and goes', () => {
    const { steps } = listingOf(options, 436, { follow: 'c2' });
    expect(steps.every(({ text }) => /\bc2\b|everything is healed/.test(text))).toBe(true);
    const told = steps.map(({ text }) => text);
    expect(told).toContain('c2 boots');
    expect(told.some((text) => text.startsWith('chat1 sends') && text.endsWith('to c2'))).toBe(true);
    expect(listingOf(options, 436, { follow: 'chat1' }).steps.map(({ text }) => text)).toContain('chat1 loses power');
  });

  it('follows a node into what befalls its links', () => {
    const cut = { ...preparedOf('partition'), schedule: seeded('1') };
    const cuts = (follow?: string) =>
      listingOf(cut, undefined, { follow }).steps.filter(({ text }) => text.startsWith('packets no longer pass'));
    const [first] = cuts();
    const [, name = ''] = / to ([a-z]\d+)\b/.exec(first?.text ?? '') ?? [];
    expect(cuts(name)[0]).toEqual(first);
    expect(cuts(name).every(({ text }) => new RegExp(`\\b${name}\\b|more`).test(text))).toBe(true);
  });

  it('follows what stands at a position where no message is named', () => {
    const compacting = { ...preparedOf('compaction'), schedule: seeded('1') };
    const restored = listingOf(compacting, undefined, {}).steps.find(({ text }) => / reports restored /.test(text));
    const [, room, position] = /restored (\S+) (\d+)/.exec(restored?.text ?? '') ?? [];
    const { steps } = listingOf(compacting, undefined, { follow: `${room}#${position}` });
    expect(steps).toContainEqual(restored);
  });

  it('follows a message by its token, in bytes too', () => {
    const told = listingOf(options, 436, { follow: 'c8-20' }).steps.map(({ text }) => text);
    expect(told[0]).toBe('c8 is asked to broadcast c8-20 in room-3');
    expect(told).toContain('chat1 reports applied room-3 2 c8-20');
    expect(told.some((text) => /^chat1 receives send .* from c8$/.test(text))).toBe(true);
    expect(told.some((text) => text.includes('c8-54'))).toBe(false);
  });

  it('follows what stands at a position, before and after it stood there', () => {
    const told = listingOf(options, 436, { follow: 'room-3#2' }).steps.map(({ text }) => text);
    expect(told[0]).toBe('c8 is asked to broadcast c8-20 in room-3');
    expect(told).toContain('c8 is asked to broadcast c8-54 in room-3');
    expect(told.at(-1)).toBe('chat1 reports applied room-3 2 c8-54');
  });

  it('has nothing of what there is not', () => {
    for (const follow of ['c99', 'c8-2', 'room-3#200', 'nowhere#1']) {
      expect(listingOf(options, 436, { follow }).steps).toEqual([]);
    }
  });
});
