/**
 * The names of files as every file system and every anchor can take them, and their classes: a name
 * with its numbers left out, so that anchors survive a log that rolls earlier.
 */

/** So many names are remembered; a protocol that makes more pays for each look anew. */
const mostKnown = 1024;

/** See the head of this file. */
export class FileNames {
  readonly #classes = new Map<string, string>();

  /**
   * The class of a file: `log-000017` is one of `log-#`.
   *
   * @throws TypeError, RangeError when that is no name for a file.
   */
  classOf(file: string): string {
    let known = this.#classes.get(file);
    if (known === undefined) {
      checkName(file);
      known = file.replace(/[0-9]+/g, '#');
      if (this.#classes.size === mostKnown) this.#classes.clear();
      this.#classes.set(file, known);
    }
    return known;
  }
}

function checkName(file: string): void {
  if (typeof file !== 'string') throw new TypeError(`a file name is a string, not ${typeof file}`);
  if (!/^[!-.0-~]{1,255}$/.test(file) || file === '.' || file === '..') {
    throw new RangeError(
      `a file name is 1 to 255 characters of printable ASCII without spaces and slashes, not ${JSON.stringify(file)}`,
    );
  }
}
