import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { plainId } from '../../model/api/resource-id.js';
import { triggerMemoIn } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
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

async function lastRequest(
  client: Client,
  { workflowId, runId }: Execution,
): Promise<TriggerRunRequest | null> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const inputs = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled?.activityType?.name === POST ? [scheduled.input?.payloads] : [],
  );
  const last = inputs.at(-1);
  if (last === undefined) return null;
  const [request] = await decodeArrayFromPayloads(client.options.loadedDataConverter, last);
  return request as TriggerRunRequest;
}

const POST = 'triggerRun';

function recordOf({ task, fields, record }: TriggerRunRequest): TriggerMemo | null {
  if (record === undefined) return null;
  const evaluationTaskIds = fields.evaluationTaskIds?.map(plainId);
  return {
    ...record,
    ...{ taskId: task.id, runId: null, provenance: null, createdByUserId: null },
    ...(evaluationTaskIds === undefined ? {} : { evaluationTaskIds }),
  };
}
