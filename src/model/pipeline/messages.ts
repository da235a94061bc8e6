import type { ControlRequest } from '../base/control-request.js';

/** The updates that a running pipeline takes, by name; each is validated before it is accepted. */
export const PIPELINE_UPDATES = {
  pause: 'pause',
  resume: 'resume',
  skipStep: 'skipStep',
  retryStep: 'retryStep',
  decide: 'decide',
} as const;

/** Argument of `skipStep` (a step that has not ended) and `retryStep` (one that failed, was cancelled or skipped). */
export interface StepRequest extends ControlRequest {
  stepId: string;
}

/** Argument of `decide`: the answer to a step that waits for approval. */
export interface Decision extends StepRequest {
  decision: 'approve' | 'reject';
}
