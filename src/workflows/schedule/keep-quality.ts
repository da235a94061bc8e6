import { isCancellation, log } from '@temporalio/workflow';
import { didEvaluate } from '../../model/quality/kept/did-evaluate.js';
import { valuesOfRuns } from '../../model/quality/kept/evaluation-value.js';
import type { EvaluationValue } from '../../model/quality/kept/evaluation-value.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { ScheduledTask } from '../../model/schedule/schedule.js';
import { keepingQuality } from '../shared/activities.js';
import { messageOf } from '../shared/failures.js';
import { isCancelled } from './is-cancelled.js';

/** Reads and keeps what the evaluations of a run said; nothing if that cannot be read. A window does not fail for it. */
export async function keepQuality({ quality }: ScheduledTask, result: RunResult): Promise<EvaluationValue[]> {
  const evaluated = didEvaluate(result);
  if (quality === false || evaluated === null || isCancelled()) return [];
  try {
    const found = await keepingQuality.keepQuality(evaluated);
    return found === null ? [] : valuesOfRuns([found]);
  } catch (error) {
    if (!isCancellation(error))
      log.warn('the evaluations of a run could not be read', {
        axRunId: result.runId,
        problem: messageOf(error),
      });
    return [];
  }
}
