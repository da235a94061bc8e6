import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { endOfTurn } from '../../model/run/dataset-turn.js';
import type { TurnEnd } from '../../model/run/dataset-turn.js';
import type { HeldTurn, HolderState, TurnHolder } from '../../model/run/turn.js';
import { triggerMemoIn } from '../../model/run/trigger-memo.js';
import { datasetTurnWorkflowId } from '../../model/temporal/names.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { holderOf } from './standing-turn.js';

/** The turn of a dataset that somebody took. */
export interface DatasetTurn extends HeldTurn {
  holder: TurnHolder;
}

const NOBODY: TurnHolder = { workflowId: '', executionId: '', originalExecutionId: '' };

/** Null if nobody took it, or Temporal no longer has what stood for it. */
export async function findDatasetTurn(client: Client, datasetId: string): Promise<DatasetTurn | null> {
  const turn = await describeWorkflow(client, datasetTurnWorkflowId(datasetId));
  if (turn?.status.name !== 'RUNNING') return null;
  return { workflowId: turn.workflowId, executionId: turn.runId, holder: holderOf(turn) ?? NOBODY };
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
  return {
    isRunning: execution.status.name === 'RUNNING',
    runId: triggerMemoIn(execution.memo)?.runId ?? null,
  };
}
