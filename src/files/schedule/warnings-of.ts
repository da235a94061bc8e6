import { evenClocks } from '../../calendar/even-clocks.js';
import { calendarOfEvery, everyInWords, shortestMs } from '../../model/schedule/every.js';
import { INDEX_LAG_MS } from '../../model/coverage/coverage-entry.js';
import { formatCalendarLength } from '../../model/time/calendar-length.js';
import { exactDuration } from '../../model/time/duration.js';
import { ALIGNS } from '../../model/schedule/schedule.js';
import type { Align, CalendarTimes, Every, ScheduleDefinition } from '../../model/schedule/schedule.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import { cronFields } from '../../model/schedule/cron-fields.js';
import { timeFieldValues } from '../../model/schedule/time-fields.js';

/** Messages about settings of a schedule that are allowed but may surprise. */
export const warningsOf = (definition: ScheduleDefinition): string[] => [
  ...clockWarnings(definition),
  ...lagWarnings(definition),
  ...alignWarnings(definition),
  ...periodWarnings(definition),
  ...withoutWindow(definition),
  ...dayWarnings(definition),
  ...pauseWarnings(definition),
];

const HOUR_MS = 3_600_000;
const YEAR_MS = 366 * 24 * HOUR_MS;

/** Temporal skips or repeats local times when a time zone changes its clock. Windows of a watermark are not affected. */
function clockWarnings(definition: ScheduleDefinition): string[] {
  const { timeZone, window } = definition;
  const times = timesOf(definition);
  if (window?.mode === 'watermark' || times.length === 0) return [];
  const jumps = jumpHours(timeZone);
  if (jumps.size === 0) return [];
  const hours = times.map(({ hour = '0' }) => timeFieldValues(hour, 'hour'));
  if (hours.some(({ size }) => size > 1)) {
    return [
      `${timeZone} changes its clock, and Temporal then skips or repeats an hour of the schedule. ` +
        'Use `every`, timezone: UTC, or window: {mode: watermark}.',
    ];
  }
  const hit = hours.flatMap((values) => [...values]).find((hour) => jumps.has(hour));
  if (hit === undefined) return [];
  return [
    `${timeZone} skips or repeats hour ${hit} when its clock changes, and Temporal then skips or repeats that firing. ` +
      'Use another hour.',
  ];
}

/** All times by the calendar of the zone. */
const timesOf = ({ crons, calendars, every }: ScheduleDefinition): CalendarTimes[] => [
  ...crons.flatMap(timesOfCron),
  ...calendars,
  ...every.flatMap((each) => ('every' in each ? [calendarOfEvery(each)] : [])),
];

function timesOfCron(cron: string): CalendarTimes[] {
  const read = cronFields(cron);
  return 'fields' in read ? [read.fields] : [];
}

/** The hours of local time that a time zone skips or repeats within the next year. */
function jumpHours(timeZone: string): Set<number> {
  const nowMs = Date.now();
  const clocks = evenClocks(timeZone, nowMs, nowMs + YEAR_MS);
  const hours = new Set<number>();
  for (const [at, clock] of clocks.entries()) {
    const next = clocks[at + 1];
    if (next === undefined) break;
    const local = [clock.offsetMs, next.offsetMs].map((offsetMs) => clock.endMs + offsetMs);
    for (let ms = Math.min(...local); ms < Math.max(...local); ms += HOUR_MS / 4) {
      hours.add(Math.floor(ms / HOUR_MS) % 24);
    }
  }
  return hours;
}

function lagWarnings({ window, settle }: ScheduleDefinition): string[] {
  if (window === null || settle !== null || window.lagMs >= INDEX_LAG_MS) return [];
  const lag = window.lagMs === 0 ? 'no lag' : `a lag of ${exactDuration(window.lagMs)}`;
  return [
    `With ${lag}, runs may miss data: it can take two hours until the service finds new data. Use lag: 2h, or a settle gate.`,
  ];
}

function alignWarnings({ window }: ScheduleDefinition): string[] {
  if (window?.mode !== 'nominal' || window.align === 'none') return [];
  const { length, align } = window;
  const isCoarse =
    ALIGNS.indexOf(align) > ALIGNS.indexOf(length.unit) && (fixedMs(length) ?? 0) < minMs(align);
  if (!isCoarse) return [];
  return [
    `Windows of ${formatCalendarLength(length)} that end at a full ${align} skip the rest of the ${align}.`,
  ];
}

const FIXED_MS: Partial<Record<Align, number>> = { minute: 60_000, hour: HOUR_MS };
const fixedMs = ({ count, unit }: CalendarLength): number | null => {
  const ms = FIXED_MS[unit] ?? (unit === 'day' ? 24 * HOUR_MS : null);
  return ms === null ? null : ms * count;
};

const MIN_MS: Readonly<Record<Align, number>> = {
  none: 0,
  minute: 60_000,
  hour: HOUR_MS,
  day: 23 * HOUR_MS,
  week: 167 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
};
const minMs = (align: Align): number => MIN_MS[align];

/** A single interval with windows of another length leaves gaps, or evaluates time twice. */
function periodWarnings({ window, every, crons, calendars }: ScheduleDefinition): string[] {
  const [only, ...others] = every;
  if (window?.mode !== 'nominal' || only === undefined) return [];
  if (others.length + crons.length + calendars.length > 0) return [];
  const [lengthMs, periodMs] = [window.length, only].map(fixedMsOf);
  if (lengthMs === undefined || periodMs === undefined || lengthMs === periodMs) return [];
  const effect = lengthMs < periodMs ? 'leave gaps' : 'overlap';
  return [`Windows of ${formatCalendarLength(window.length)} ${everyInWords(only)} ${effect}.`];
}

const fixedMsOf = (length: CalendarLength | Every): number =>
  'everyMs' in length
    ? length.everyMs
    : shortestMs('every' in length ? length : { every: length, offsetMs: 0 });

function withoutWindow({ window, work }: ScheduleDefinition): string[] {
  if (window !== null || work.kind !== 'task') return [];
  const { experimentIds, ...others } = work.trigger;
  const isOfDataset =
    experimentIds !== undefined ||
    ['exampleIds', 'maxExamples', 'queryFilter'].some((name) => name in others);
  if (isOfDataset) return [];
  return [
    'There is no window: a project task evaluates from its last run until it is triggered. Dataset tasks need no window.',
  ];
}

/** Two days in crontab are alternatives, unless one of them starts with a star. */
const dayWarnings = ({ crons }: ScheduleDefinition): string[] =>
  crons.flatMap((cron) =>
    timesOfCron(cron)
      .filter(
        ({ dayOfMonth = '*', dayOfWeek = '*' }) =>
          ![dayOfMonth, dayOfWeek].some((days) => /^[*?]/.test(days)),
      )
      .map(
        ({ dayOfMonth, dayOfWeek }) =>
          `The cron expression ${JSON.stringify(cron)} fires only on days that are both ${dayOfMonth} of the month and ${dayOfWeek}; crontab fires on either. For either, use two expressions.`,
      ),
  );

const pauseWarnings = ({ overlap, pauseOnFailure }: ScheduleDefinition): string[] =>
  overlap === 'allow' && pauseOnFailure
    ? ['With overlap: allow, Temporal does not pause the schedule after a failure.']
    : [];
