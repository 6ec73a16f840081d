/** Processor time of this process in user mode, in microseconds: steadier than the clock on a busy machine. */
export function cpuUs(): number {
  return process.cpuUsage().user;
}
