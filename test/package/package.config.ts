import { defineConfig } from 'vitest/config';

/** What is packed, as its users have it: a minute of packing, compiling and bundling, and so not part of `npm test`. */
export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    include: ['test/package/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/package-report.json' }]],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
