import { cutRange } from '../../calendar/cut-range.js';
import { zonedText } from '../../calendar/time-zone.js';
import type { CoverageGrid, GridRow } from '../../model/coverage/coverage-view.js';
import { sharesOf } from '../../model/coverage/coverage-view.js';
import type { CoverageStretch } from '../../model/coverage/coverage.js';
import { heatMapOf } from '../../model/coverage/heat-map.js';
import type { Interval } from '../../model/time/interval.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** How a range is laid out: what a cell is, and in which row and column one of a local date and hour stands. */
interface Layout {
  rowOf: CoverageGrid['rowOf'];
  cell: CalendarLength;
  columns: string[];
  placeOf: (date: string, hour: number) => [row: string, column: number];
}

const twoDigits = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index + from).padStart(2, '0'));

const HOURS: Layout = {
  rowOf: 'day',
  cell: { count: 1, unit: 'hour' },
  columns: twoDigits(0, 24),
  placeOf: (date, hour) => [date, hour],
};

const WEEKS: Layout = {
  rowOf: 'week',
  cell: { count: 1, unit: 'day' },
  columns: WEEKDAYS,
  placeOf: (date) => {
    const ms = Date.parse(`${date}T00:00:00Z`);
    const weekday = (new Date(ms).getUTCDay() + 6) % 7;
    return [new Date(ms - weekday * DAY_MS).toISOString().slice(0, 10), weekday];
  },
};

const MONTHS: Layout = {
  rowOf: 'month',
  cell: { count: 1, unit: 'day' },
  columns: twoDigits(1, 31),
  placeOf: (date) => [date.slice(0, 7), Number(date.slice(8, 10)) - 1],
};

const YEARS: Layout = {
  rowOf: 'year',
  cell: { count: 1, unit: 'month' },
  columns: twoDigits(1, 12),
  placeOf: (date) => [date.slice(0, 4), Number(date.slice(5, 7)) - 1],
};

function layoutOf({ startMs, endMs }: Interval): Layout {
  const days = (endMs - startMs) / DAY_MS;
  return days <= 31 ? HOURS : days <= 26 * 7 ? WEEKS : days <= 3 * 366 ? MONTHS : YEARS;
}

/** The heat map of a range by the clock of a zone. */
export function coverageGrid(
  stretches: readonly CoverageStretch[],
  range: Interval,
  timeZone: string,
): CoverageGrid {
  const layout = layoutOf(range);
  const placed = placeBuckets(layout, range, timeZone);
  const heats = heatMapOf(stretches, placed);
  const rows = new Map<string, GridRow>();
  for (const [index, { label, column, from }] of placed.entries()) {
    const row = rows.get(label) ?? { label, cells: layout.columns.map(() => null) };
    row.cells[column] = { from, shares: sharesOf(heats[index]?.shares) };
    rows.set(label, row);
  }
  return { rowOf: layout.rowOf, columns: layout.columns, rows: [...rows.values()] };
}

interface Placed extends Interval {
  label: string;
  column: number;
  from: string;
}

/** The hour that the clock repeats in autumn is one bucket of two hours: both have the same name. So are the pieces of a month. */
function placeBuckets(layout: Layout, range: Interval, timeZone: string): Placed[] {
  const placed: Placed[] = [];
  for (const bucket of cutRange(range, layout.cell, timeZone)) {
    const from = zonedText(bucket.startMs, timeZone);
    const [label, column] = layout.placeOf(from.slice(0, 10), Number(from.slice(11, 13)));
    const last = placed.at(-1);
    if (last?.label === label && last.column === column) last.endMs = bucket.endMs;
    else placed.push({ ...bucket, label, column, from });
  }
  return placed;
}
