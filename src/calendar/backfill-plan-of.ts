import type { BackfillOptions, BackfillPlan } from '../model/backfill/backfill.js';
import { parseCalendarLength } from '../model/time/calendar-length.js';
import { DEFAULT_BACKFILL_OPTIONS } from '../model/backfill/default-backfill-options.js';
import { evaluatorsKey } from '../model/api/task.js';
import { intervalOf } from '../model/time/interval.js';
import type { Interval, TimeRange } from '../model/time/interval.js';
import { planWindows } from '../model/backfill/plan-windows.js';
import type { Task } from '../model/api/task.js';
import { windowListOf } from '../model/backfill/window-list.js';
import { toUtc } from '../model/time/window.js';
import { cutRange } from './cut-range.js';

/** What a backfill is planned from. */
export interface BackfillRequest {
  task: Pick<Task, 'id' | 'name' | 'evaluators'>;
  range: Interval | TimeRange;
  /** The length of a window by the calendar: `15m`, `6h`, `1d`, `1w`, `1mo`. */
  slice: string;
  /** Of the calendar, an IANA name; UTC when absent. */
  timeZone?: string;
  /** The time that needs a run, as `missingIn` tells it; all of the range when absent. */
  missing?: readonly Interval[];
  /** Bound of spans of each run; the service's default when absent. */
  maxSpans?: number;
  /** Evaluates again what has labels; false when absent. */
  overrideEvaluations?: boolean;
  /** What is absent is as in `DEFAULT_BACKFILL_OPTIONS`. */
  options?: Partial<BackfillOptions>;
}

/**
 * A backfill of what is missing of a range, in windows that are cut at the slices' borders alone: each missing instant
 * once, none longer than 30 days.
 * @throws RangeError if the range has no start before its end, the slice is not a length by the calendar, or the zone is not known
 */
export function backfillPlanOf(request: BackfillRequest): BackfillPlan {
  const range = intervalOf(request.range);
  const { task, slice, timeZone = 'UTC', missing = [range] } = request;
  const length = parseCalendarLength(slice);
  if (length === null) throw new RangeError(`slice is ${JSON.stringify(slice)}, expected one like 6h or 1d`);
  return {
    task: { id: task.id, name: task.name },
    evaluators: evaluatorsKey(task.evaluators),
    range: { dataStartTime: toUtc(range.startMs), dataEndTime: toUtc(range.endMs) },
    timeZone,
    slice,
    windows: windowListOf(planWindows(missing, cutRange(range, length, timeZone))),
    maxSpans: request.maxSpans ?? null,
    overrideEvaluations: request.overrideEvaluations ?? false,
    options: { ...DEFAULT_BACKFILL_OPTIONS, ...request.options },
  };
}
