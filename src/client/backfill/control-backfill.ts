import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import { BACKFILL_UPDATES } from '../../model/backfill/messages.js';
import type { ResizeRequest, RetryFailedRequest } from '../../model/backfill/messages.js';
import { sendUpdate } from '../update.js';
import type { Notify } from '../worker-gap.js';
import type { BackfillHandle } from './start-backfill.js';

/**
 * Starts no more windows of a backfill; running windows continue.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const pauseBackfill = (
  handle: BackfillHandle,
  request: ControlRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, BACKFILL_UPDATES.pause, request, notify);

/**
 * Continues a backfill that is paused, whoever or whatever paused it.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const resumeBackfill = (
  handle: BackfillHandle,
  request: ControlRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, BACKFILL_UPDATES.resume, request, notify);

/**
 * Changes how many runs of a backfill are active at once. Runs above the new limit continue to their ends.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const resizeBackfill = (
  handle: BackfillHandle,
  request: ResizeRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, BACKFILL_UPDATES.resize, request, notify);

/**
 * Runs the failed windows of a running backfill again.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const retryFailedWindows = (
  handle: BackfillHandle,
  request: RetryFailedRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, BACKFILL_UPDATES.retryFailed, request, notify);
