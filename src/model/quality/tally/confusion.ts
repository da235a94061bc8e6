import type { SpanAnnotation } from '../../api/span.js';
import { withoutNoise } from '../../base/numbers.js';
import { keyOf } from './bounded-counts.js';

/** How often two judges said what of the same spans. */
export interface Confusion {
  first: string;
  second: string;
  /** What the first said: the label, or the score where there is none. */
  rows: string[];
  /** What the second said. */
  columns: string[];
  /** By row and column; what is missing is 0. */
  counts: number[][];
  /** Spans that both judged, with something beyond the bound of rows and columns. */
  rest: number;
  /** Spans that only one of them judged. */
  onlyFirst: number;
  onlySecond: number;
}

const MAX_VALUES = 20;

export const openConfusion = ([first, second]: readonly [string, string]): Confusion => ({
  ...{ first, second, rows: [], columns: [], counts: [], rest: 0, onlyFirst: 0, onlySecond: 0 },
});

export function addPair(table: Confusion, first: SpanAnnotation | null, second: SpanAnnotation | null): void {
  const [row, column] = [saidBy(first), saidBy(second)];
  if (row !== null && column !== null) countAt(table, row, column, 1);
  else if (row !== null) table.onlyFirst += 1;
  else if (column !== null) table.onlySecond += 1;
}

/** The same table with a count for each row and column. */
export const filledTable = (table: Confusion): Confusion => ({
  ...table,
  counts: table.rows.map((_, at) => table.columns.map((__, of) => table.counts[at]?.[of] ?? 0)),
});

export function mergeConfusions(one: Confusion, other: Confusion): Confusion {
  const merged: Confusion = {
    ...one,
    ...{ rows: [...one.rows], columns: [...one.columns], counts: one.counts.map((row) => [...row]) },
    rest: one.rest + other.rest,
    onlyFirst: one.onlyFirst + other.onlyFirst,
    onlySecond: one.onlySecond + other.onlySecond,
  };
  for (const [at, row] of other.rows.entries())
    for (const [of, column] of other.columns.entries())
      countAt(merged, row, column, other.counts[at]?.[of] ?? 0);
  return merged;
}

function saidBy(judged: SpanAnnotation | null): string | null {
  if (judged === null) return null;
  if (judged.label !== null) return keyOf(judged.label);
  return judged.score === null ? null : String(withoutNoise(judged.score));
}

function countAt(table: Confusion, row: string, column: string, times: number): void {
  if (times === 0) return;
  const [at, of] = [placeIn(table.rows, row), placeIn(table.columns, column)];
  if (at === null || of === null) {
    table.rest += times;
    return;
  }
  while (table.counts.length <= at) table.counts.push([]);
  const counts = table.counts[at] ?? [];
  while (counts.length <= of) counts.push(0);
  counts[of] = (counts[of] ?? 0) + times;
}

/** The place of a value, which is added if it is new; null if there are too many. */
function placeIn(values: string[], value: string): number | null {
  const at = values.indexOf(value);
  if (at !== -1) return at;
  return values.length >= MAX_VALUES ? null : values.push(value) - 1;
}
