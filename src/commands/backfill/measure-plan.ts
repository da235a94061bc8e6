import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { measuredPlan } from '../../model/backfill/measured-plan.js';
import type { MeasuredPlan } from '../../model/backfill/measured-plan.js';
import { windowCount } from '../../model/backfill/window-list.js';
import { failureOf } from '../../client/failure.js';
import type { Notify } from '../../client/worker-gap.js';
import { runOperation } from '../session/run-operation.js';
import type { Session } from '../session/session.js';
import type { PlanFlags } from './plan-flags.js';

/** 50,000 spans in full, and a sample beyond. */
const DEFAULT_REQUESTS = 100;

/** Counts the spans of a plan's windows; null if the flags say not to, or they cannot be read. */
export async function measure(
  session: Session,
  plan: BackfillPlan,
  { measure: isMeasured = true, measureRequests = DEFAULT_REQUESTS }: PlanFlags,
  notify: Notify,
): Promise<MeasuredPlan | null> {
  if (!isMeasured || windowCount(plan.windows) === 0) return null;
  const request = { taskId: plan.task.id, windows: plan.windows, maxRequests: measureRequests };
  try {
    const counted = await runOperation(session, 'countWindows', request, notify);
    return counted.counted.length === 0 ? null : measuredPlan(plan, counted);
  } catch (error) {
    const failure = error instanceof Error ? failureOf(error) : null;
    if (failure === null) throw error;
    notify(`Spans were not counted, so the plan is estimated from earlier runs: ${failure.message}`);
    return null;
  }
}
