import { readCoverage } from '../../src/client/coverage/read-coverage.js';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';
import { DEFAULT_TASK_QUEUE } from '../../src/model/temporal/names.js';
import { waitFor } from '../faults/wait-for.js';
import type { BackfillStack } from './backfill-stack.js';

const RECORD_LIMIT_MS = 60_000;

/** The ledger of a task once it has so many entries, or after a minute: signals to it may be under way. */
export async function readLedger(
  { client, server }: BackfillStack,
  taskId: string,
  expected: number,
): Promise<readonly CoverageEntry[]> {
  const session = {
    client,
    address: server.address,
    namespace: 'default',
    taskQueue: DEFAULT_TASK_QUEUE,
    hasSearchAttributes: false,
    uiUrl: () => null,
    flags: '',
  };
  let entries: readonly CoverageEntry[] = [];
  const isWhole = async (): Promise<boolean> => {
    entries = await readCoverage(session, taskId, null);
    return entries.length >= expected;
  };
  await waitFor(isWhole, RECORD_LIMIT_MS);
  return entries;
}
