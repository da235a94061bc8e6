import type { Json } from '../base/json.js';
import type { Tolerance, WaitPolicy } from '../api/policies.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import type { TriggerFields } from '../api/requests.js';
import { CALENDAR_UNITS } from '../time/calendar-length.js';
import type { CalendarLength } from '../time/calendar-length.js';

/** Where windows may begin: at a full minute, hour, local midnight, Monday, or first of the month; `none`: anywhere. */
export type Align = (typeof ALIGNS)[number];
export const ALIGNS = [...CALENDAR_UNITS, 'none'] as const;

/** Which time a firing evaluates (design/schedule.md). The end is never later than the nominal time less the lag. */
export type WindowRule = NominalRule | WatermarkRule;

/** The last whole `length` before the nominal time less the lag. */
export interface NominalRule {
  mode: 'nominal';
  length: CalendarLength;
  lagMs: number;
  align: Align;
  timeZone: string;
}

/** From the end of what was last proven (at first `fromMs`) to the nominal time less the lag, cut into slices. */
export interface WatermarkRule {
  mode: 'watermark';
  fromMs: number;
  slice: CalendarLength;
  lagMs: number;
  align: Align;
  timeZone: string;
  /** Slices of one firing, at most: after an outage the rest is left to the next firing. */
  maxSlices: number;
}

/** Waits until what is in the window no longer changes. */
export type SettleGate = OwnSettleGate | SpanSettleGate;

interface SettleBounds {
  /** Then the windows are triggered all the same (`trigger`), or the firing fails. */
  timeoutMs: number;
  onTimeout: 'trigger' | 'fail';
}

/** What an activity of the worker's own counts. */
export interface OwnSettleGate extends SettleBounds {
  kind: 'activity';
  /** Called with `{window, task}`; returns a number. */
  activity: string;
  /** Between two counts. */
  everyMs: number;
  /** So many counts in a row must be equal. */
  looks: number;
}

/** The spans of the window, as the service finds them: their count and the newest start. */
export interface SpanSettleGate extends SettleBounds {
  kind: 'spans';
  /** Both must stay the same for so long, in so many checks. */
  quietForMs: number;
  checks: number;
  /** Name or ID; null: the project of the task. A name needs `space`. */
  project: string | null;
  space: string | null;
  /** As the service takes it; null: all spans. */
  filter: string | null;
}

/** One run of a task over the window. */
export interface ScheduledTask {
  kind: 'task';
  /** Name or ID; a name needs `space`. */
  task: string;
  space?: string;
  trigger: TriggerFields;
  /** As in `RunTaskInput`. */
  shareDataset?: boolean;
  tolerance: Tolerance;
  wait: WaitPolicy;
  /** False: what its evaluations said is not read and kept afterwards (design/quality.md). */
  quality?: boolean;
}

/**
 * A pipeline, planned when it fires: its file's text, the variables it refers to (from when it was applied), and inputs.
 * `windowInputs` names the inputs that get the window's ends.
 */
export interface ScheduledPipeline {
  kind: 'pipeline';
  name: string;
  text: string;
  fileName: string;
  variables: Record<string, string>;
  inputs: Record<string, Json>;
  windowInputs: { start: string; end: string } | null;
}

export type ScheduledWork = ScheduledTask | ScheduledPipeline;

export type Overlap = 'skip' | 'buffer-one' | 'cancel-other' | 'allow';

/** Times by the calendar, in the schedule's zone, as Temporal takes them: `2-5`, `*`, `1,15`, `MON`. Absent: 0 or every. */
export interface CalendarTimes {
  second?: string;
  minute?: string;
  hour?: string;
  dayOfMonth?: string;
  month?: string;
  year?: string;
  dayOfWeek?: string;
}

/** At each multiple of an elapsed time since 1970 (UTC), or of a length by the calendar of the zone; then `offsetMs` later. */
export type Every = { everyMs: number; offsetMs: number } | { every: CalendarLength; offsetMs: number };

/** What a schedule file says. */
export interface ScheduleDefinition {
  name: string;
  note: string | null;
  crons: string[];
  every: Every[];
  calendars: CalendarTimes[];
  /** Times that are left out. */
  skip: CalendarTimes[];
  /** ISO 8601 with zone; null: no bound. */
  startAt: string | null;
  endAt: string | null;
  timeZone: string;
  jitterMs: number;
  overlap: Overlap;
  catchupMs: number;
  pauseOnFailure: boolean;
  /** Null: the work takes no window. */
  window: WindowRule | null;
  settle: SettleGate | null;
  /** Who is told of what; absent: what a pipeline’s file says, or the default of the workers. */
  notify?: readonly NotifyRule[];
  work: ScheduledWork;
}

/**
 * The memo of a schedule that this product keeps; others are left alone. Temporal never changes the memo of a schedule, so
 * what it says now ({@link ScheduleMemo}) is in the memo of the schedule's action, under the same name. All its firings
 * have that too.
 */
export const SCHEDULE_MEMO = 'axTasksSchedule';

/** What {@link SCHEDULE_MEMO} of a schedule's action holds. Times are ISO 8601 with zone. */
export interface ScheduleMemo {
  definition: ScheduleDefinition;
  appliedAt: string;
  /** Since when it has fired at these times: a change of other members leaves it. */
  timesSince: string;
}
