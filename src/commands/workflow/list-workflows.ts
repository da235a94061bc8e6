import type { WorkflowExecutionInfo } from '@temporalio/client';
import { inParallel } from '../../client/in-parallel.js';
import { listReadable, statusClause } from '../../client/list.js';
import { isStepOfOurs } from '../../client/observe/own-children.js';
import { readConclusion } from '../../client/observe/read-conclusion.js';
import { summaryOf } from '../../client/observe/summarise-workflow.js';
import type { Verdict } from '../../model/run/verdict.js';
import type { WorkflowSummary } from '../../model/temporal/workflow-snapshot.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { workflowTable } from '../../terminal/views/workflow-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';

export interface ListWorkflowsOptions extends CallOptions {
  status?: string;
  name?: string;
  task?: string;
  verdict?: Verdict;
  limit?: number;
  all?: boolean;
}

const DEFAULT_LIMIT = 15;

/** The pipelines, backfills, runs and waits of the namespace, newest first. Steps of pipelines and single calls are left out. */
export async function listWorkflows(context: CliContext, options: ListWorkflowsOptions): Promise<number> {
  const output = new Output(context, options);
  const limit = options.all === true ? Number.POSITIVE_INFINITY : (options.limit ?? DEFAULT_LIMIT);
  const { workflows, hasMore } = await withSession(context, options, async (session) => {
    const found = await collect(session, options, limit);
    return { ...found, workflows: found.workflows.map((each) => withUrl(session, each)) };
  });
  output.result('workflows', { workflows }, (style) => workflowTable(workflows, style, context.nowMs()));
  if (hasMore) output.note(`More results exist: raise --limit above ${limit}, or pass --all.`);
  return 0;
}

/** Adds where a workflow is in Temporal's UI. */
export const withUrl = <Summary extends { workflowId: string }>(
  { uiUrl }: Session,
  summary: Summary,
): Summary & { uiUrl: string | null } => ({ ...summary, uiUrl: uiUrl(summary.workflowId) });

const TYPES = [WORKFLOWS.runPipeline, WORKFLOWS.runBackfill, WORKFLOWS.runTask, WORKFLOWS.waitForRun];

/** How many results are read at once: each is a request to Temporal. */
const AT_ONCE = 16;

// One that continued as new is listed once, by its last execution.
function queryOf({ status }: ListWorkflowsOptions): string {
  const types = TYPES.map((type) => `'${type}'`);
  const which = status === undefined ? " AND ExecutionStatus != 'ContinuedAsNew'" : statusClause(status);
  return `WorkflowType IN (${types.join(', ')})${which}`;
}

async function collect(
  session: Session,
  options: ListWorkflowsOptions,
  limit: number,
): Promise<{ workflows: WorkflowSummary[]; hasMore: boolean }> {
  const workflows: WorkflowSummary[] = [];
  for await (const some of chunksOf(candidates(session, options), AT_ONCE)) {
    const seen = await inParallel(AT_ONCE, some, (execution) => withVerdict(session, execution));
    for (const summary of seen) {
      if (options.verdict !== undefined && summary.verdict !== options.verdict) continue;
      if (workflows.length >= limit) return { workflows, hasMore: true };
      workflows.push(summary);
    }
  }
  return { workflows, hasMore: false };
}

/** What the query, the name and the task choose. */
async function* candidates(
  { client }: Session,
  options: ListWorkflowsOptions,
): AsyncIterable<WorkflowExecutionInfo> {
  const isStep = isStepOfOurs(client);
  for await (const execution of listReadable(client, queryOf(options))) {
    const { name, tasks } = summaryOf(execution);
    if (options.name !== undefined && name !== options.name) continue;
    if (options.task !== undefined && !tasks.includes(options.task)) continue;
    if (!(await isStep(execution))) yield execution;
  }
}

const withVerdict = async (
  { client }: Session,
  execution: WorkflowExecutionInfo,
): Promise<WorkflowSummary> => ({
  ...summaryOf(execution),
  ...(await readConclusion(client, execution)),
});

async function* chunksOf<Item>(items: AsyncIterable<Item>, size: number): AsyncIterable<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
