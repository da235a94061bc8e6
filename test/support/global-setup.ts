import type { TestProject } from 'vitest/node';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { ensureServer } from '../../src/temporal/ensure-server.js';

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
  const { env } = process;
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const options = { paths: readToolPaths(env), env, report };
  project.provide('temporalCliPath', await ensureServer('temporal-cli', options));
  project.provide('testServerPath', await ensureServer('test-server', options));
}
