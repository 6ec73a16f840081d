import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { rendered } from './reference/stories.ts';
import { temporaryFolder } from './reference/temporary.ts';

/** The README is a story too: what it shows is what the command prints. */
const stories = [
  'README.md',
  ...readdirSync('test/stories')
    .filter((name) => name.endsWith('.txt'))
    .map((name) => `test/stories/${name}`),
];

describe.concurrent('the story of', () => {
  it.for(stories)(
    '%s comes out as it is told (UPDATE_STORIES=1 tells it anew)',
    { timeout: 400_000 },
    async (path, { expect, onTestFinished }) => {
      const told = readFileSync(path, 'utf8');
      expect(existsSync('dist/cli/main.js'), 'stories run the build: npm run build').toBe(true);
      const now = await rendered(told, temporaryFolder({}, onTestFinished));
      if (process.env.UPDATE_STORIES === '1') writeFileSync(path, now);
      else expect(now).toBe(told);
    },
  );
});
