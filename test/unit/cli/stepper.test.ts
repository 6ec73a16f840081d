import { describe, expect, it } from 'vitest';
import { beginning, keysIn, press, type Stepper, screen, type Walk } from '../../../src/cli/stepper.ts';

const walk: Walk = {
  events: [1, 1, 2, 4, 7],
  lines: ['c1 boots', 'c1 sends beat to s1', 'c2 boots', 's1 receives beat from c1', 'c1 receives Beat from s1'],
};

/** The state after what was typed, as a terminal would send it. */
function typed(sent: string, from: Stepper = beginning, of: Walk = walk): Stepper {
  return keysIn(sent).reduce((state, key) => press(state, key, of), from);
}

describe('the stepper', () => {
  it.each([
    ['n', 1],
    [' j', 2],
    ['\r\n', 2],
    ['\u001b[B\u001b[C', 2],
    ['nnnb', 2],
    ['nnk\u001b[A', 0],
    ['nn\u001b[D', 1],
  ])('walks with %j to line %i', (sent, at) => {
    expect(typed(sent).at).toBe(at);
  });

  it('goes no further than both ends, and says so', () => {
    expect(typed('b')).toMatchObject({ at: 0, note: 'this is the beginning' });
    expect(typed('nnnnnn')).toMatchObject({ at: 4, note: 'this is the end' });
    expect(typed('bn')).toMatchObject({ at: 1, note: '' });
  });

  it.each([
    ['g2\r', 2],
    ['g3\r', 3],
    ['g9\u007f1\r', 0],
    ['nng1\r', 0],
    ['g0\r', 0],
  ])('goes with %j to line %i', (sent, at) => {
    expect(typed(sent)).toMatchObject({ at, typing: undefined, note: '' });
  });

  it('stays where there is no such event', () => {
    expect(typed('ng99\r')).toMatchObject({ at: 1, note: 'the last event here is 7' });
    expect(typed('ngx\r')).toMatchObject({ at: 1, note: 'an event has a number' });
    expect(typed('ng5\u001b')).toMatchObject({ at: 1, typing: undefined });
  });

  it('searches onward, whatever the case, and from the beginning again', () => {
    expect(typed('/beat\r').at).toBe(1);
    expect(typed('/beat\r/\r').at).toBe(3);
    expect(typed('/beat\r/\r/\r').at).toBe(4);
    expect(typed('/beat\r/\r/\r/\r')).toMatchObject({ at: 1, note: 'from the beginning' });
    expect(typed('n/nothing\r')).toMatchObject({ at: 1, note: 'nothing has "nothing"' });
  });

  it('takes keys for text while something is typed', () => {
    expect(typed('/qn')).toMatchObject({ typing: { what: 'search', text: 'qn' }, isOver: false });
    expect(typed('/q\u001b[A')).toMatchObject({ typing: { text: 'q' } });
  });

  it('is over with q, and with Ctrl-C at any time', () => {
    expect(typed('q').isOver).toBe(true);
    expect(typed('\u0003').isOver).toBe(true);
    expect(typed('/abc\u0003').isOver).toBe(true);
  });

  it('says what keys there are at any other', () => {
    expect(typed('x').note).toMatch(/next .* quit/);
  });

  it('shows the line one stands on among its neighbours, as many as there is room for', () => {
    expect(screen(beginning, walk, 4)).toEqual([
      '> c1 boots',
      '  c1 sends beat to s1',
      '  c2 boots',
      expect.stringMatching(/^event 1, 1 of 5 · enter n j next/),
    ]);
    expect(screen(typed('nn'), walk, 4).slice(0, 3)).toEqual([
      '  c1 sends beat to s1',
      '> c2 boots',
      '  s1 receives beat from c1',
    ]);
    expect(screen(typed('nnnn'), walk, 4)[2]).toBe('> c1 receives Beat from s1');
    expect(screen(typed('g12'), walk, 4).at(-1)).toBe('event 12');
    expect(screen(typed('/be'), walk, 2)).toEqual(['> c1 boots', '/be']);
  });

  it('bears that nothing happened', () => {
    const nothing: Walk = { events: [], lines: [] };
    const state = typed('nbg1\r/x\r', beginning, nothing);
    expect(screen(state, nothing, 5)).toEqual(['nothing happened · nothing has "x"']);
  });

  it('tells keys apart that come at once', () => {
    expect(keysIn('a\u001b[A\u001b\u001b[3~é')).toEqual(['a', '\u001b[A', '\u001b', '\u001b[3~', 'é']);
  });
});
