import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { CancellationScope, ParentClosePolicy, log, startChild, workflowInfo } from '@temporalio/workflow';
import type { Notice, NoticeKind } from '../../model/notification/notice.js';
import { noticeOf } from '../../model/notification/notice-of.js';
import type { NoticeSketch } from '../../model/notification/notice-of.js';
import { NOTICE_MEMO } from '../../model/notification/delivery.js';
import { noticeMemo } from '../../model/notification/delivery-text.js';
import { receiversFor } from '../../model/notification/notify-rules.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';
import { noticeWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { askingLocally } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';

/**
 * Tells the receivers of the rules, and never fails. It resolves once a workflow of its own is started, which delivers the
 * notice however long that takes; a cancel of the caller does not touch it. Without rules the default of the workers' file
 * counts; an empty list is silence.
 */
export const notify = (rules: readonly NotifyRule[] | undefined, sketch: NoticeSketch): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    try {
      const to = rules === undefined ? await defaultReceivers(sketch.kind) : receiversFor(rules, sketch.kind);
      if (to?.length !== 0) await startDelivery(noticeOf(sketch, thisExecution()), to);
    } catch (error) {
      // Told already, as after a reset.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      log.warn('notice not started', { kind: sketch.kind, problem: messageOf(error) });
    }
  });

/** Null: it could not be asked in time, so that the delivery asks. */
async function defaultReceivers(kind: NoticeKind): Promise<readonly string[] | null> {
  try {
    return await askingLocally.defaultReceivers({ kind });
  } catch {
    return null;
  }
}

function thisExecution() {
  const { workflowId, runId, firstExecutionRunId, namespace } = workflowInfo();
  return { workflowId, runId, firstExecutionRunId, namespace, at: new Date().toISOString() };
}

/** Waits until it is started: a workflow that ends before may take a child along that it has only just asked for. */
async function startDelivery(notice: Notice, to: readonly string[] | null): Promise<void> {
  await startChild<WorkflowTypes['deliverNotice']>(WORKFLOWS.deliverNotice, {
    workflowId: noticeWorkflowId(notice.id),
    args: [{ notice, to }],
    staticSummary: notice.title.slice(0, 200),
    memo: { [NOTICE_MEMO]: noticeMemo(notice, to) },
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
}
