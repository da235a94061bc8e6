import type { Interval } from '../time/interval.js';
import { intersect } from '../time/interval.js';

/** What a plan does with an interval. `partly`: part of it is planned. `left-out`: neither proven nor planned. */
export type PictureMark = 'proven' | 'todo' | 'partly' | 'left-out';

/** A row of a picture: an interval in equal cells. */
export interface PictureRow {
  label: string;
  /** Empty cells before the first one, so that the cells of several rows line up. */
  indent: number;
  marks: PictureMark[];
}

/** An interval in a number of equal cells. `proven` and `todo` have no overlaps and are sorted. */
export function backfillPicture(
  row: Interval,
  cells: number,
  proven: readonly Interval[],
  todo: readonly Interval[],
): PictureMark[] {
  const cellMs = (row.endMs - row.startMs) / cells;
  const here = (all: readonly Interval[]): Interval[] =>
    all.filter(({ startMs, endMs }) => endMs > row.startMs && startMs < row.endMs);
  const [provenHere, todoHere] = [here(proven), here(todo)];
  return Array.from({ length: cells }, (_, at) => {
    const cell = [{ startMs: row.startMs + at * cellMs, endMs: row.startMs + (at + 1) * cellMs }];
    return markOf(overlapMs(cell, todoHere) / cellMs, overlapMs(cell, provenHere) / cellMs);
  });
}

// The lengths of cells are fractions of milliseconds.
const ALL = 0.999;

const overlapMs = (a: readonly Interval[], b: readonly Interval[]): number =>
  intersect(a, b).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

function markOf(todo: number, proven: number): PictureMark {
  if (todo >= ALL) return 'todo';
  if (todo > 1 - ALL) return 'partly';
  return proven >= 0.5 ? 'proven' : 'left-out';
}
