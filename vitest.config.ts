import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // Files share their modules, of which Temporal's take a second to load; no test changes a module's state.
    isolate: false,
    // `*.proof.ts` are for `npm run test:proofs`.
    include: ['{test,bench}/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
    // Many tests wait for timers and servers, so more files at once than cores suit it.
    maxWorkers: 4,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
