import type { CalendarLength } from '../model/time/calendar-length.js';

export const DAY_MS = 86_400_000;
const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS } as const;
const FIRST_MONDAY_MS = 4 * DAY_MS;

/**
 * Where slices of a length may begin by the wall clock. All times are local ones, in milliseconds since 1970-01-01T00:00
 * of the same clock.
 */
export interface WallGrid {
  /** The last border at or before a time. */
  down: (localMs: number) => number;
  /** The border after a border. */
  next: (borderMs: number) => number;
  /** The longest slice. */
  longestMs: number;
}

/**
 * Lengths up to a day begin anew at each midnight, so that 5h leaves a shorter slice at the day's end. Longer ones are
 * counted from 1970 on (weeks from its first Monday, months from the year 0), so that borders do not depend on the range.
 */
export function wallGrid({ count, unit }: CalendarLength): WallGrid {
  if (unit === 'month') return monthGrid(count);
  const stepMs = count * UNIT_MS[unit];
  const isInDay = (unit === 'minute' || unit === 'hour') && stepMs <= DAY_MS;
  return isInDay ? gridInDay(stepMs) : gridFrom(unit === 'week' ? FIRST_MONDAY_MS : 0, stepMs);
}

const floorTo = (ms: number, stepMs: number): number => Math.floor(ms / stepMs) * stepMs;

const gridFrom = (originMs: number, stepMs: number): WallGrid => ({
  down: (localMs) => originMs + floorTo(localMs - originMs, stepMs),
  next: (borderMs) => borderMs + stepMs,
  longestMs: stepMs,
});

const gridInDay = (stepMs: number): WallGrid => ({
  down: (localMs) => {
    const midnightMs = floorTo(localMs, DAY_MS);
    return midnightMs + floorTo(localMs - midnightMs, stepMs);
  },
  next: (borderMs) => Math.min(borderMs + stepMs, floorTo(borderMs, DAY_MS) + DAY_MS),
  longestMs: stepMs,
});

const monthGrid = (count: number): WallGrid => ({
  down: (localMs) => monthStart(floorTo(monthOf(localMs), count)),
  next: (borderMs) => monthStart(monthOf(borderMs) + count),
  longestMs: count * 31 * DAY_MS,
});

function monthOf(localMs: number): number {
  const date = new Date(localMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

// Date.UTC takes the years 0 to 99 for those of the twentieth century.
const monthStart = (month: number): number => new Date(0).setUTCFullYear(0, month, 1);
