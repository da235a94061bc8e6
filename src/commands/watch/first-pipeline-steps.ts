import type { StepMemo } from '../../model/pipeline/pipeline-memo.js';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { overdueMs } from '../session/untaken.js';
import { describeAttempt } from './describe-attempt.js';
import { describeRun } from './describe-run.js';
import type { PipelineLook, StepsSeen } from './pipeline-steps.js';
import { stepFacts } from './step-of-result.js';

/**
 * The steps of a pipeline that says nothing of itself: one that began before there were gates, or has just been started.
 * All that there is to see are its children.
 */
export async function firstPipelineSteps({
  client,
  pipeline,
  memo,
  known,
}: PipelineLook): Promise<StepsSeen> {
  const isClosed = pipeline.status.name !== 'RUNNING';
  let overdue = 0;
  const steps: StepSnapshot[] = [];
  for (const step of memo) {
    const seen = known.get(step.id);
    if (seen !== undefined && isFinal(seen)) steps.push(seen);
    else if (isSkipped(step, steps)) steps.push(notStarted(step, 'skipped'));
    else if (isWaiting(step, steps)) steps.push(notStarted(step, isClosed ? 'skipped' : 'waiting'));
    else {
      const child = await describeAttempt(client, pipeline, step.id, 1);
      overdue = Math.max(overdue, child === null ? 0 : overdueMs(child.raw, Date.now()));
      steps.push(
        child === null
          ? notStarted(step, isClosed ? 'skipped' : 'waiting')
          : { ...stepFacts(step), ...(await describeRun(client, step, child, seen ?? null)) },
      );
    }
  }
  return { steps, overdue };
}

const needed = (step: StepMemo, earlier: readonly StepSnapshot[]): StepSnapshot[] =>
  earlier.filter(({ id }) => step.needs.includes(id));

/** Something it needs ended badly. */
const isSkipped = (step: StepMemo, earlier: readonly StepSnapshot[]): boolean =>
  needed(step, earlier).some((need) => isFinal(need) && need.stage !== 'succeeded');

// A step that stands before what it needs in the file is asked for in vain until then, which does no harm.
const isWaiting = (step: StepMemo, earlier: readonly StepSnapshot[]): boolean =>
  needed(step, earlier).some((need) => !isFinal(need));

/** A step of which there is nothing to see. */
export const notStarted = (step: StepMemo, stage: 'waiting' | 'skipped'): StepSnapshot => ({
  ...stepFacts(step),
  stage,
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: null,
  endedAt: null,
  note: null,
  result: null,
});
