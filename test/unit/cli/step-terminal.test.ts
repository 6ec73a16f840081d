import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { stepThrough } from '../../../src/cli/step-terminal.ts';

const walk = { events: [1, 2], lines: ['first', 'second'] };

function fakeTerminal() {
  const raw: boolean[] = [];
  const written: string[] = [];
  const input = Object.assign(new EventEmitter(), {
    setRawMode: (on: boolean) => raw.push(on),
    resume: () => undefined,
    pause: () => undefined,
  });
  const output = Object.assign(new EventEmitter(), { rows: 10, write: (text: string) => written.push(text) });
  const type = (text: string) => input.emit('data', Buffer.from(text));
  return { keyboard: { input, output }, raw, written, type };
}

describe('the stepper on a terminal', () => {
  it.each([
    ['q', (type: (text: string) => void) => type('q')],
    ['Ctrl-C', (type: (text: string) => void) => type('\u0003')],
    ['a signal', () => process.emit('SIGINT')],
  ])('leaves the terminal as it was after %s', async (_, quit) => {
    const { keyboard, raw, written, type } = fakeTerminal();
    const before = process.listenerCount('exit');
    const over = stepThrough(keyboard, walk);
    type('n');
    expect(written.at(-1)).toContain('> second');
    keyboard.output.emit('resize');
    quit(type);
    await over;
    expect(raw).toEqual([true, false]);
    expect(written.at(-1)).toContain('\u001b[?25h');
    expect(keyboard.input.listenerCount('data') + keyboard.output.listenerCount('resize')).toBe(0);
    expect(process.listenerCount('exit')).toBe(before);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('is over when nobody can type any more', async () => {
    const { keyboard, raw } = fakeTerminal();
    const over = stepThrough(keyboard, walk);
    keyboard.input.emit('end');
    await over;
    expect(raw).toEqual([true, false]);
  });
});
