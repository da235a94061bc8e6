import { activityInfo, getClient } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { lostMonths } from '../../model/coverage/coverage-index.js';
import type { LivingMonths } from '../../model/coverage/coverage-index.js';
import type { SyncCoverageRequest, SyncedCoverage } from '../../model/coverage/coverage-messages.js';
import { noteInLedger, readIndex, recordInMonth } from './ledger.js';
import { moveLedger } from './move-ledger.js';
import { livingMonths } from './living-months.js';
import { readRunList } from './read-run-list.js';
import { beginSync, fenceOfSync } from './sync-progress.js';
import type { SyncProgress } from './sync-progress.js';
import type { ActivityDeps } from '../base/deps.js';
import { whileBeating } from '../base/while-beating.js';

/**
 * Reads what is new in the service's list of a task's runs into its ledger (design/coverage.md), and all of it where
 * ledgers of months are lost. What was recorded stays recorded if an attempt dies, and the next one continues at its page;
 * the mark moves when all is recorded.
 */
export const syncCoverage =
  ({ ax }: ActivityDeps) =>
  async ({ taskId, isWhole = false }: SyncCoverageRequest): Promise<SyncedCoverage> => {
    const client = getClient();
    let progress = resumed();
    const details = (): SyncProgress | null => progress;
    return whileBeating(details, async () => {
      progress ??= await begin(client, taskId, isWhole);
      await readRunList({ ax, client, taskId, progress });
      const { unended, read, added, lost, begunAs } = progress;
      const sync = { fence: fenceOfSync(progress), unended };
      // What was begun anew meanwhile may have lost something: the next sync finds it changed.
      await noteInLedger(client, {
        taskId,
        begunAs: { ...(await beginMonths(client, taskId)), ...begunAs },
        sync,
      });
      return { read, added, unended: unended.length, lost };
    });
  };

/** Where an attempt before this one got to. */
const resumed = (): SyncProgress | null =>
  (activityInfo().heartbeatDetails as SyncProgress | null | undefined) ?? null;

async function begin(client: Client, taskId: string, isWhole: boolean): Promise<SyncProgress> {
  const index = await moveLedger(client, taskId);
  if (index === null) return beginSync({ mark: null, lost: [], begunAs: {} });
  const living = await livingMonths(client, taskId, index.months);
  const lost = lostMonths(index, living);
  const begunAs = known(living, (month) => !lost.includes(month));
  return beginSync({ mark: isWhole || lost.length > 0 ? null : index.sync, lost, begunAs });
}

/**
 * As what each month's ledger was begun. One that nothing was recorded in again is begun without entries: it is not lost
 * any more.
 */
async function beginMonths(client: Client, taskId: string): Promise<Record<string, string>> {
  const { months } = (await readIndex(client, taskId)) ?? { months: [] };
  const found = await livingMonths(client, taskId, months);
  const gone = months.filter((month) => found[month] === null);
  for (const month of gone) await recordInMonth(client, taskId, month, []);
  return known(gone.length === 0 ? found : await livingMonths(client, taskId, months), () => true);
}

const known = (living: LivingMonths, isWanted: (month: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    Object.entries(living).flatMap(([month, runId]) => (runId && isWanted(month) ? [[month, runId]] : [])),
  );
