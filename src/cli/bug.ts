import { tool } from './version.ts';

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** An assertion of ours that failed, for the one who happened to run into it. */
export function bugText(error: Pick<Error, 'message' | 'stack'>): string {
  return [
    `${error.message}`,
    `This is a bug in ${tool}, not in your protocol or scenario. Please report it with the command, the scenario`,
    `and what follows (Node ${process.version}, ${process.platform}):`,
    error.stack ?? error.message,
  ].join('\n');
}
