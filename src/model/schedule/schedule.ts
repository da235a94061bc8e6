import type { Interval } from '../time/interval.js';
import type { Json } from '../base/json.js';
import type { Outcome } from '../run/outcome.js';
import type { Tolerance, WaitPolicy } from '../api/policies.js';
import type { TriggerFields } from '../api/requests.js';
import type { Verdict } from '../run/verdict.js';
import type { Window } from '../time/window.js';

/** A length by the calendar: a day of a zone has 23 to 25 hours, a month 28 to 31 days. */
export interface CalendarLength {
  count: number;
  unit: 'minute' | 'hour' | 'day' | 'week' | 'month';
}

/** Where windows may begin: at a full minute, hour, local midnight, Monday, or first of the month; `none`: anywhere. */
export type Align = CalendarLength['unit'] | 'none';

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

/** Waits until what an activity of the worker's own counts in the window no longer changes. */
export interface SettleGate {
  /** Called with `{window, task}`; returns a number. */
  activity: string;
  /** Between two counts. */
  everyMs: number;
  /** So many counts in a row must be equal. */
  looks: number;
  /** Then the windows are triggered all the same (`trigger`), or the firing fails. */
  timeoutMs: number;
  onTimeout: 'trigger' | 'fail';
}

/** One run of a task over the window. */
export interface ScheduledTask {
  kind: 'task';
  /** Name or ID; a name needs `space`. */
  task: string;
  space?: string;
  trigger: TriggerFields;
  tolerance: Tolerance;
  wait: WaitPolicy;
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

/** What a schedule file says. */
export interface ScheduleDefinition {
  name: string;
  note: string | null;
  crons: string[];
  every: { everyMs: number; offsetMs: number }[];
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
  work: ScheduledWork;
}

/** Input of the workflow `runFiring`, the action of every schedule. */
export interface RunFiringInput {
  schedule: string;
  window: WindowRule | null;
  settle: SettleGate | null;
  work: ScheduledWork;
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: FiringProgress;
}

/** What a firing hands on when it goes on in a new execution; nothing runs at that moment. */
export interface FiringProgress {
  nominalMs: number;
  /** Those that have ended. */
  windows: FiredWindow[];
}

/** What became of one window of a firing. */
export interface FiredWindow {
  /** Null: the work takes none. */
  window: Window | null;
  /** The `runTask` or `runPipeline` that did it; null: none was started. */
  workflowId: string | null;
  verdict: Verdict;
  /** Of a task's run; null for pipelines. */
  outcome: Outcome | null;
  runId: string | null;
  /** How the settle gate ended; null: there is none. */
  settled: Settled | null;
  /** Why there is no outcome, or why it is not as good as it looks; absent: nothing to say. */
  reason?: string;
}

/** How a settle gate ended. `count` is the last one, null where there was none. */
export interface Settled {
  count: number | null;
  looks: number;
  isSettled: boolean;
}

/** The result of `runFiring`, also in its memo `result` where it failed. Times are ISO 8601 with zone. */
export interface FiringResult {
  schedule: string;
  /** The time it stands for, without jitter and delay. */
  nominalAt: string;
  verdict: Verdict;
  windows: FiredWindow[];
  /** Until where all is proven afterwards; null outside the mode `watermark`. */
  watermark: string | null;
  /** For people: why there was nothing to do, or what is left to the next firing; null: nothing to say. */
  note: string | null;
}

/** A watermark as its workflow keeps it (`keepWatermark`). */
export interface Watermark {
  /** Until where all is proven, in milliseconds since 1970. */
  provenMs: number;
}

/** Argument of the update `advance`: `interval` begins at the watermark, or is behind it already (then nothing changes). */
export interface AdvanceWatermark {
  interval: Interval;
}

/** The update of `keepWatermark` that moves it ({@link AdvanceWatermark}), and the query for it; both answer {@link Watermark}. */
export const ADVANCE_UPDATE = 'advance';
export const WATERMARK_QUERY = 'watermark';

/** The memo of `keepWatermark` with its {@link Watermark}, for onlookers without a worker. */
export const WATERMARK_MEMO = 'watermark';

/** The memo under which a firing says how far it is ({@link FiringMemo}). */
export const FIRING_MEMO = 'firing';

/** What a firing is at. Times are ISO 8601 with zone. */
export interface FiringMemo {
  nominalAt: string;
  /** `preparing`: it looks which windows are due, or plans its pipeline; `settling`: the gate counts; `running`: a child does the work. */
  phase: 'preparing' | 'settling' | 'running';
  since: string;
  /** The window it is at; null: none yet, or the work takes none. */
  window: Window | null;
  /** Windows that have ended, and all of this firing as far as they are known. */
  done: number;
  total: number;
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
