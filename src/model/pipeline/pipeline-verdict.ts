import { worstVerdict } from '../run/verdict.js';
import type { Verdict } from '../run/verdict.js';
import type { StepResult } from './results.js';

/**
 * The verdict of a pipeline: that of its worst step. Skipped steps and ignored failures do not count. A step that failed
 * although its run did not, because of its gate for example, counts as failed.
 */
export function pipelineVerdict(steps: readonly StepResult[], wasCancelled: boolean): Verdict {
  if (wasCancelled) return 'cancelled';
  const counted = steps.filter(({ state, isIgnored }) => state !== 'skipped' && isIgnored !== true);
  return worstVerdict(counted.map(verdictOfStep));
}

function verdictOfStep({ state, result }: StepResult): Verdict {
  if (state === 'succeeded' || state === 'skipped') return 'good';
  if (state !== 'failed') return state;
  return result === null || result.verdict === 'good' ? 'failed' : result.verdict;
}
