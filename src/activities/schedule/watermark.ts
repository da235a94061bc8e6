import { activityInfo, getClient } from '@temporalio/activity';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { Interval } from '../../model/time/interval.js';
import { watermarkWorkflowId } from '../../model/temporal/names.js';
import { ADVANCE_UPDATE, WATERMARK_MEMO, WATERMARK_QUERY } from '../../model/schedule/watermark.js';
import type { AdvanceWatermark, Watermark } from '../../model/schedule/watermark.js';
import { failure } from '../base/failures.js';
import { isAbandoned } from '../base/move-workflow.js';

export interface WatermarkRequest {
  schedule: string;
  /** Where a watermark begins that does not exist yet, in milliseconds since 1970. */
  fromMs: number;
}

/** Until where all is proven of a schedule. */
export const readWatermark =
  () =>
  async (request: WatermarkRequest): Promise<Watermark> =>
    (await openWatermark(request)).query<Watermark>(WATERMARK_QUERY);

/**
 * Moves a watermark over an interval that begins at it; one that lies behind it changes nothing, so that this may be
 * repeated. Fails as `InvalidInput` if the interval would leave a hole.
 */
export const advanceWatermark =
  () =>
  async ({ interval, ...request }: WatermarkRequest & { interval: Interval }): Promise<Watermark> => {
    const handle = await openWatermark(request);
    try {
      return await handle.executeUpdate<Watermark, [AdvanceWatermark]>(ADVANCE_UPDATE, {
        args: [{ interval }],
      });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'WorkflowUpdateFailedError') throw error;
      throw failure('InvalidInput', error.cause instanceof Error ? error.cause.message : error.message);
    }
  };

const summaryOf = (schedule: string): string => `until where schedule ${schedule} has evaluated all`;

/** Moves a watermark whose task queue no worker polls any more to this worker's; its memo is all its state. */
async function followWorker(client: Client, schedule: string): Promise<void> {
  const workflowId = watermarkWorkflowId(schedule);
  const handle = client.workflow.getHandle(workflowId);
  const found = await handle.describe();
  if (!(await isAbandoned(client, found, () => handle.query(WATERMARK_QUERY)))) return;
  const kept = found.memo?.[WATERMARK_MEMO] as Watermark;
  await client.workflow.start(WORKFLOWS.keepWatermark, {
    workflowId,
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    taskQueue: activityInfo().taskQueue,
    args: [kept],
    memo: { [WATERMARK_MEMO]: kept },
    staticSummary: summaryOf(schedule),
  });
}

async function openWatermark({ schedule, fromMs }: WatermarkRequest): Promise<WorkflowHandle> {
  const watermark: Watermark = { provenMs: fromMs };
  const client = getClient();
  const { workflow } = client;
  const workflowId = watermarkWorkflowId(schedule);
  await workflow.start(WORKFLOWS.keepWatermark, {
    workflowId,
    workflowIdConflictPolicy: 'USE_EXISTING',
    taskQueue: activityInfo().taskQueue,
    args: [watermark],
    memo: { [WATERMARK_MEMO]: watermark },
    staticSummary: summaryOf(schedule),
  });
  await followWorker(client, schedule);
  // The handle of a start is bound to an execution, and takes no update once the workflow has gone on in a new one.
  return workflow.getHandle(workflowId);
}
