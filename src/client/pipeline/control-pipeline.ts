import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import { PIPELINE_UPDATES } from '../../model/pipeline/messages.js';
import type { Decision, StepRequest } from '../../model/pipeline/messages.js';
import { sendUpdate } from '../update.js';
import type { Notify } from '../worker-gap.js';
import type { PipelineHandle } from './start-pipeline.js';

/**
 * Starts no more steps of a pipeline; running steps continue.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const pausePipeline = (
  handle: PipelineHandle,
  request: ControlRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, PIPELINE_UPDATES.pause, request, notify);

/**
 * Continues a paused pipeline.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const resumePipeline = (
  handle: PipelineHandle,
  request: ControlRequest,
  notify?: Notify,
): Promise<Accepted> => sendUpdate(handle, PIPELINE_UPDATES.resume, request, notify);

/**
 * Skips a step that has not ended.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const skipStep = (handle: PipelineHandle, request: StepRequest, notify?: Notify): Promise<Accepted> =>
  sendUpdate(handle, PIPELINE_UPDATES.skipStep, request, notify);

/**
 * Runs a step of a running pipeline again that failed, was cancelled or skipped.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const retryStep = (handle: PipelineHandle, request: StepRequest, notify?: Notify): Promise<Accepted> =>
  sendUpdate(handle, PIPELINE_UPDATES.retryStep, request, notify);

/**
 * Answers a step that waits for approval.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export const decide = (handle: PipelineHandle, request: Decision, notify?: Notify): Promise<Accepted> =>
  sendUpdate(handle, PIPELINE_UPDATES.decide, request, notify);
