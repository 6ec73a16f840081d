import type { Terminal } from '../../src/cli/terminal.ts';
import { paintAt } from '../../src/report/index.ts';

/** A terminal that keeps what is said; `watch` is called with each line of progress. */
export function listener(watch: (progress: string) => void = () => {}) {
  const printed: string[] = [];
  const remarked: string[] = [];
  const terminal: Terminal = {
    paint: paintAt(0),
    print: (text) => printed.push(text),
    remark: (text) => remarked.push(text),
    progress: watch,
  };
  return { terminal, printed, remarked };
}
