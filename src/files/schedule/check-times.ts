import { isTimeZone } from '../../calendar/time-zone.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { CalendarTimes } from '../../model/schedule/schedule.js';
import { instantMs } from '../../model/time/window.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding, Loose } from '../document/finding.js';
import { cronFields, TIME_FIELDS, timeFieldProblem } from '../../model/schedule/cron-fields.js';

const MIN_CATCHUP_MS = 10_000;

/** Checks across the fields of `schedule`. Its data is unchecked; paths are relative to it. */
export const checkTimes = (schedule: Loose): Finding[] => [
  ...(['cron', 'every', 'calendar'].every((member) => schedule[member] === undefined)
    ? [{ path: [], message: 'has no times: add cron, every or calendar' }]
    : []),
  ...cronFindings(schedule['cron']),
  ...['calendar', 'skip'].flatMap((member) => calendarFindings(member, schedule[member])),
  ...offsetFindings(schedule['every']),
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

function offsetFindings(every: unknown): Finding[] {
  const list: unknown[] = Array.isArray(every) ? every : [every];
  return list.flatMap((each, at): Finding[] => {
    if (!isRecord(each)) return [];
    const [period, offset] = [msOf(each['every']), msOf(each['offset'])];
    if (period === null || offset === null || offset < period) return [];
    const path = Array.isArray(every) ? ['every', at, 'offset'] : ['every', 'offset'];
    return [
      { path, message: `is ${JSON.stringify(each['offset'])}, expected less than ${String(each['every'])}` },
    ];
  });
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

function boundFindings({ startAt, endAt }: Loose): Finding[] {
  const wrong = Object.entries({ startAt, endAt }).flatMap(([member, value]): Finding[] =>
    typeof value !== 'string' || instantMs(value) !== null
      ? []
      : [
          {
            path: [member],
            message: `is ${JSON.stringify(value)}, expected a time with a time zone, like 2026-11-01T00:00:00Z`,
          },
        ],
  );
  if (wrong.length > 0 || typeof startAt !== 'string' || typeof endAt !== 'string') return wrong;
  const isInOrder = (instantMs(startAt) ?? 0) < (instantMs(endAt) ?? 0);
  return isInOrder ? [] : [{ path: ['endAt'], message: `is ${endAt}, expected a time after startAt` }];
}
