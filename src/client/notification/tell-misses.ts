import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { NOTICE_MEMO } from '../../model/notification/delivery.js';
import { noticeMemo } from '../../model/notification/delivery-text.js';
import { noticeOf } from '../../model/notification/notice-of.js';
import { receiversFor } from '../../model/notification/notify-rules.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import type { Notice } from '../../model/notification/notice.js';
import { missedNotices } from '../../model/schedule/missed-notice.js';
import type { ScheduleReport } from '../../model/schedule/schedule-report.js';
import { noticeWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { fingerprint } from '../fingerprint.js';

/**
 * Tells the receivers of a schedule of the times that it missed, each once however often this is called. Returns how many
 * notices were started. Without rules those are told whom the workers name by default.
 */
export async function tellMisses(
  client: Client,
  report: Pick<ScheduleReport, 'name' | 'scheduleId' | 'problems'>,
  { rules, taskQueue }: { rules: readonly NotifyRule[] | undefined; taskQueue: string },
): Promise<number> {
  const to = rules === undefined ? null : receiversFor(rules, 'schedule-missed');
  if (to?.length === 0) return 0;
  let started = 0;
  for (const notice of noticesOf(client, report))
    if (await startDelivery(client, notice, to, taskQueue)) started += 1;
  return started;
}

/** A schedule has no execution of its own, so its ID takes the place of one. */
const noticesOf = (
  { options: { namespace } }: Client,
  report: Pick<ScheduleReport, 'name' | 'scheduleId' | 'problems'>,
): Notice[] =>
  missedNotices(report).map((sketch) =>
    noticeOf(sketch, {
      workflowId: report.scheduleId,
      runId: 'schedule',
      namespace,
      firstExecutionRunId: fingerprint(report.scheduleId),
      at: new Date().toISOString(),
    }),
  );

/** False if it was told before. */
async function startDelivery(
  client: Client,
  notice: Notice,
  to: readonly string[] | null,
  taskQueue: string,
): Promise<boolean> {
  try {
    await client.workflow.start<WorkflowTypes['deliverNotice']>(WORKFLOWS.deliverNotice, {
      workflowId: noticeWorkflowId(notice.id),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [{ notice, to }],
      staticSummary: notice.title.slice(0, 200),
      memo: { [NOTICE_MEMO]: noticeMemo(notice, to) },
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
