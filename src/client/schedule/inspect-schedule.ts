import type { Client } from '@temporalio/client';
import type { Interval } from '../../model/time/interval.js';
import { behindMs, behindProblem, countTimes, problemsOf } from '../../model/schedule/schedule-report.js';
import type { ScheduleReport } from '../../model/schedule/schedule-report.js';
import { scheduleTimes } from '../../model/schedule/schedule-misses.js';
import type { ScheduleTime } from '../../model/schedule/schedule-misses.js';
import { toUtc } from '../../model/time/window.js';
import { listFirings } from './list-firings.js';
import { matchingTimes } from './matching-times.js';
import type { OurSchedule } from './our-schedule.js';
import { readWatermark } from './watermark.js';

export interface InspectOptions {
  /** How far to look back. */
  sinceMs: number;
  /** How far a watermark may be behind; null: as far as it likes. */
  maxBehindMs: number | null;
  nowMs: number;
}

/** A minute after it was applied, a change is not by the command that applied it. */
const APPLYING_MS = 60_000;

/** Compares the times of a schedule with its firings, and reports what needs attention. */
export async function inspectSchedule(
  client: Client,
  schedule: OurSchedule,
  options: InspectOptions,
): Promise<ScheduleReport> {
  const { nowMs, maxBehindMs } = options;
  const { name, handle, description, memo } = schedule;
  const period = { startMs: await horizonMs(client, schedule, options), endMs: nowMs };
  const times = await timesIn(client, schedule, period);
  const rule = memo.definition.window;
  const provenMs = rule?.mode === 'watermark' ? await readWatermark(client, name) : null;
  const behind = rule?.mode === 'watermark' ? behindMs(rule, provenMs, nowMs) : null;
  const late = maxBehindMs === null ? null : behindProblem(behind, maxBehindMs, nowMs);
  return {
    name,
    scheduleId: handle.scheduleId,
    isPaused: description.state.paused,
    note: description.state.note || null,
    since: toUtc(period.startMs),
    counts: countTimes(times),
    problems: [...problemsOf(times, memo.definition), ...(late === null ? [] : [late])],
    pausedTimes: times.filter(({ reason }) => reason === 'paused').length,
    watermark: provenMs === null ? null : toUtc(provenMs),
    behindMs: behind,
    counters: countersOf(schedule),
  };
}

/** What became of each time of a schedule in a period. */
async function timesIn(
  client: Client,
  { handle, description, memo }: OurSchedule,
  period: Interval,
): Promise<ScheduleTime[]> {
  const { jitterMs, overlap, catchupMs } = memo.definition;
  const [timesMs, firings] = await Promise.all([
    matchingTimes(client, handle.scheduleId, period),
    listFirings(client, handle.scheduleId, period.startMs),
  ]);
  const { paused, note = '' } = description.state;
  const buffered = Number(description.raw.info?.bufferSize ?? 0);
  const state = { isPaused: paused, note, buffered, nowMs: period.endMs };
  return scheduleTimes({ timesMs, firings, jitterMs, overlap, catchupMs, ...state });
}

/** Before this nothing can be told: other times held, or Temporal no longer keeps the firings. */
async function horizonMs(
  client: Client,
  { description, memo }: OurSchedule,
  { sinceMs, nowMs }: InspectOptions,
): Promise<number> {
  const { config } = await client.workflowService.describeNamespace({ namespace: client.options.namespace });
  const keptMs = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1000;
  const updatedMs = description.info.lastUpdatedAt?.getTime() ?? 0;
  const { appliedAt, timesSince } = memo;
  const isChangedByOthers = updatedMs > Date.parse(appliedAt) + APPLYING_MS;
  return Math.max(
    nowMs - sinceMs,
    keptMs === 0 ? 0 : nowMs - keptMs,
    Date.parse(timesSince),
    // What is written by the clock of who applied it, Temporal does a little later.
    description.info.createdAt.getTime(),
    isChangedByOthers || timesSince === appliedAt ? updatedMs : 0,
  );
}

const countersOf = ({ description: { info, raw } }: OurSchedule): ScheduleReport['counters'] => ({
  fired: info.numActionsTaken,
  missedCatchup: info.numActionsMissedCatchupWindow,
  skippedByOverlap: info.numActionsSkippedOverlap,
  droppedFromBuffer: Number(raw.info?.bufferDropped ?? 0),
});
