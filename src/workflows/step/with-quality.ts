import { isCancellation, log } from '@temporalio/workflow';
import { didEvaluate } from '../../model/quality/kept/did-evaluate.js';
import type { Step } from '../../model/pipeline/plan.js';
import { messageOf } from '../shared/failures.js';
import { keepingQuality } from './activities.js';
import { inTime, isOutOfTime } from './step-clock.js';
import type { StepClock } from './step-clock.js';
import type { UnfinishedResult } from './unfinished-result.js';

/**
 * Adds what the evaluations of a step's run said, which is kept for `ax-tasks quality` too. It decides nothing: if it cannot be
 * read, the result stays as it is.
 */
export async function withQuality(
  step: Step,
  clock: StepClock,
  ended: UnfinishedResult,
): Promise<UnfinishedResult> {
  const evaluated = didEvaluate(ended.result ?? null);
  if (step.quality === false || evaluated === null || ended.quality !== undefined) return ended;
  const call = { stepId: step.id, summary: `what the evaluations of ${step.id} said` };
  try {
    const quality = await inTime(clock, 'its evaluations were being read', (leftMs) =>
      keepingQuality({ ...call, leftMs }).keepQuality(evaluated),
    );
    return quality === null ? ended : { ...ended, quality };
  } catch (error) {
    if (!isCancellation(error) && !isOutOfTime(error))
      log.warn('the evaluations of a run could not be read', {
        axRunId: ended.result?.runId,
        problem: messageOf(error),
      });
    return ended;
  }
}
