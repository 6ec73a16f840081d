/** A user's protocol file that cannot be used: not a bug of ours, and no violation. */
export class ProtocolFileError extends Error {
  override readonly name = 'ProtocolFileError';
  /** `file`, `file:line` or `file:line:column`, as people are shown it. */
  readonly where: string;
  /** What to do about it, as one sentence without its full stop. */
  readonly remedy: string;

  /** The message is `where: sentence`, on one line. */
  constructor(where: string, sentence: string, remedy: string) {
    super(`${where}: ${sentence}`);
    this.where = where;
    this.remedy = remedy;
  }
}
