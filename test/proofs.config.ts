import { defineConfig } from 'vitest/config';

/**
 * What needs processes of its own, kills them, waits for minutes or installs packages, and so is not part of
 * `npm test`: the product as its users run it, on real parts alone.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    isolate: false,
    include: ['{test,bench}/**/*.proof.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/proofs-report.json' }]],
    // They wait for processes and timers most of the time.
    maxWorkers: 5,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
