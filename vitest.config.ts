import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const LONG = /\/(?:faults|backfills)\/short\.test\.ts$/;

/** A file that waits for a minute and begins last would hold the whole suite up. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    // Files share their modules, of which Temporal's take a second to load; no test changes a module's state.
    isolate: false,
    include: ['test/**/*.test.ts'],
    // `npm run test:package`.
    exclude: [...configDefaults.exclude, 'test/package/**'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
    // Most tests wait for timers and processes, so five files at once suit even two cores.
    maxWorkers: 5,
    sequence: { sequencer: LongFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
