import type { SyncedCoverage } from '../../model/coverage/coverage-messages.js';
import { runOperation } from '../../client/operation.js';
import type { Notify } from '../../client/operation.js';
import type { Session } from '../session/session.js';

/**
 * Reads what is new in the service's list of a task's runs (all of it with `isWhole`, or where a part of the ledger is lost,
 * which is said) into its ledger.
 * @throws CliError `NoWorker`; the workflow's own failure
 */
export async function syncCoverage(
  session: Session,
  taskId: string,
  notify: Notify,
  { isWhole = false } = {},
): Promise<SyncedCoverage> {
  const request = { taskId, ...(isWhole ? { isWhole } : {}) };
  const synced = await runOperation(session, 'syncCoverage', request, notify);
  const { lost = [] } = synced;
  if (lost.length > 0)
    notify(
      `The ledger of ${lost.join(', ')} was gone, and was rebuilt from the list of runs, which does not tell evaluators, bounds and tolerances.`,
    );
  return synced;
}
