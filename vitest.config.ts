import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (file: string) => fileURLToPath(new URL(`./src/${file}`, import.meta.url));

export default defineConfig({
  // Protocols among the fixtures import the package by its name, and get what the tests get.
  resolve: {
    alias: [
      { find: /^tutti$/, replacement: source('index.ts') },
      { find: /^tutti\/(.+)$/, replacement: source('$1.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/soak/**'],
    // No test waits for time to pass; this only ends one that hangs.
    testTimeout: 120_000,
  },
});
