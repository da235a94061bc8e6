import type { Client } from '@temporalio/client';
import type { SyncedCoverage } from '../../model/coverage/coverage-messages.js';
import { executeOperation } from '../operation.js';
import type { AwaitOptions } from '../operation.js';
import type { StartOptions } from '../start.js';

export interface SyncCoverageOptions extends AwaitOptions, Pick<StartOptions, 'taskQueue'> {
  /** Reads the whole list of runs instead of what is new in it. */
  readonly isWhole?: boolean;
}

/**
 * Brings a task's coverage (by its ID) up to date: reads what is new in the service's list of its runs, or all of it if a
 * part of the ledger is lost.
 * @throws {@link NoWorkerError}; Temporal's `WorkflowFailedError`, whose cause is one of `FAILURES`
 */
export const syncCoverage = (
  client: Client,
  taskId: string,
  { isWhole = false, ...options }: SyncCoverageOptions = {},
): Promise<SyncedCoverage> =>
  executeOperation(client, 'syncCoverage', { taskId, ...(isWhole ? { isWhole } : {}) }, options);
