import { coverageOf } from './coverage-stretches.js';
import type { CoverageEntry, CoverageState, CoverageStretch } from './coverage.js';
import { heatMapOf } from './heat-map.js';
import type { HeatShares } from './heat-map.js';
import type { Interval } from '../time/interval.js';
import { NO_COUNTS, sumOfCounts } from '../api/task-run.js';
import type { RunCounts } from '../api/task-run.js';

/** `missing`: no run is known. */
export type ShownState = CoverageState | 'missing';

/** From what is proven to what is not. */
export const SHOWN_STATES: readonly ShownState[] = [
  'evaluated',
  'empty',
  'early',
  'errors',
  'truncated',
  'failed',
  'missing',
];

/** What each state means, for people. */
export const MEANING_OF_STATE: Readonly<Record<ShownState, string>> = {
  evaluated: 'a run evaluated it, or found it labelled already',
  empty: 'a run found nothing there, when nothing more was to come',
  early: 'a run found nothing there, but data may have come since',
  errors: 'a run had more errors than allowed',
  truncated: 'a run stopped at its bound of spans',
  failed: 'a run failed, or was cancelled',
  missing: 'no run is known',
};

/** A stretch of time in one state, with what its runs counted. */
export interface ShownStretch extends Interval {
  state: ShownState;
  runs: number;
  counts: RunCounts;
}

/** What is known of a task's time, for people and programs. */
export interface CoverageView {
  task: { id: string; name: string };
  range: Interval;
  /** The evaluators with their versions that count; null: any. */
  evaluators: string | null;
  stretches: ShownStretch[];
  /** Runs in the range that do not count, since their evaluators are others. */
  uncounted: number;
  /** Share of the range in each state, 0 to 1. */
  shares: Record<ShownState, number>;
}

export function coverageViewOf(
  task: CoverageView['task'],
  entries: readonly CoverageEntry[],
  range: Interval,
  evaluators: string | null,
): CoverageView {
  const inRange = entries.filter(({ startMs, endMs }) => startMs < range.endMs && endMs > range.startMs);
  const counted = inRange.filter(
    (entry) => evaluators === null || entry.evaluators === null || entry.evaluators === evaluators,
  );
  const stretches = coverageOf(counted, range, null);
  const shares = sharesOf(heatMapOf(stretches, [range])[0]?.shares);
  const uncounted = inRange.length - counted.length;
  return { task, range, evaluators, stretches: shownStretches(stretches, counted), uncounted, shares };
}

/** The stretches of a view as they are computed with. */
export const knownStretches = ({ stretches }: CoverageView): CoverageStretch[] =>
  stretches.map(({ startMs, endMs, state, runs }) => ({
    startMs,
    endMs,
    state: state === 'missing' ? null : state,
    runs,
  }));

/** The shares of a bucket under the names that people see. */
export function sharesOf(shares: HeatShares | undefined): Record<ShownState, number> {
  const { none = 1, ...known } = shares ?? {};
  return { ...NO_SHARES, ...known, missing: none };
}

const NO_SHARES: Record<ShownState, number> = {
  evaluated: 0,
  empty: 0,
  early: 0,
  errors: 0,
  truncated: 0,
  failed: 0,
  missing: 0,
};

/** The stretches with the counts of the runs that they stand on; one of several stretches is counted in each. */
function shownStretches(
  stretches: readonly CoverageStretch[],
  entries: readonly CoverageEntry[],
): ShownStretch[] {
  const shown = stretches.map((stretch) => ({
    ...stretch,
    state: stretch.state ?? ('missing' as const),
    counts: NO_COUNTS,
  }));
  for (const entry of entries)
    for (let at = firstOver(shown, entry.startMs); (shown[at]?.startMs ?? Infinity) < entry.endMs; at++)
      addCounts(shown[at], entry);
  return shown;
}

function addCounts(stretch: ShownStretch | undefined, { state, counts }: CoverageEntry): void {
  if (stretch?.state === state) stretch.counts = sumOfCounts([stretch.counts, counts]);
}

/** The position of the first stretch that ends after an instant. */
function firstOver(stretches: readonly Interval[], ms: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.endMs ?? Infinity) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

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
