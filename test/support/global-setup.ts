import type { TestProject } from 'vitest/node';
import { ensureTemporalServer } from '../../src/testing.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the `temporal` executable. */
    temporalCliPath: string;
    /** Path of the time-skipping test server. */
    testServerPath: string;
  }
}

/** Finds or fetches both Temporal servers once for the whole suite. */
export async function setup(project: TestProject): Promise<void> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  project.provide('temporalCliPath', await ensureTemporalServer('temporal-cli', { report }));
  project.provide('testServerPath', await ensureTemporalServer('test-server', { report }));
}
