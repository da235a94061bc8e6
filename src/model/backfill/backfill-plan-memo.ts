import type { BackfillPlan } from './backfill.js';
import { windowCount } from './window-list.js';
import type { Window } from '../time/window.js';

/** The memo with what a backfill is to do, put there by whoever starts it: its input is too large to be read at each look. */
export const BACKFILL_PLAN_MEMO = 'plan';

/** What {@link BACKFILL_PLAN_MEMO} holds. */
export interface BackfillPlanMemo {
  task: { id: string; name: string };
  range: Window;
  timeZone: string;
  slice: string;
  /** How many windows were planned; those that are split count once. */
  windows: number;
  overrideEvaluations: boolean;
  /** A print of what was asked for, whatever of it was proven at the time: equal for the same command given twice. */
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
