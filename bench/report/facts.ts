import { createRequire } from 'node:module';
import { processEnvironment } from '../../src/config/environment.js';
import { pinnedTools } from '../../src/temporal/binaries/pinned-binaries.js';
import { describeMachine } from '../../test/faults/machine.js';

/** Where and how figures were measured. */
export interface Facts {
  /** ISO 8601 with zone. */
  readonly date: string;
  readonly command: string;
  readonly machine: string;
  /** The Temporal server, the SDK and the official client. */
  readonly versions: string;
  /** The server is the cluster at `TEMPORAL_ADDRESS`. */
  readonly isCluster: boolean;
}

const packageVersion = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { readonly version: string }).version;

export function factsOf(args: readonly string[]): Facts {
  const isCluster = processEnvironment()['TEMPORAL_ADDRESS'] !== undefined;
  const server = isCluster
    ? 'the cluster at TEMPORAL_ADDRESS'
    : `the embedded server of Temporal CLI ${pinnedTools['temporal-cli'].version}, its database in memory`;
  return {
    date: new Date().toISOString(),
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    machine: describeMachine(),
    versions: `${server}; Temporal TypeScript SDK ${packageVersion('@temporalio/worker')}`,
    isCluster,
  };
}
