import type { ControlRequest } from '../base/control-request.js';

/** The updates by which people steer a running pipeline. Each is validated before it is accepted. */
export const PIPELINE_UPDATES = {
  pause: 'pause',
  resume: 'resume',
  skipStep: 'skipStep',
  retryStep: 'retryStep',
  decide: 'decide',
} as const;

/** The argument of `skipStep` (for a step that has not ended) and `retryStep` (for one that failed, was cancelled or skipped). */
export interface StepRequest extends ControlRequest {
  stepId: string;
}

/** The argument of `decide`: the answer to a step that waits for approval. */
export interface Decision extends StepRequest {
  decision: 'approve' | 'reject';
}
