/**
 * Tells whether code is still what it was when a failure was written down. Nothing else is made of
 * it: code that did not change may still run otherwise, on what it imports from packages.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** 16 hex digits over names and texts, in the order of the names. */
export function fingerprintOf(sources: readonly (readonly [name: string, text: string])[]): string {
  const hash = createHash('sha256');
  for (const [name, text] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([name.replaceAll('\\', '/'), text]));
  }
  return hash.digest('hex').slice(0, 16);
}

/** That of a protocol that comes with tutti: of what is in its folder. */
export function builtInFingerprint(name: string): string {
  const folder = new URL(`../protocols/${name}/`, import.meta.url);
  const files = readdirSync(folder).filter((file) => /(?<!\.d)\.[jt]s$/.test(file));
  return fingerprintOf(files.map((file) => [file.slice(0, -3), readFileSync(new URL(file, folder), 'utf8')]));
}
