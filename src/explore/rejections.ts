import { BannedCall } from '../sim/guard.ts';
import { MisusedHost } from '../sim/stage.ts';

/**
 * Protocol code that starts something asynchronous leaves a rejected promise behind when the guard
 * throws at it. The offence was recorded then; the rejection must not end the process before it is
 * told. Any other rejection is a bug of ours, and ends the process as it does by default.
 */
export function forgiveOffenders(): void {
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof BannedCall) && !(reason instanceof MisusedHost)) throw reason;
  });
}
