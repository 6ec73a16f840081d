import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/soak/**'],
    // No test waits for time to pass; this only ends one that hangs.
    testTimeout: 120_000,
  },
});
