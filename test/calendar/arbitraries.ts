import fc from 'fast-check';
import type { Interval } from '../../src/model/time/interval.js';
import type { CalendarLength } from '../../src/model/time/calendar-length.js';

/** Zones whose clocks are strange: half an hour, at midnight, a day left out, four times a year, with seconds. */
const STRANGE = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Beirut'],
  ...['Africa/Cairo', 'Pacific/Apia', 'Africa/Casablanca', 'Atlantic/Azores', 'America/Havana'],
  ...['Antarctica/Troll', 'Asia/Kathmandu', 'Africa/Monrovia', 'Europe/Dublin', 'UTC', 'Pacific/Chatham'],
];

export const anyZone = fc.oneof(
  fc.constantFrom(...STRANGE),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
);

/** Short enough to be many in a range, and long enough to be more than it. */
export const anyLength: fc.Arbitrary<CalendarLength> = fc.oneof(
  fc.record({ count: fc.integer({ min: 20, max: 999 }), unit: fc.constant('minute' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 100 }), unit: fc.constant('hour' as const) }),
  fc.record({ count: fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24), unit: fc.constant('hour' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 70 }), unit: fc.constant('day' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 9 }), unit: fc.constant('week' as const) }),
  fc.record({ count: fc.integer({ min: 1, max: 14 }), unit: fc.constant('month' as const) }),
);

const DAY_MS = 86_400_000;

/** Of some milliseconds to some months, after 1900. */
export const anyRange: fc.Arbitrary<Interval> = fc
  .tuple(
    fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2040, 0) }),
    fc.oneof(fc.integer({ min: 1, max: 3 * DAY_MS }), fc.integer({ min: 1, max: 120 * DAY_MS })),
  )
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }));

export const range = (from: string, to: string): Interval => ({
  startMs: Date.parse(from),
  endMs: Date.parse(to),
});
