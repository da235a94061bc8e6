import type { WorkflowExecutionDescription } from '@temporalio/client';
import { SWEEP_MEMO } from '../../model/sweep/inputs.js';
import type { SweepMemo } from '../../model/sweep/inputs.js';
import type { StepSnapshot, StepStage } from '../../model/pipeline/snapshot.js';

const STAGES: Readonly<Record<string, StepStage>> = {
  RUNNING: 'running',
  COMPLETED: 'succeeded',
  CANCELLED: 'cancelled',
};

/** The state of a sweep, from its description alone: while the grace time passes it says so in its memo. */
export const describeSweep = (description: WorkflowExecutionDescription): StepSnapshot => ({
  id: 'sweep',
  task: null,
  stage: STAGES[description.status.name] ?? 'failed',
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: description.startTime.toISOString(),
  endedAt: description.closeTime?.toISOString() ?? null,
  note: description.status.name === 'RUNNING' ? noteOf(description) : null,
  result: null,
});

function noteOf({ memo }: WorkflowExecutionDescription): string | null {
  const waiting = memo?.[SWEEP_MEMO] as SweepMemo | undefined;
  if (waiting === undefined) return null;
  const { suspects, againAt } = waiting;
  return `${suspects} without a workflow, checked again at ${againAt.slice(11, 19)}Z`;
}
