import type { CoverageGrid, CoverageView } from '../../model/coverage/coverage-view.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import type { Window } from '../../model/time/window.js';

type NamedTask = CoverageView['task'];

/** What of a task's coverage is shown; null: nothing is known of its runs. */
export interface Drawn {
  view: CoverageView;
  grid: CoverageGrid;
  timeZone: string;
  /** Formats a time in that zone. */
  text: (ms: number) => string;
}

/** The documents that programs read; times are ISO 8601 in UTC. */
export const coverageDocument = (task: NamedTask, drawn: Drawn | null): unknown => ({
  task,
  timeZone: drawn?.timeZone ?? null,
  range: drawn === null ? null : windowOf(drawn.view.range),
  evaluators: drawn?.view.evaluators ?? null,
  uncounted: drawn?.view.uncounted ?? 0,
  shares: drawn?.view.shares ?? null,
  stretches: (drawn?.view.stretches ?? []).map(({ state, runs, counts, ...stretch }) => ({
    state,
    ...windowOf(stretch),
    runs,
    counts,
  })),
});

export const missingDocument = (
  task: NamedTask,
  drawn: Drawn | null,
  missing: readonly Interval[],
): unknown => ({
  task,
  range: drawn === null ? null : windowOf(drawn.view.range),
  missing: missing.map(windowOf),
});

/** The entries of a ledger as they are, for keeping. */
export const exportDocument = (task: NamedTask, entries: readonly CoverageEntry[]): unknown => ({
  version: 1,
  task,
  entries: entries.map(({ startMs, endMs, createdMs, ...entry }) => ({
    ...windowOf({ startMs, endMs }),
    ...entry,
    createdAt: toUtc(createdMs),
  })),
});

const windowOf = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});
