import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { backfillTable } from '../../terminal/views/backfill-table.js';
import type { BackfillSummary } from '../../terminal/views/backfill-table.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import { statusClause } from '../../client/list.js';
import { withUrl } from '../workflow/list-workflows.js';
import type { ListWorkflowsOptions } from '../workflow/list-workflows.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { readConclusion } from '../../client/observe/read-conclusion.js';
import { listBackfillMemos } from '../../client/backfill/list-backfills.js';

const DEFAULT_LIMIT = 15;

/** The backfills of the namespace, newest first. Asks Temporal alone. */
export async function listBackfills(context: CliContext, options: ListWorkflowsOptions): Promise<number> {
  const output = new Output(context, options);
  const limit = options.all === true ? Number.POSITIVE_INFINITY : (options.limit ?? DEFAULT_LIMIT);
  const { backfills, hasMore } = await withSession(context, options, async (session) => {
    const found = await collect(session, options.status, limit);
    return { ...found, backfills: found.backfills.map((each) => withUrl(session, each)) };
  });
  output.result('backfills', { backfills }, (style) => backfillTable(backfills, style, context.nowMs()));
  if (backfills.some(({ isReadable }) => !isReadable))
    output.warn('Some could not be read: they are encrypted with a key that is not configured here.');
  if (hasMore) output.note(`More results exist: raise --limit above ${limit}, or pass --all.`);
  return 0;
}

async function collect(
  session: Session,
  status: string | undefined,
  limit: number,
): Promise<{ backfills: BackfillSummary[]; hasMore: boolean }> {
  // A backfill that continued as new is listed once, by its last execution.
  const which = status === undefined ? " AND ExecutionStatus != 'ContinuedAsNew'" : statusClause(status);
  const query = `WorkflowType = '${WORKFLOWS.runBackfill}'${which}`;
  const backfills: BackfillSummary[] = [];
  for await (const { execution, backfill, isReadable } of listBackfillMemos(session.client, query)) {
    if (backfills.length >= limit) return { backfills, hasMore: true };
    backfills.push({
      workflowId: execution.workflowId,
      status: execution.status.name,
      verdict: (await readConclusion(session.client, execution)).verdict,
      startedAt: backfill.progress?.startedAt ?? execution.startTime.toISOString(),
      closedAt: execution.closeTime?.toISOString() ?? null,
      ...backfill,
      isReadable,
    });
  }
  return { backfills, hasMore: false };
}
