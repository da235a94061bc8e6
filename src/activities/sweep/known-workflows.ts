import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { BACKFILL_MEMO } from '../../model/backfill/backfill.js';
import type { BackfillMemo } from '../../model/backfill/backfill.js';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { recordedTrigger } from '../trigger/recorded-trigger.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { KnownWorkflow, KnownWorkflows } from '../../model/sweep/orphans.js';
import type { OutcomeKind } from '../../model/run/outcome.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';

const ours = (...types: string[]): string => `WorkflowType IN ('${types.join("', '")}')`;
const { runTask, waitForRun, runBackfill, triggerWindows } = WORKFLOWS;
const MAY_HAVE_RUNS = ours(runTask, waitForRun, runBackfill, triggerWindows);
/** A `triggerWindows` that has ended gave its run to its backfill: there are very many of them. */
const MAY_HAVE_HAD_RUNS = ours(runTask, waitForRun, runBackfill);
/** Their memos come with them, and a page has to fit into one answer. */
const PAGE_SIZE = 200;
const MAX_ENDED = 10_000;

/**
 * The workflows that have or had a run, as Temporal lists them: the living first, so that one that ends meanwhile is not
 * missed, and the newest ended ones. How an ended one judged its run is read where that is one of `runIds`.
 */
export async function knownWorkflows(client: Client, runIds: ReadonlySet<string>): Promise<KnownWorkflows> {
  const living = await list(client, `${MAY_HAVE_RUNS} AND CloseTime IS NULL`, Infinity);
  const ended = await list(client, `${MAY_HAVE_HAD_RUNS} AND CloseTime IS NOT NULL`, MAX_ENDED + 1);
  const workflows: KnownWorkflow[] = [];
  for (const execution of living) workflows.push(await livingWorkflow(client, execution));
  for (const execution of ended) workflows.push(await endedWorkflow(client, execution, runIds));
  return { workflows, isWhole: ended.length <= MAX_ENDED };
}

async function list(client: Client, query: string, atMost: number): Promise<WorkflowExecutionInfo[]> {
  const found: WorkflowExecutionInfo[] = [];
  for await (const execution of client.workflow.list({ query, pageSize: PAGE_SIZE })) {
    // The new execution speaks for one that continued as new.
    if (execution.status.name !== 'CONTINUED_AS_NEW') found.push(execution);
    if (found.length >= atMost) break;
  }
  return found;
}

const triggerOf = ({ memo }: Pick<WorkflowExecutionInfo, 'memo'>): KnownWorkflow['trigger'] =>
  (memo?.[TRIGGER_MEMO] as Partial<TriggerMemo> | undefined) ?? null;

const knownWorkflow = (execution: WorkflowExecutionInfo, isLiving: boolean): KnownWorkflow => ({
  workflowId: execution.workflowId,
  status: execution.status.name,
  isLiving,
  trigger: triggerOf(execution),
  outcome: null,
  isSilent: false,
  backfill: backfillOf(execution),
});

function backfillOf({ memo }: Pick<WorkflowExecutionInfo, 'memo'>): KnownWorkflow['backfill'] {
  const told = memo?.[BACKFILL_MEMO] as BackfillMemo | undefined;
  return told === undefined ? null : { runIds: told.runIds, createdByUserId: told.createdByUserId };
}

/** Of one that recorded nothing it is asked whether that is because it has not begun to trigger. */
async function livingWorkflow(client: Client, execution: WorkflowExecutionInfo): Promise<KnownWorkflow> {
  const known = knownWorkflow(execution, true);
  // A backfill has triggered nothing before it tells of its fence.
  const isOpen = known.trigger === null && execution.type !== runBackfill;
  return isOpen ? { ...known, ...(await lookCloser(client, execution)) } : known;
}

const BEFORE_TRIGGER: ReadonlySet<string> = new Set([
  'lookUpTask',
  'awaitTurn',
  'takeTurn',
  'takeDatasetTurn',
  'readFence',
]);

async function lookCloser(
  client: Client,
  { workflowId, runId, type }: WorkflowExecutionInfo,
): Promise<Pick<KnownWorkflow, 'trigger' | 'isSilent'>> {
  const description = await client.workflow.getHandle(workflowId, runId).describe();
  const trigger = await recordedTrigger(client, description);
  const { pendingActivities, pendingChildren, pendingWorkflowTask } = description.raw;
  const activities = (pendingActivities ?? []).map(({ activityType }) => activityType?.name ?? '');
  const isUnderWay = activities.length + (pendingChildren ?? []).length > 0 || Boolean(pendingWorkflowTask);
  const isEarly = isUnderWay && activities.every((activity) => BEFORE_TRIGGER.has(activity));
  const isOver = description.status.name !== 'RUNNING';
  return { trigger, isSilent: trigger === null && !isOver && (type === waitForRun || !isEarly) };
}

const ENDED_BY_HAND: ReadonlySet<string> = new Set(['TERMINATED', 'TIMED_OUT']);

async function endedWorkflow(
  client: Client,
  execution: WorkflowExecutionInfo,
  runIds: ReadonlySet<string>,
): Promise<KnownWorkflow> {
  const known = knownWorkflow(execution, false);
  if (known.trigger === null && execution.type === runTask && ENDED_BY_HAND.has(execution.status.name))
    return { ...known, trigger: await recordedTrigger(client, execution) };
  if (execution.type === runBackfill) return { ...known, outcome: outcomeOfBackfill(execution) };
  const isAskedFor = runIds.has(known.trigger?.runId ?? '');
  return isAskedFor ? { ...known, outcome: await outcomeOf(client, execution) } : known;
}

/** The runs that, by its result, it left active at their deadlines. */
const outcomeOfBackfill = ({ status }: WorkflowExecutionInfo): OutcomeKind | null =>
  status.name === 'COMPLETED' || status.name === 'CANCELLED' ? 'timed-out-detached' : null;

async function outcomeOf(client: Client, execution: WorkflowExecutionInfo): Promise<OutcomeKind | null> {
  const kept = execution.memo?.[RESULT_MEMO] as RunResult | undefined;
  if (kept !== undefined) return kept.outcome.kind;
  if (execution.status.name !== 'COMPLETED') return null;
  const handle = client.workflow.getHandle<() => Promise<RunResult>>(execution.workflowId, execution.runId);
  return (await handle.result()).outcome.kind;
}
