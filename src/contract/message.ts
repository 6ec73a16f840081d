import type { Token } from './ids.ts';

/** What the application broadcasts. `bytes` begin with the token, so that no protocol can lose it. */
export interface Message {
  readonly token: Token;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * A message whose bytes are the token, one space, and the body.
 *
 * @throws RangeError when the token is empty or has a character outside `!`..`~`.
 */
export function makeMessage(token: Token, body: string): Message {
  if (!/^[!-~]+$/.test(token)) {
    throw new RangeError(`a token is printable ASCII without spaces, not ${JSON.stringify(token)}`);
  }
  return { token, bytes: encoder.encode(`${token} ${body}`) };
}

/** Whether a token is a probe's: of a broadcast that shows, after heal, whether a room works again. */
export function isProbe(token: Token): boolean {
  return token.startsWith('probe-');
}
