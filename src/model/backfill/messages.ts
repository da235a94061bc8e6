import type { ControlRequest } from '../base/control-request.js';

/** The argument of the update `resize`. */
export interface ResizeRequest extends ControlRequest {
  limit: number;
}

/** The argument of the update `retryFailed`, which runs failed windows again. */
export interface RetryFailedRequest extends ControlRequest {
  /** Includes windows of which the trigger's fate is unknown: they may get a second run. */
  unresolved?: boolean;
}

/** The updates by which people steer a running backfill. Each is validated before it is accepted. */
export const BACKFILL_UPDATES = {
  pause: 'pause',
  resume: 'resume',
  resize: 'resize',
  retryFailed: 'retryFailed',
} as const;
