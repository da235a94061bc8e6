import type { ShownState } from './coverage-view.js';

/** A heat map of coverage: rows of days, weeks, months or years with a cell for each hour, day or month in them. */
export interface CoverageGrid {
  /** What a row is, and what a column. */
  rowOf: 'day' | 'week' | 'month' | 'year';
  columns: string[];
  rows: GridRow[];
}

export interface GridRow {
  /** Like `2026-11-01`, `2026-11` or `2026`. */
  label: string;
  /** Null: outside of the range, or an hour that the clock skipped. */
  cells: (GridCell | null)[];
}

export interface GridCell {
  /** When it begins, like `2026-03-29 03:00 CEST`. */
  from: string;
  shares: Record<ShownState, number>;
}

/** Share of a cell's time that needs no other run. */
export const provenShare = ({ shares }: GridCell): number => shares.evaluated + shares.empty;
