import { everyOf } from '../../model/schedule/every.js';
import { parseCalendarLength } from '../../model/time/calendar-length.js';
import { definedOnly } from '../../model/base/objects.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type {
  CalendarTimes,
  ScheduleDefinition,
  ScheduledTask,
  ScheduledWork,
  SettleGate,
  WindowRule,
} from '../../model/schedule/schedule.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import { toUtc } from '../../model/time/window.js';
import { toRules } from '../notification/notify-file.js';
import { instantIn } from '../../calendar/time-zone.js';
import type { ScheduleFile } from './schedule-file.js';
import type { SettleFile } from './settle-file.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The definition of a checked file. */
export function toDefinition(
  file: ScheduleFile,
  work: ScheduledWork,
  defaultSpace: string | undefined,
): ScheduleDefinition {
  const { schedule } = file;
  const timeZone = schedule.timezone ?? 'UTC';
  return {
    name: file.name,
    note: file.note ?? null,
    crons: listOf(schedule.cron),
    every: listOf(schedule.every)
      .map((each) => (typeof each === 'string' ? { every: each } : each))
      .flatMap(
        (each: { every: string; offset?: string | undefined }) =>
          everyOf(each.every, inMs(each.offset, 0), timeZone) ?? [],
      ),
    calendars: (schedule.calendar ?? []).map(calendarOf),
    skip: (schedule.skip ?? []).map(calendarOf),
    startAt: inUtc(schedule.startAt, timeZone),
    endAt: inUtc(schedule.endAt, timeZone),
    timeZone,
    jitterMs: inMs(schedule.jitter, 0),
    overlap: schedule.overlap ?? 'skip',
    catchupMs: inMs(schedule.catchup, HOUR_MS),
    pauseOnFailure: schedule.pauseOnFailure ?? false,
    window: file.window === undefined ? null : toRule(file.window, timeZone),
    settle: file.settle === undefined ? null : toGate(file.settle, file.space ?? defaultSpace),
    ...(file.notify === undefined ? {} : { notify: toRules(file.notify) }),
    work,
  };
}

const listOf = <Value>(value: Value | Value[] | undefined): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const inMs = (duration: string | undefined, otherwise: number): number =>
  duration === undefined ? otherwise : (parseDurationMs(duration) ?? otherwise);

function inUtc(time: string | undefined, timeZone: string): string | null {
  const ms = time === undefined ? null : instantIn(time, timeZone);
  return ms === null ? null : toUtc(ms);
}

const calendarOf = (times: NonNullable<ScheduleFile['schedule']['calendar']>[number]): CalendarTimes =>
  definedOnly(times);

const A_DAY: CalendarLength = { count: 1, unit: 'day' };
const lengthOf = (text: string | undefined): CalendarLength =>
  (text === undefined ? null : parseCalendarLength(text)) ?? A_DAY;

function toRule(window: NonNullable<ScheduleFile['window']>, timeZone: string): WindowRule {
  const length = lengthOf(window.mode === 'watermark' ? window.slice : window.length);
  const shared = {
    lagMs: inMs(window.lag, 2 * HOUR_MS),
    align: window.align ?? length.unit,
    timeZone,
  };
  if (window.mode !== 'watermark') return { mode: 'nominal', length, ...shared };
  const fromMs = instantIn(window.from ?? '', timeZone) ?? 0;
  return { mode: 'watermark', fromMs, slice: length, ...shared, maxSlices: window.maxSlices ?? 100 };
}

/** `space`: the one in which the name of a project is looked up. */
function toGate(settle: SettleFile, space: string | undefined): SettleGate {
  const { activity, every, looks, quietFor, checks, project, filter } = settle;
  const bounds = {
    timeoutMs: inMs(settle.timeout, 6 * HOUR_MS),
    onTimeout: settle.onTimeout ?? 'trigger',
  };
  if (activity !== undefined) {
    const everyMs = inMs(every, 10 * MINUTE_MS);
    return { kind: 'activity', activity, everyMs, looks: looks ?? 2, ...bounds };
  }
  return {
    kind: 'spans',
    quietForMs: inMs(quietFor, 20 * MINUTE_MS),
    checks: checks ?? 3,
    project: project ?? null,
    space: space ?? null,
    filter: filter ?? null,
    ...bounds,
  };
}

/** The work of a schedule file that names a task. */
export function toTask(file: ScheduleFile, defaultSpace: string | undefined): ScheduledTask {
  const { maxSpans, overrideEvaluations, experimentIds, queryFilter, datasetVersionId } = file;
  const { exampleIds, maxExamples, tracingMetadata, evaluationTaskIds } = file;
  const { maxErrorShare, allowEmpty, allowTruncated, pollInterval, timeout, onTimeout } = file;
  const { shareDataset, stalledAfter, onStalled } = file;
  return {
    kind: 'task',
    task: file.task ?? '',
    ...definedOnly({ space: file.space ?? defaultSpace }),
    trigger: definedOnly({
      ...{ maxSpans, overrideEvaluations, experimentIds, queryFilter, datasetVersionId },
      ...{ exampleIds, maxExamples, tracingMetadata, evaluationTaskIds },
    }),
    ...definedOnly({ shareDataset, quality: file.quality }),
    tolerance: definedOnly({ maxErrorShare, allowEmpty, allowTruncated }),
    wait: definedOnly({
      pollIntervalMs: pollInterval === undefined ? undefined : inMs(pollInterval, 0),
      timeoutMs: timeout === undefined ? undefined : inMs(timeout, 0),
      onTimeout,
      stalledAfterMs: stalledAfter === undefined ? undefined : inMs(stalledAfter, 0),
      onStalled,
    }),
  };
}
