/** Whether the user has asked to stop. */
export interface Interrupts {
  readonly seen: boolean;
  /** Gives the interrupt back to the process. */
  stop(): void;
}

/** Watches for Ctrl-C, if `wanted`: the first is noted and told, a second ends the process at once. */
export function watchInterrupts(wanted: boolean, told: () => void = () => undefined): Interrupts {
  const state = { seen: false };
  const note = () => {
    if (state.seen) process.exit(130);
    state.seen = true;
    told();
  };
  if (wanted) process.on('SIGINT', note);
  return {
    get seen() {
      return state.seen;
    },
    stop: () => process.off('SIGINT', note),
  };
}
