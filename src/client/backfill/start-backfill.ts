import type { Client, WorkflowHandle } from '@temporalio/client';
import { askedOf, backfillIdOf } from './backfill-identity.js';
import { runningBeside } from './conflicting-backfills.js';
import { backfillPlanMemo, BACKFILL_PLAN_MEMO } from '../../model/backfill/backfill-plan-memo.js';
import { backfillTitle } from '../../model/backfill/backfill-summary.js';
import { BACKFILL_UPDATES } from '../../model/backfill/backfill.js';
import type {
  BackfillPlan,
  BackfillResult,
  ResizeRequest,
  RetryFailedRequest,
  RunBackfillInput,
} from '../../model/backfill/backfill.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import { windowCount } from '../../model/backfill/window-list.js';
import { startOrAttach } from '../start-or-attach.js';
import type { StartOptions } from '../start-or-attach.js';

/** Of a backfill; get one of an ID with `client.workflow.getHandle`. Cancel it with `cancel()`. */
export type BackfillHandle = WorkflowHandle<(input: RunBackfillInput) => Promise<BackfillResult>>;

/** Another backfill of the task over some of the same time is running: both would evaluate that twice. */
export class BackfillOverlapError extends Error {
  override readonly name = 'BackfillOverlapError';
  /** Of the one that runs. */
  readonly workflowId: string;

  constructor(workflowId: string) {
    super(`a backfill of the same task over some of this range is running: ${workflowId}`);
    this.workflowId = workflowId;
  }
}

/**
 * Starts a backfill, or attaches to the one that it is already: that of the same plan, or one that runs and was asked for
 * the same before some of it was proven. One that ended is started again only after it failed or was cancelled; with
 * another `key` it is another one beside it, in either case.
 * @throws BackfillOverlapError where another one runs over some of the same time, and no `key` is given
 */
export async function startBackfill(
  client: Client,
  plan: BackfillPlan,
  { key, ...options }: StartOptions & { key?: string } = {},
): Promise<BackfillHandle> {
  const identity = { workflowId: backfillIdOf(plan, { key }), asked: askedOf(plan) };
  const { same, rival } =
    key === undefined ? await runningBeside({ client }, plan, identity) : { same: null, rival: null };
  if (same !== null) return client.workflow.getHandle(same);
  if (rival !== null) throw new BackfillOverlapError(rival);
  return startOrAttach(client, WORKFLOWS.runBackfill, { plan }, options, {
    workflowId: identity.workflowId,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    staticSummary: `${backfillTitle(plan)}, ${windowCount(plan.windows)} windows`,
    memo: { [BACKFILL_PLAN_MEMO]: backfillPlanMemo(plan, identity.asked) },
  });
}

/** Begins no more windows, and leaves alone what runs. */
export const pauseBackfill = (handle: BackfillHandle, request: ControlRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [ControlRequest]>(BACKFILL_UPDATES.pause, { args: [request] });

/** Goes on with a backfill that was paused, also by itself. */
export const resumeBackfill = (handle: BackfillHandle, request: ControlRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [ControlRequest]>(BACKFILL_UPDATES.resume, { args: [request] });

/** At most so many runs at once from now on; those that run are left alone. */
export const resizeBackfill = (handle: BackfillHandle, request: ResizeRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [ResizeRequest]>(BACKFILL_UPDATES.resize, { args: [request] });

/**
 * Runs windows again that did not end well, in a backfill that goes on. These four reject with `WorkflowUpdateFailedError`,
 * whose `cause` says why, where it makes no sense.
 */
export const retryFailedWindows = (handle: BackfillHandle, request: RetryFailedRequest): Promise<Accepted> =>
  handle.executeUpdate<Accepted, [RetryFailedRequest]>(BACKFILL_UPDATES.retryFailed, { args: [request] });
