import type { CoverageEntry, CoverageState } from './coverage.js';
import { classifyRun, reachesMaxSpans } from '../run/outcome.js';
import type { RunContext } from '../run/outcome.js';
import type { Tolerance } from '../api/policies.js';
import type { RunReport } from '../api/run-report.js';
import { isTerminal } from '../api/task-run.js';
import { verdictOf } from '../run/verdict.js';
import { instantMs } from '../time/window.js';

/** What is known of a run beside its report: see the members of {@link CoverageEntry}. */
export interface CoverageContext extends Pick<CoverageEntry, 'evaluators' | 'maxSpans' | 'workflowId'> {
  tolerance: Tolerance;
}

/** How long after its ingestion data may be found by a run, at most: an empty run made sooner proves nothing. */
export const INDEX_LAG_MS = 2 * 60 * 60 * 1000;

/**
 * What an ended run says of its window; null where it goes on, takes no window, or was made before its window began: a run
 * proves nothing of the time after its creation.
 */
export function coverageEntryOf(run: RunReport, context: CoverageContext): CoverageEntry | null {
  const startMs = instantMs(run.dataStartTime ?? '');
  const windowEndMs = instantMs(run.dataEndTime ?? '');
  const createdMs = instantMs(run.createdAt);
  if (startMs === null || windowEndMs === null || createdMs === null || !isTerminal(run)) return null;
  const endMs = Math.min(windowEndMs, createdMs);
  if (endMs <= startMs) return null;
  const { runId, counts } = run;
  const { evaluators, maxSpans, workflowId } = context;
  const state = stateOf(run, context, createdMs < windowEndMs + INDEX_LAG_MS);
  return { startMs, endMs, runId, state, counts, createdMs, evaluators, maxSpans, workflowId };
}

function stateOf(run: RunReport, { maxSpans, tolerance }: CoverageContext, isEarly: boolean): CoverageState {
  const context: RunContext = maxSpans === null ? {} : { maxSpans };
  const outcome = classifyRun(run, context);
  switch (outcome.kind) {
    case 'nothing-to-do':
      return 'evaluated';
    case 'empty':
      return isEarly ? 'early' : 'empty';
    case 'succeeded':
    case 'truncated':
    case 'succeeded-with-errors':
      if (reachesMaxSpans(run, context)) return 'truncated';
      return verdictOf(outcome, tolerance) === 'good' ? 'evaluated' : 'errors';
    default:
      return 'failed';
  }
}
