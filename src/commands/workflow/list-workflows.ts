import { listUnread } from '../../client/payload.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { workflowTable } from '../../terminal/views/workflow-views.js';
import type { WorkflowSummary } from '../../terminal/views/workflow-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';

export interface ListWorkflowsOptions extends CallOptions {
  status?: string;
  limit?: number;
  all?: boolean;
}

/** Temporal's own spelling in queries. */
const STATUS_IN_QUERY: Readonly<Record<string, string>> = {
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Canceled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'TimedOut',
};

export const WORKFLOW_STATUSES = Object.keys(STATUS_IN_QUERY);

const DEFAULT_LIMIT = 15;

/** The pipelines, backfills, runs and waits of the namespace, newest first. Steps of pipelines and single calls are left out. */
export async function listWorkflows(context: CliContext, options: ListWorkflowsOptions): Promise<number> {
  const output = new Output(context, options);
  const limit = options.all === true ? Number.POSITIVE_INFINITY : (options.limit ?? DEFAULT_LIMIT);
  const { workflows, hasMore } = await withSession(context, options, (session) =>
    collect(session, queryOf(options), limit),
  );
  output.result('workflows', { workflows }, (style) => workflowTable(workflows, style, context.nowMs()));
  if (hasMore) output.note(`There is more: --limit above ${limit}, or --all.`);
  return 0;
}

/** What narrows a query to a status; empty where none was asked for. */
export const statusClause = (status: string | undefined): string =>
  status === undefined ? '' : ` AND ExecutionStatus = '${STATUS_IN_QUERY[status]}'`;

const TYPES = [WORKFLOWS.runPipeline, WORKFLOWS.runBackfill, WORKFLOWS.runTask, WORKFLOWS.waitForRun];

function queryOf({ status }: ListWorkflowsOptions): string {
  const types = TYPES.map((type) => `'${type}'`);
  return `WorkflowType IN (${types.join(', ')})${statusClause(status)}`;
}

async function collect(
  { client }: Session,
  query: string,
  limit: number,
): Promise<{ workflows: WorkflowSummary[]; hasMore: boolean }> {
  const workflows: WorkflowSummary[] = [];
  for await (const execution of listUnread(client, query)) {
    if (execution.parentExecution !== undefined) continue;
    if (workflows.length >= limit) return { workflows, hasMore: true };
    workflows.push({
      workflowId: execution.workflowId,
      type: execution.type,
      status: execution.status.name,
      startedAt: execution.startTime.toISOString(),
      closedAt: execution.closeTime?.toISOString() ?? null,
    });
  }
  return { workflows, hasMore: false };
}
