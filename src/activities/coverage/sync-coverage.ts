import { getClient } from '@temporalio/activity';
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
import type { AttemptClock } from '../base/attempt-clock.js';
import type { Kept, Looked } from '../base/patient-look.js';

/**
 * Reads what is new in the service's list of a task's runs into its ledger (design/coverage.md), and all of it where
 * ledgers of months are lost. What was recorded stays recorded if an attempt dies or is refused, and the next one continues
 * at its page; the mark moves when all is recorded.
 */
export const syncCoverage =
  ({ ax }: ActivityDeps) =>
  async (
    { taskId, isWhole = false }: SyncCoverageRequest,
    _clock: AttemptClock,
    kept: Kept<SyncProgress>,
  ): Promise<Looked<SyncedCoverage>> => {
    const client = getClient();
    const progress = (kept.value ??= await begin(client, taskId, isWhole));
    const onNews = (): void => {
      kept.isAnswered = true;
    };
    await readRunList({ ax, client, taskId, progress, onNews });
    const { unended, read, added, lost, begunAs } = progress;
    const sync = { fence: fenceOfSync(progress), unended };
    // What was begun anew meanwhile may have lost something: the next sync finds it changed.
    await noteInLedger(client, {
      taskId,
      begunAs: { ...(await beginMonths(client, taskId)), ...begunAs },
      sync,
    });
    return { found: { read, added, unended: unended.length, lost } };
  };

async function begin(client: Client, taskId: string, isWhole: boolean): Promise<SyncProgress> {
  const index = await moveLedger(client, taskId);
  if (index === null) return beginSync({ mark: null, lost: [], begunAs: {}, furthest: 0 });
  const living = await livingMonths(client, taskId, index.months);
  const lost = lostMonths(index, living);
  const begunAs = known(living, (month) => !lost.includes(month));
  return beginSync({ mark: isWhole || lost.length > 0 ? null : index.sync, lost, begunAs, furthest: 0 });
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
