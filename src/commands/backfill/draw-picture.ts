import { cutRange } from '../../calendar/cut-range.js';
import { zonedText } from '../../calendar/time-zone.js';
import { backfillPicture } from '../../model/backfill/backfill-picture.js';
import type { PictureRow } from '../../model/backfill/backfill-picture.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import type { Interval } from '../../model/time/interval.js';
import { windowsIn } from '../../model/backfill/window-list.js';

const DAY_MS = 86_400_000;
const CELLS = 60;
/** Ranges up to this number of days get a row for each day; longer ones a row for each month. */
const DAYS = { forOneRow: 62, forMonths: 2 * 366 } as const;

/** The range of a plan as rows of cells. */
export function drawPicture(plan: BackfillPlan, proven: readonly Interval[]): PictureRow[] {
  const { timeZone, range } = plan;
  const whole = { startMs: Date.parse(range.dataStartTime), endMs: Date.parse(range.dataEndTime) };
  const todo = windowsIn(plan.windows);
  const rows = rowsOf(whole, timeZone);
  return rows.map((row) => ({
    label: zonedText(row.startMs, timeZone).slice(0, 10),
    indent: rows.length === 1 ? 0 : Number(zonedText(row.startMs, timeZone).slice(8, 10)) - 1,
    marks: backfillPicture(row, rows.length === 1 ? cellsOf(row) : daysOf(row), proven, todo),
  }));
}

function rowsOf(whole: Interval, timeZone: string): Interval[] {
  const days = daysOf(whole);
  if (days <= DAYS.forOneRow || days > DAYS.forMonths) return [whole];
  return byMonth(cutRange(whole, { count: 1, unit: 'day' }, timeZone), timeZone);
}

// A month may be longer than a window can be, so it is put together from days.
function byMonth(days: readonly Interval[], timeZone: string): Interval[] {
  const months = new Map<string, Interval>();
  for (const { startMs, endMs } of days) {
    const month = zonedText(startMs, timeZone).slice(0, 7);
    months.set(month, { startMs: months.get(month)?.startMs ?? startMs, endMs });
  }
  return [...months.values()];
}

// A cell is at least one millisecond long.
const cellsOf = ({ startMs, endMs }: Interval): number => Math.min(CELLS, endMs - startMs);

const daysOf = ({ startMs, endMs }: Interval): number => Math.max(1, Math.round((endMs - startMs) / DAY_MS));
