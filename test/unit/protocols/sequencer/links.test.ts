import { describe, expect, it } from 'vitest';
import { Links } from '../../../../src/protocols/sequencer/links.ts';

describe('links', () => {
  it('become current when the client repeats the number it was offered', () => {
    const links = new Links(1);
    const offered = links.offer(2, 77, 1)!;
    expect(links.current(2)).toBeUndefined();
    expect(links.confirm(2, offered.number)).toEqual({ link: offered, isNew: true });
    expect(links.confirm(2, offered.number)).toEqual({ link: offered, isNew: false });
    expect(links.current(2)).toBe(offered);
  });

  it('are offered again under the same number for the same attempt, and under another for another', () => {
    const links = new Links(1);
    const first = links.offer(2, 77, 1);
    expect(links.offer(2, 77, 1)).toBe(first);
    expect(links.offer(2, 77, 2)?.number).not.toBe(first?.number);
    expect(links.offer(3, 77, 2)?.number).not.toBe(first?.number);
  });

  it('are not lost to a late attach of a dead process, which nobody follows up', () => {
    const links = new Links(1);
    const live = links.offer(2, 78, 1)!;
    links.confirm(2, live.number);
    links.offer(2, 77, 1);
    expect(links.current(2)).toBe(live);
    expect(links.confirm(2, live.number)?.isNew).toBe(false);
  });

  it('are void once a newer one is current', () => {
    const links = new Links(1);
    const old = links.offer(2, 77, 1)!;
    links.confirm(2, old.number);
    const next = links.offer(2, 77, 2)!;
    links.confirm(2, next.number);
    expect(links.confirm(2, old.number)).toBeUndefined();
    expect(links.close(2, old.number)).toBe(false);
    expect(links.close(2, next.number)).toBe(true);
    expect(links.current(2)).toBeUndefined();
    expect(links.confirm(2, next.number)).toBeUndefined();
  });

  it('have numbers of their own in each life of the sequencer', () => {
    expect(new Links(1).offer(2, 77, 1)?.number).not.toBe(new Links(2).offer(2, 77, 1)?.number);
  });
});
