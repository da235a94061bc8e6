import type { ControlRequest } from '../base/control-request.js';
import { kindOf } from './plan.js';
import type { Step } from './plan.js';
import type { StepResult, StepState } from './results.js';

/** The result of a step that never started. */
export const neverStarted = (step: Step, state: StepState, reason: string): StepResult => ({
  id: step.id,
  state,
  reason,
  result: null,
  kind: kindOf(step),
  attempts: 0,
  startedAt: null,
  endedAt: null,
});

/** Who did something to a step, and why, for people. */
export const askedBy = (what: string, { by, reason }: ControlRequest): string =>
  `${what} by ${by}${reason === undefined || reason === '' ? '' : `: ${reason}`}`;
