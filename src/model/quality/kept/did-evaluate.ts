import type { RunResult } from '../../run/run-result.js';
import { instantMs } from '../../time/window.js';
import type { KeepQualityRequest } from './quality-messages.js';

/** What a reading after a run may cost: 10,000 spans, which is the most that a run evaluates unless it is told otherwise. */
const MAX_REQUESTS = 20;

/** The reading of what a run said; null if it wrote no evaluations on spans, or did not end well. */
export function didEvaluate(result: RunResult | null): KeepQualityRequest | null {
  const { taskId = null, runId = null, run = null, window = null, verdict } = result ?? {};
  if (taskId === null || runId === null || run === null || window === null) return null;
  if (verdict !== 'good' || run.counts.successes === 0) return null;
  const [startMs, endMs] = [instantMs(window.dataStartTime), instantMs(window.dataEndTime)];
  if (startMs === null || endMs === null) return null;
  return { taskId, runIds: [runId], startMs, endMs, maxRequests: MAX_REQUESTS };
}
