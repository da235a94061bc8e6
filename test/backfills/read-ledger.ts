import type { Client } from '@temporalio/client';
import { readCoverage } from '../../src/client/coverage/read-coverage.js';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';
import { waitFor } from '../faults/wait-for.js';

const RECORD_LIMIT_MS = 60_000;

/** The ledger of a task once it has so many entries, or after a minute: signals to it may be under way. */
export async function readLedger(
  client: Client,
  taskId: string,
  expected: number,
): Promise<readonly CoverageEntry[]> {
  let entries: readonly CoverageEntry[] = [];
  const isWhole = async (): Promise<boolean> => {
    entries = await readCoverage(client, taskId);
    return entries.length >= expected;
  };
  await waitFor(isWhole, RECORD_LIMIT_MS);
  return entries;
}
