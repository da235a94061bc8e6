import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { plainId } from '../../model/api/resource-id.js';
import { triggerMemoIn } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { recordedActivities } from '../base/recorded-activities.js';
import type { TriggerRunRequest } from './trigger-run.js';

type Execution = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId' | 'type' | 'memo'>;

/**
 * What an execution recorded of its trigger: its memo; or if that has nothing, since the first POST is or was under way, the
 * input of that POST, in its history. Null: it got to no POST.
 */
export async function recordedTrigger(client: Client, execution: Execution): Promise<TriggerMemo | null> {
  const kept = triggerMemoIn(execution.memo);
  if (kept !== null || execution.type !== WORKFLOWS.runTask) return kept;
  const sent = await lastRequest(client, execution);
  return sent === null ? null : recordOf(sent);
}

async function lastRequest(client: Client, execution: Execution): Promise<TriggerRunRequest | null> {
  const posts = await recordedActivities(client, execution, ['triggerRun']);
  return (posts.at(-1)?.input as TriggerRunRequest | undefined) ?? null;
}

function recordOf({ task, fields, record }: TriggerRunRequest): TriggerMemo | null {
  if (record === undefined) return null;
  const evaluationTaskIds = fields.evaluationTaskIds?.map(plainId);
  return {
    ...record,
    ...{ taskId: task.id, runId: null, provenance: null, createdByUserId: null },
    ...(evaluationTaskIds === undefined ? {} : { evaluationTaskIds }),
  };
}
