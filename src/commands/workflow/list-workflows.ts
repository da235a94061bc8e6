import { listUnread, statusClause } from '../../client/list.js';
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

const DEFAULT_LIMIT = 15;

/** The pipelines, backfills, runs and waits of the namespace, newest first. Steps of pipelines and single calls are left out. */
export async function listWorkflows(context: CliContext, options: ListWorkflowsOptions): Promise<number> {
  const output = new Output(context, options);
  const limit = options.all === true ? Number.POSITIVE_INFINITY : (options.limit ?? DEFAULT_LIMIT);
  const { workflows, hasMore } = await withSession(context, options, (session) =>
    collect(session, queryOf(options), limit),
  );
  output.result('workflows', { workflows }, (style) => workflowTable(workflows, style, context.nowMs()));
  if (hasMore) output.note(`More results exist: raise --limit above ${limit}, or pass --all.`);
  return 0;
}

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
