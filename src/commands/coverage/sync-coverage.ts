import { lostCoverage } from '../../client/coverage/read-coverage.js';
import { syncCoverage } from '../../client/coverage/sync-coverage.js';
import type { Notify } from '../../client/worker-gap.js';
import { untilInterrupted } from '../session/run-operation.js';
import type { Session } from '../session/session.js';

/**
 * Reads what is new in the service's list of a task's runs (all of it with `isWhole`) into its ledger, and says which months
 * of the ledger had to be rebuilt.
 * @throws {@link NoWorkerError}; the workflow's own failure
 */
export async function syncAndNotify(
  { client, taskQueue }: Session,
  taskId: string,
  notify: Notify,
  { isWhole = false } = {},
): Promise<void> {
  const { lost } = await untilInterrupted((signal) =>
    syncCoverage(client, taskId, { taskQueue, isWhole, notify, signal }),
  );
  if (lost.length > 0)
    notify(
      `The ledger of ${lost.join(', ')} was lost. It was rebuilt from the list of runs, which does not contain evaluators, bounds and tolerances.`,
    );
}

/** Says what a ledger has lost, for commands that do not sync: a sync rebuilds it. */
export async function warnOfLosses({ client }: Session, taskId: string, notify: Notify): Promise<void> {
  const lost = await lostCoverage(client, taskId);
  if (lost === 'all')
    return notify(`The ledger of this task was terminated. Run without --no-sync to rebuild it.`);
  if (lost.length > 0)
    notify(`The ledger has lost its entries of ${lost.join(', ')}. Run without --no-sync to rebuild them.`);
}
