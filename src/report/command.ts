/** What must be typed to see a run again. */
export interface Repeat {
  /** The scenario file, as it was given. */
  readonly file: string;
  readonly seed: string;
  /** Where in the run a node loses power, as `--at-sync` takes it. */
  readonly atSync?: string | undefined;
  /** Undefined where the scenario's own is meant. */
  readonly protocol: string | undefined;
  readonly mutant: string | undefined;
  /** `key=value`, as they were given. */
  readonly sets: readonly string[];
  readonly keepGoing: boolean;
  /** Runs the seed as the first of two, because only of several is the first one checked. */
  readonly checked?: boolean;
  /** The file is a failure's, and says everything itself. */
  readonly replays?: boolean;
}

/** The command for a shell, every word quoted that needs it. */
export function repeatCommand(repeat: Repeat): string {
  if (repeat.replays === true) return ['npx', 'tutti', 'replay', repeat.file].map(quoted).join(' ');
  const words = ['npx', 'tutti', 'run', repeat.file, '--seed', repeat.seed];
  if (repeat.atSync !== undefined) words.push('--at-sync', repeat.atSync);
  if (repeat.checked === true) words.push('--seeds', '2');
  if (repeat.protocol !== undefined) words.push('--protocol', repeat.protocol);
  if (repeat.mutant !== undefined) words.push('--mutant', repeat.mutant);
  for (const set of repeat.sets) words.push('--set', set);
  if (repeat.keepGoing) words.push('--keep-going');
  return words.map(quoted).join(' ');
}

/** A file of a folder, as a command names it. */
export function pathIn(folder: string, name: string): string {
  return folder === '.' ? name : `${folder.replace(/[/\\]+$/, '')}/${name}`;
}

/** One word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
