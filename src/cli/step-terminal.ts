/** The stepper on a real terminal: keys in, screens out, and the terminal left as it was found. */
import { beginning, keysIn, press, type Stepper, screen, type Walk } from './stepper.ts';

/** As much of a terminal as it takes. */
export interface Keyboard {
  readonly input: {
    setRawMode(on: boolean): unknown;
    resume(): unknown;
    pause(): unknown;
    on(event: 'data', heard: (sent: Buffer) => void): unknown;
    on(event: 'end', heard: () => void): unknown;
    removeAllListeners(event: 'data' | 'end'): unknown;
  };
  readonly output: {
    readonly rows?: number;
    readonly columns?: number;
    write(text: string): unknown;
    on(event: 'resize', heard: () => void): unknown;
    off(event: 'resize', heard: () => void): unknown;
  };
}

/** The process's own; undefined where nobody sits at it. */
export function processKeyboard(): Keyboard | undefined {
  const { stdin: input, stdout: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}

/** Another screen, so that what was printed before is there again afterwards; no cursor; no line is broken. */
const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Until the user has seen enough. Where the process ends in between, the terminal is put back all the same. */
export async function stepThrough({ input, output }: Keyboard, walk: Walk): Promise<void> {
  let state: Stepper = beginning;
  const show = () => output.write(`\u001b[H\u001b[J${screen(state, walk, output.rows ?? 24).join('\r\n')}`);
  const putBack = () => {
    input.setRawMode(false);
    output.write(leave);
  };
  let done = () => {};
  const over = new Promise<void>((resolve) => {
    done = resolve;
  });
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, done);
  process.on('exit', putBack);
  input.setRawMode(true);
  output.write(enter);
  output.on('resize', show);
  try {
    show();
    input.on('end', done);
    input.on('data', (sent) => {
      for (const key of keysIn(sent.toString('utf8'))) {
        if (!state.isOver) state = press(state, key, walk);
      }
      if (state.isOver) done();
      else show();
    });
    input.resume();
    await over;
  } finally {
    input.removeAllListeners('data');
    input.removeAllListeners('end');
    input.pause();
    output.off('resize', show);
    process.off('exit', putBack);
    for (const signal of signals) process.off(signal, done);
    putBack();
  }
}
