import { activityInfo } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { HOLDER_MEMO, endOfTurn } from '../../model/run/dataset-turn.js';
import type { HolderState, TurnEnd, TurnHolder } from '../../model/run/dataset-turn.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { datasetTurnWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { describeWorkflow } from './describe-workflow.js';

/** The turn of a dataset that somebody took. */
export interface DatasetTurn {
  workflowId: string;
  /** The execution that stands for it (Temporal run ID). */
  executionId: string;
  holder: TurnHolder;
}

const NOBODY: TurnHolder = { workflowId: '', executionId: '', originalExecutionId: '' };

/** Null if nobody took it, or Temporal no longer has what stood for it. */
export async function findDatasetTurn(client: Client, datasetId: string): Promise<DatasetTurn | null> {
  const turn = await describeWorkflow(client, datasetTurnWorkflowId(datasetId));
  if (turn?.status.name !== 'RUNNING') return null;
  const holder = (turn.memo?.[HOLDER_MEMO] as TurnHolder | undefined) ?? NOBODY;
  return { workflowId: turn.workflowId, executionId: turn.runId, holder };
}

/** What has to end before the turn of `holder` is free for `me`; see `endOfTurn`. */
export async function endOfHeldTurn(client: Client, holder: TurnHolder, me: TurnHolder): Promise<TurnEnd> {
  const { workflowId, executionId } = holder;
  const its = stateOf(await describeWorkflow(client, workflowId, executionId));
  const end = endOfTurn(its, null);
  if (end !== null || workflowId === me.workflowId) return end;
  return endOfTurn(its, stateOf(await describeWorkflow(client, workflowId)));
}

function stateOf(execution: WorkflowExecutionDescription | null): HolderState | null {
  if (execution === null) return null;
  const trigger = execution.memo?.[TRIGGER_MEMO] as TriggerMemo | undefined;
  return { isRunning: execution.status.name === 'RUNNING', runId: trigger?.runId ?? null };
}

/** Ends the execution that stands for a turn; another one who takes it may have done so already. */
export async function endDatasetTurn(
  client: Client,
  { workflowId, executionId }: DatasetTurn,
): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId, executionId).terminate('the turn passed to another workflow');
  } catch (error) {
    if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) throw error;
  }
}

/** Takes a free turn; false if another one took it in the same moment, of which Temporal lets but one succeed. */
export async function beginDatasetTurn(
  client: Client,
  datasetId: string,
  holder: TurnHolder,
): Promise<boolean> {
  try {
    await client.workflow.start(WORKFLOWS.holdDatasetTurn, {
      workflowId: datasetTurnWorkflowId(datasetId),
      taskQueue: activityInfo().taskQueue,
      args: [{ datasetId }],
      memo: { [HOLDER_MEMO]: holder },
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: `the turn of a dataset, of ${holder.workflowId}`.slice(0, 200),
    });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return false;
    throw error;
  }
}
