import type { StepResult } from '../../src/model/pipeline/results.js';

/** The result of a step that succeeded in one attempt, with nothing else known of it, and `more`. */
export const stepResult = (id: string, more: Partial<StepResult> = {}): StepResult => ({
  id,
  state: 'succeeded',
  reason: null,
  kind: 'run',
  result: null,
  attempts: 1,
  startedAt: null,
  endedAt: null,
  ...more,
});
