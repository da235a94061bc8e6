import { log, metricMeter } from '@temporalio/activity';
import { stillMs } from '../../model/run/movement.js';
import type { Movement } from '../../model/run/movement.js';
import { METRICS, count } from '../../model/temporal/metrics.js';

/** An alarm for people: a warning in the log, and a count in the metrics. */
export function reportStalls(stalled: readonly Movement[]): void {
  if (stalled.length === 0) return;
  count(metricMeter, METRICS.runsStalled, {}, stalled.length);
  for (const run of stalled)
    log.warn('a run is stalled', { axRunId: run.runId, status: run.status, stillMs: stillMs(run) });
}
