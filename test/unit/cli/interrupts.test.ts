import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchInterrupts } from '../../../src/cli/interrupts.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an interrupt', () => {
  it('is one however often it comes at once, and ends the process when it is pressed again', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(5_000);
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    let told = 0;
    const interrupts = watchInterrupts(true, () => told++);
    expect(interrupts.seen).toBe(false);
    process.emit('SIGINT');
    process.emit('SIGINT');
    expect([interrupts.seen, told, exit.mock.calls]).toEqual([true, 1, []]);
    now.mockReturnValue(6_500);
    process.emit('SIGINT');
    expect([told, exit.mock.calls]).toEqual([1, [[130]]]);
    interrupts.stop();
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
