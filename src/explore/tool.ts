import { readFileSync } from 'node:fs';

/** From the package that this file is part of. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Name and version, as reports, traces and failure files carry them. */
export const tool = `tutti ${version}`;
export { version };
