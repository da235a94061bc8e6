import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { FanOutMemo } from '../../model/pipeline/pipeline-memo.js';
import type { StepSnapshot, StepStage } from '../../model/pipeline/snapshot.js';

const STAGES: Readonly<Record<string, StepStage>> = {
  RUNNING: 'running',
  COMPLETED: 'succeeded',
  CANCELLED: 'cancelled',
};

/** The state of a fan-out, from the description of its workflow, which says in its memo how many items there are. */
export function describeFanOut(
  { status, startTime, closeTime }: WorkflowExecutionDescription,
  items: FanOutMemo | undefined,
): Pick<StepSnapshot, 'stage' | 'startedAt' | 'endedAt' | 'items'> {
  return {
    stage: stageOf(status.name, items),
    startedAt: startTime.toISOString(),
    endedAt: closeTime?.toISOString() ?? null,
    ...(items === undefined ? {} : { items }),
  };
}

// It returns what became of its items, also where some failed.
function stageOf(status: string, items: FanOutMemo | undefined): StepStage {
  const stage = STAGES[status] ?? 'failed';
  return stage === 'succeeded' && (items?.failed ?? 0) > 0 ? 'failed' : stage;
}
