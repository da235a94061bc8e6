import { exactDuration, formatDuration } from '../time/duration.js';
import type { FiringResult } from './firing.js';
import type { ScheduleDefinition, WatermarkRule } from './schedule.js';
import { isProblem } from './schedule-misses.js';
import type { MissReason, ScheduleTime } from './schedule-misses.js';
import { toUtc } from '../time/window.js';

type ProblemKind = MissReason | 'failed' | 'cancelled' | 'untaken' | 'behind';

/** Times of one schedule with the same trouble. Times are ISO 8601 with zone. */
export interface ScheduleProblem {
  kind: ProblemKind;
  count: number;
  firstAt: string;
  lastAt: string;
  /** For people: why, and what to look at. */
  text: string;
  /** The firing to look at, the last one; null: there is none. */
  workflowId: string | null;
}

/** How a schedule did over some time. Times are ISO 8601 with zone. */
export interface ScheduleReport {
  name: string;
  scheduleId: string;
  isPaused: boolean;
  note: string | null;
  /** From when on its times were looked at: not before they were set, nor before what Temporal keeps. */
  since: string;
  /** Times that are over, by what became of them. */
  counts: Record<ScheduleTime['state'], number>;
  problems: ScheduleProblem[];
  /** Missed while it was paused by hand, which is no problem. */
  pausedTimes: number;
  watermark: string | null;
  /** How far the watermark is behind where it could be, in milliseconds; null: there is none. */
  behindMs: number | null;
  /** Temporal's own counters since the schedule was made, to compare with. */
  counters: { fired: number; missedCatchup: number; skippedByOverlap: number; droppedFromBuffer: number };
}

export const countTimes = (times: readonly ScheduleTime[]): ScheduleReport['counts'] => {
  const counts = { good: 0, running: 0, failed: 0, cancelled: 0, untaken: 0, buffered: 0, missed: 0 };
  for (const { state } of times) counts[state]++;
  return counts;
};

/** What somebody has to look at, each kind of trouble once, in the order of its first time. */
export function problemsOf(
  times: readonly ScheduleTime[],
  definition: ScheduleDefinition,
): ScheduleProblem[] {
  const byKind = new Map<ProblemKind, ScheduleTime[]>();
  for (const time of times) {
    const kind = kindOf(time);
    if (kind !== null && isProblem(time)) byKind.set(kind, [...(byKind.get(kind) ?? []), time]);
  }
  return [...byKind].map(([kind, found]) => problemOf(kind, found, definition));
}

function kindOf({ state, reason }: ScheduleTime): ProblemKind | null {
  if (state === 'missed') return reason;
  return state === 'failed' || state === 'cancelled' || state === 'untaken' ? state : null;
}

function problemOf(
  kind: ProblemKind,
  times: readonly ScheduleTime[],
  definition: ScheduleDefinition,
): ScheduleProblem {
  const last = times.at(-1);
  return {
    kind,
    count: times.length,
    firstAt: toUtc(times[0]?.atMs ?? 0),
    lastAt: toUtc(last?.atMs ?? 0),
    text: `${TEXT[kind](definition)}${queueText(last)}`,
    workflowId: last?.firing?.workflowId ?? last?.heldBy ?? null,
  };
}

const queueText = (time: ScheduleTime | undefined): string =>
  time?.state === 'untaken' ? ` (task queue "${time.firing?.untakenQueue}")` : '';

const TEXT: Readonly<Record<ProblemKind, (definition: ScheduleDefinition) => string>> = {
  overlap: ({ overlap }) =>
    overlap === 'cancel-other'
      ? 'left out: another firing was still being cancelled when a later time came'
      : 'skipped, since another firing was still open',
  paused: () => 'paused',
  'paused-by-failure': () => 'paused since a firing failed: resume it when the cause is gone',
  'catch-up': ({ catchupMs }) =>
    `not fired, and not made up for within the catch-up window of ${exactDuration(catchupMs)}: Temporal was away`,
  overdue: () => 'due, and nothing has fired: Temporal or its namespace has trouble',
  unexplained: () => 'not fired, for a reason that Temporal does not keep: paused by other means, perhaps',
  failed: () => 'failed',
  cancelled: ({ overlap }) =>
    overlap === 'cancel-other' ? 'cancelled, by the next one or by hand' : 'cancelled',
  untaken: () => 'open, and no worker works on it',
  behind: () => 'behind',
};

/** How far a watermark is behind where a firing could have brought it by now, in milliseconds. */
export const behindMs = ({ lagMs, fromMs }: WatermarkRule, provenMs: number | null, nowMs: number): number =>
  Math.max(0, nowMs - lagMs - (provenMs ?? fromMs));

/** The problem of a watermark that is further behind than it may be; null where it is not. */
export function behindProblem(behind: number | null, maxMs: number, nowMs: number): ScheduleProblem | null {
  if (behind === null || behind <= maxMs) return null;
  const at = toUtc(nowMs);
  const text = `its watermark is ${formatDuration(behind)} behind, more than ${exactDuration(maxMs)}`;
  return { kind: 'behind', count: 1, firstAt: at, lastAt: at, text, workflowId: null };
}

/** A firing of a schedule. Times are ISO 8601 with zone. */
export interface FiringSummary {
  workflowId: string;
  /** The time it stands for. */
  nominalAt: string;
  startedAt: string;
  closedAt: string | null;
  state: ScheduleTime['state'];
  /** Null while it runs, or if it left none. */
  result: FiringResult | null;
}
