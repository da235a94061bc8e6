import { parseCalendarLength } from '../../model/time/calendar-length.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import { momentIn } from './check-times.js';
import { isRecord } from '../document/loose-step.js';
import type { Finding, Loose } from '../document/finding.js';

const OF_NOMINAL = ['length'];
const OF_WATERMARK = ['slice', 'from', 'maxSlices'];
const MAX_SLICES = 500;

/** Checks `window` and the fields that depend on it. */
export const checkRule = (data: Loose): Finding[] => {
  const { window } = data;
  return [
    ...(isRecord(window) ? inWindow(window, zoneOf(data['schedule'])).map(within('window')) : []),
    ...(isRecord(window) ? overlapFindings(window, data['schedule']) : []),
  ];
};

const within =
  (member: string) =>
  (finding: Finding): Finding => ({ ...finding, path: [member, ...finding.path] });

const zoneOf = (schedule: unknown): unknown => (isRecord(schedule) ? schedule['timezone'] : undefined);

const inWindow = (window: Loose, zone: unknown): Finding[] => [
  ...membersOfMode(window),
  ...['length', 'slice'].flatMap((member) => lengthFindings(member, window[member])),
  ...fromFindings(window['from'], zone),
  ...(typeof window['maxSlices'] === 'number' && window['maxSlices'] > MAX_SLICES
    ? [{ path: ['maxSlices'], message: `is ${window['maxSlices']}, expected at most ${MAX_SLICES}` }]
    : []),
];

function membersOfMode(window: Loose): Finding[] {
  const isWatermark = window['mode'] === 'watermark';
  const mode = isWatermark ? 'watermark' : 'nominal';
  const needed = isWatermark ? ['from', 'slice'] : ['length'];
  return [
    ...needed.flatMap((member): Finding[] =>
      window[member] === undefined
        ? [{ path: [member], message: `is missing: the mode ${mode} requires it` }]
        : [],
    ),
    ...(isWatermark ? OF_NOMINAL : OF_WATERMARK).flatMap((member): Finding[] =>
      window[member] === undefined
        ? []
        : [
            {
              path: [member],
              at: 'key',
              message: `is not available in the mode ${mode}: ${isWatermark ? 'use `slice`' : 'add `mode: watermark`'}`,
            },
          ],
    ),
  ];
}

/** The maximum length of each unit, in days. */
const DAYS: Readonly<Record<CalendarLength['unit'], number>> = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 31,
};
const MAX_DAYS = 366;

function lengthFindings(member: string, value: unknown): Finding[] {
  const length = typeof value === 'string' ? parseCalendarLength(value) : null;
  if (length === null || length.count * DAYS[length.unit] <= MAX_DAYS + 6) return [];
  return [{ path: [member], message: `is ${JSON.stringify(value)}, expected at most a year` }];
}

const fromFindings = (from: unknown, zone: unknown): Finding[] =>
  typeof from !== 'string' || momentIn(from, zone) !== null
    ? []
    : [
        {
          path: ['from'],
          message: `is ${JSON.stringify(from)}, expected a time like 2026-11-01T00:00:00Z, or a local one like 2026-11-01`,
        },
      ];

function overlapFindings(window: Loose, schedule: unknown): Finding[] {
  const overlap = isRecord(schedule) ? schedule['overlap'] : undefined;
  if (window['mode'] !== 'watermark' || overlap !== 'allow') return [];
  const message =
    'is "allow", expected skip, buffer-one or cancel-other: concurrent firings would evaluate the same slices';
  return [{ path: ['schedule', 'overlap'], message }];
}
