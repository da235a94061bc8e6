import type { Interval } from '../time/interval.js';
import { intersect } from '../time/interval.js';

/**
 * What a plan means for a stretch of time. `partly`: some of it is to do. `left-out`: not proven, and not planned either.
 */
export type PictureMark = 'proven' | 'todo' | 'partly' | 'left-out';

/** A row of a picture: a stretch of time in equal cells. */
export interface PictureRow {
  label: string;
  /** Cells left out before the first one, so that those of several rows stand under each other. */
  indent: number;
  marks: PictureMark[];
}

/** A stretch of time in so many equal cells. `proven` and `todo` are each without overlaps, the oldest first. */
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

// Cells are fractions of milliseconds long.
const ALL = 0.999;

const overlapMs = (a: readonly Interval[], b: readonly Interval[]): number =>
  intersect(a, b).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

function markOf(todo: number, proven: number): PictureMark {
  if (todo >= ALL) return 'todo';
  if (todo > 1 - ALL) return 'partly';
  return proven >= 0.5 ? 'proven' : 'left-out';
}
