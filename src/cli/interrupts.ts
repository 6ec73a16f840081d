/** Whether the user has asked to stop. */
export interface Interrupts {
  readonly seen: boolean;
  /** Gives the interrupt back to the process. */
  stop(): void;
}

/** One press may come twice: from the terminal, and handed on by npx or whatever else has started us. */
const onePressMs = 1_000;

/** Watches for Ctrl-C, if `wanted`: the first is noted and told, a second press ends the process at once. */
export function watchInterrupts(wanted: boolean, told: () => void = () => undefined): Interrupts {
  const state = { seen: false, atMs: 0 };
  const note = () => {
    if (!state.seen) {
      state.seen = true;
      state.atMs = performance.now();
      told();
    } else if (performance.now() - state.atMs > onePressMs) process.exit(130);
  };
  if (wanted) process.on('SIGINT', note);
  return {
    get seen() {
      return state.seen;
    },
    stop: () => process.off('SIGINT', note),
  };
}
