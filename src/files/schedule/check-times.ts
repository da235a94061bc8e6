import { instantIn, isTimeZone } from '../../calendar/time-zone.js';
import { everyOf, shortestMs } from '../../model/schedule/every.js';
import { parseCalendarLength } from '../../model/time/calendar-length.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { CalendarTimes, Every } from '../../model/schedule/schedule.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding, Loose } from '../document/finding.js';
import { cronFields } from '../../model/schedule/cron-fields.js';
import { TIME_FIELDS, timeFieldProblem } from '../../model/schedule/time-fields.js';

const MIN_CATCHUP_MS = 10_000;

/** Checks across the fields of `schedule`. Its data is unchecked; paths are relative to it. */
export const checkTimes = (schedule: Loose): Finding[] => [
  ...(['cron', 'every', 'calendar'].every((member) => schedule[member] === undefined)
    ? [{ path: [], message: 'has no times: add cron, every or calendar' }]
    : []),
  ...cronFindings(schedule['cron']),
  ...['calendar', 'skip'].flatMap((member) => calendarFindings(member, schedule[member])),
  ...everyFindings(schedule['every'], schedule['timezone']),
  ...zoneFindings(schedule['timezone']),
  ...catchupFindings(schedule['catchup']),
  ...boundFindings(schedule),
];

function cronFindings(cron: unknown): Finding[] {
  const list: unknown[] = Array.isArray(cron) ? cron : [cron];
  return list.flatMap((each, at): Finding[] => {
    const read = typeof each === 'string' ? cronFields(each) : null;
    if (read === null || 'fields' in read) return [];
    return [
      {
        path: Array.isArray(cron) ? ['cron', at] : ['cron'],
        message: `is ${JSON.stringify(each)}, which ${read.problem}`,
      },
    ];
  });
}

const calendarFindings = (member: string, calendars: unknown): Finding[] =>
  (Array.isArray(calendars) ? calendars : []).flatMap((calendar: unknown, at) =>
    isRecord(calendar)
      ? Object.keys(TIME_FIELDS).flatMap((name) =>
          fieldFindings(calendar[name], name as keyof CalendarTimes, [member, at, name]),
        )
      : [],
  );

function fieldFindings(value: unknown, name: keyof CalendarTimes, path: Finding['path']): Finding[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const problem = timeFieldProblem(String(value), name);
  return problem === null ? [] : [{ path, message: `is ${problem}` }];
}

function everyFindings(given: unknown, zone: unknown): Finding[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.flatMap((each, at): Finding[] => {
    const path = Array.isArray(given) ? ['every', at] : ['every'];
    const { every, offset } = isRecord(each) ? each : { every: each, offset: undefined };
    if (typeof every !== 'string') return [];
    const everyPath = isRecord(each) ? [...path, 'every'] : path;
    const length = parseCalendarLength(every);
    const timeZone = typeof zone === 'string' ? zone : 'UTC';
    const read = everyOf(every, 0, timeZone);
    if (read !== null) return offsetFindings(read, every, offset, [...path, 'offset']);
    return length === null ? [] : [{ path: everyPath, message: uncountable(length, every, timeZone) }];
  });
}

function uncountable({ count, unit }: CalendarLength, text: string, timeZone: string): string {
  if (unit === 'month') return `is ${JSON.stringify(text)}, expected 1mo, 2mo, 3mo, 4mo, 6mo or 12mo`;
  const hours = count * (unit === 'week' ? 168 : 24);
  return `is ${JSON.stringify(text)}, which Temporal cannot count by the clock of ${timeZone}: use 1${unit.charAt(0)}, ${hours}h of elapsed time, or timezone: UTC`;
}

function offsetFindings(every: Every, period: string, offset: unknown, path: Finding['path']): Finding[] {
  const offsetMs = msOf(offset);
  if (offsetMs === null || offsetMs < shortestMs(every)) return [];
  const limit = 'every' in every && every.every.unit === 'month' ? `${28 * every.every.count}d` : period;
  return [{ path, message: `is ${JSON.stringify(offset)}, expected less than ${limit}` }];
}

const msOf = (value: unknown): number | null => (typeof value === 'string' ? parseDurationMs(value) : null);

const zoneFindings = (zone: unknown): Finding[] =>
  typeof zone !== 'string' || zone === '' || isTimeZone(zone)
    ? []
    : [
        {
          path: ['timezone'],
          message: `is ${JSON.stringify(zone)}, expected a time zone like Europe/Berlin or UTC`,
        },
      ];

function catchupFindings(catchup: unknown): Finding[] {
  const ms = msOf(catchup);
  return ms === null || ms >= MIN_CATCHUP_MS
    ? []
    : [{ path: ['catchup'], message: `is ${JSON.stringify(catchup)}, expected at least 10s` }];
}

/** In UTC if the zone is absent or wrong, which is another problem. */
export const momentIn = (text: string, zone: unknown): number | null =>
  instantIn(text, typeof zone === 'string' && isTimeZone(zone) ? zone : 'UTC');

function boundFindings({ startAt, endAt, timezone }: Loose): Finding[] {
  const wrong = Object.entries({ startAt, endAt }).flatMap(([member, value]): Finding[] =>
    typeof value !== 'string' || momentIn(value, timezone) !== null
      ? []
      : [
          {
            path: [member],
            message: `is ${JSON.stringify(value)}, expected a time like 2026-11-01T00:00:00Z, or a local one like 2026-11-01`,
          },
        ],
  );
  if (wrong.length > 0 || typeof startAt !== 'string' || typeof endAt !== 'string') return wrong;
  const isInOrder = (momentIn(startAt, timezone) ?? 0) < (momentIn(endAt, timezone) ?? 0);
  return isInOrder ? [] : [{ path: ['endAt'], message: `is ${endAt}, expected a time after startAt` }];
}
