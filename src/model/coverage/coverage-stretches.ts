import { COVERAGE_STATES, PROVEN } from './coverage.js';
import type { CoverageEntry, CoverageState, CoverageStretch, Reprocess } from './coverage.js';
import { intersect, intervalOf, mergeIntervals } from '../time/interval.js';
import type { Interval, TimeRange } from '../time/interval.js';

/** What begins (+1) and ends (-1) at an instant, by the rank of its state. */
interface Edge {
  atMs: number;
  rank: number;
  change: 1 | -1;
}

/**
 * What is known of each instant of a range: stretches from the oldest to the newest that cover it exactly once. Entries of
 * other evaluators than `evaluators` count for nothing where theirs are known; null: those of any count.
 */
export function coverageOf(
  entries: readonly CoverageEntry[],
  given: Interval | TimeRange,
  evaluators: string | null,
): CoverageStretch[] {
  const range = 'startMs' in given ? given : intervalOf(given);
  const counted = entries.filter(
    (entry) => evaluators === null || entry.evaluators === null || entry.evaluators === evaluators,
  );
  return sweep(
    counted.flatMap((entry) => edgesOf(entry, range)).sort((a, b) => a.atMs - b.atMs),
    range,
  );
}

function edgesOf(entry: CoverageEntry, range: Interval): Edge[] {
  const startMs = Math.max(entry.startMs, range.startMs);
  const endMs = Math.min(entry.endMs, range.endMs);
  if (startMs >= endMs) return [];
  const rank = COVERAGE_STATES.indexOf(entry.state);
  return [
    { atMs: startMs, rank, change: 1 },
    { atMs: endMs, rank, change: -1 },
  ];
}

function sweep(edges: readonly Edge[], range: Interval): CoverageStretch[] {
  const stretches: CoverageStretch[] = [{ ...range, state: null, runs: 0 }];
  const open = COVERAGE_STATES.map(() => 0);
  for (let index = 0; index < edges.length;) {
    const atMs = edges[index]?.atMs ?? range.endMs;
    const begun = COVERAGE_STATES.map(() => 0);
    for (let edge = edges[index]; edge?.atMs === atMs; edge = edges[++index]) {
      open[edge.rank] = (open[edge.rank] ?? 0) + edge.change;
      if (edge.change === 1) begun[edge.rank] = (begun[edge.rank] ?? 0) + 1;
    }
    const best = open.findIndex((count) => count > 0);
    goOn(stretches, atMs, {
      state: COVERAGE_STATES[best] ?? null,
      open: open[best] ?? 0,
      begun: begun[best] ?? 0,
    });
  }
  return stretches.filter(({ startMs, endMs }) => startMs < endMs);
}

/** The state from an instant on: how many entries have it there, and how many of them begin there. */
interface Now {
  state: CoverageState | null;
  open: number;
  begun: number;
}

function goOn(stretches: CoverageStretch[], atMs: number, { state, open, begun }: Now): void {
  const last = stretches.at(-1);
  if (last?.state === state) last.runs += begun;
  else if (last !== undefined) {
    stretches.push({ startMs: atMs, endMs: last.endMs, state, runs: open });
    last.endMs = atMs;
  }
}

const FAILED: ReadonlySet<CoverageState | null> = new Set<CoverageState>(['errors', 'truncated', 'failed']);

const needsRun: Record<Reprocess, (state: CoverageState | null) => boolean> = {
  missing: (state) => state === null || !PROVEN.has(state),
  failed: (state) => FAILED.has(state),
  all: () => true,
};

/**
 * The time that needs a run. `missing`: all that is not proven; `failed`: only what was run in vain; `all`: everything,
 * proven or not.
 */
export const missingIn = (stretches: readonly CoverageStretch[], reprocess: Reprocess): Interval[] =>
  mergeIntervals(stretches.filter(({ state }) => needsRun[reprocess](state)));

/**
 * The windows of a range in which spans came after their run, by the last comparison with their spans; not those that a run
 * has been over since.
 */
export function lateIn(entries: readonly CoverageEntry[], range: Interval): Interval[] {
  const late = entries.filter(({ verified }) => (verified?.late ?? 0) > 0);
  const open = late.filter((entry) => !entries.some((other) => isRunSince(other, entry)));
  return intersect(mergeIntervals(open), [range]);
}

const isRunSince = (other: CoverageEntry, { startMs, endMs, verified }: CoverageEntry): boolean =>
  PROVEN.has(other.state) &&
  other.createdMs > (verified?.atMs ?? 0) &&
  other.startMs <= startMs &&
  other.endMs >= endMs;
