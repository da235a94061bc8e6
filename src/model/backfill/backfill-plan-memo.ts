import type { BackfillPlan } from './backfill.js';
import { windowCount } from './window-list.js';
import type { Window } from '../time/window.js';

/** The memo with the plan of a backfill, set by whoever starts it: the input is too large to be read at each poll. */
export const BACKFILL_PLAN_MEMO = 'plan';

/** What {@link BACKFILL_PLAN_MEMO} holds. */
export interface BackfillPlanMemo {
  task: { id: string; name: string };
  range: Window;
  timeZone: string;
  slice: string;
  /** How many windows were planned, before any was split. */
  windows: number;
  overrideEvaluations: boolean;
  /** The fingerprint of the request, whatever was proven at the time: equal if the same command is given twice. */
  asked: string;
}

export const backfillPlanMemo = (plan: BackfillPlan, asked: string): BackfillPlanMemo => ({
  task: plan.task,
  range: plan.range,
  timeZone: plan.timeZone,
  slice: plan.slice,
  windows: windowCount(plan.windows),
  overrideEvaluations: plan.overrideEvaluations,
  asked,
});
