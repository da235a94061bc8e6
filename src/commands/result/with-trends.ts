import { inParallel } from '../../client/in-parallel.js';
import { readQuality } from '../../client/quality/read-quality.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { trendRange, windowTrendOf } from '../../model/quality/kept/window-trend.js';
import { trendLimits } from '../quality/trend-limits.js';
import type { Session } from '../session/session.js';

const AT_ONCE = 4;

/**
 * Adds the trends of what evaluations said, from what is kept of the last windows of their tasks; no spans are read. A trend
 * is a help beside a result: if it cannot be read, the result has to do, and `warn` says why.
 */
export async function withTrends(
  session: Session,
  steps: readonly StepResult[],
  warn: (line: string) => void,
): Promise<StepResult[]> {
  try {
    return await inParallel(AT_ONCE, steps, (step) => withTrend(session, step));
  } catch (error) {
    warn(`The report has no trends of quality: ${(error as Error).message}`);
    return [...steps];
  }
}

async function withTrend({ client }: Session, step: StepResult): Promise<StepResult> {
  const { quality, result } = step;
  const taskId = result?.taskId ?? null;
  const range = quality === undefined ? null : trendRange(quality.window);
  if (quality === undefined || taskId === null || range === null) return step;
  const kept = await readQuality(client, taskId, range);
  const evaluations = quality.evaluations.map((each) => ({
    ...each,
    trend: windowTrendOf(kept, range, { evaluation: each.name, limitsOf: trendLimits }),
  }));
  return { ...step, quality: { ...quality, evaluations } };
}
