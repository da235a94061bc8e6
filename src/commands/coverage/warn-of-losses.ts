import { lostMonths } from '../../model/coverage/coverage-index.js';
import type { LivingMonths } from '../../model/coverage/coverage-index.js';
import { COVERAGE_QUERIES } from '../../model/coverage/coverage-messages.js';
import type { CoverageIndex } from '../../model/coverage/coverage-messages.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../model/temporal/names.js';
import { queryWorkflow } from '../../client/query.js';
import type { Notify } from '../../client/operation.js';
import type { Session } from '../session/session.js';
import { inParallel } from '../../client/in-parallel.js';
import { describeLedger } from '../../client/coverage/describe-ledger.js';

const AT_ONCE = 8;

/** Says where a ledger has lost what it held, for readers that do not sync: a sync mends it by itself. */
export async function warnOfLosses(session: Session, taskId: string, notify: Notify): Promise<void> {
  const root = await describeLedger(session, coverageWorkflowId(taskId));
  if (root === null) return;
  if (!root.isAlive) return notify(`The ledger of this task was ended. Without --no-sync it is rebuilt.`);
  const index = await queryWorkflow<CoverageIndex>(
    session,
    coverageWorkflowId(taskId),
    COVERAGE_QUERIES.index,
  );
  const lost = lostMonths(index, await livingMonths(session, taskId, index.months));
  if (lost.length > 0)
    notify(`The ledger has lost what it knew of ${lost.join(', ')}. Without --no-sync it is rebuilt.`);
}

async function livingMonths(
  session: Session,
  taskId: string,
  months: readonly string[],
): Promise<LivingMonths> {
  const found = await inParallel(AT_ONCE, months, async (month) => {
    const ledger = await describeLedger(session, coverageMonthWorkflowId(taskId, month));
    return [month, ledger?.isAlive === true ? ledger.begunAs : null] as const;
  });
  return Object.fromEntries(found);
}
