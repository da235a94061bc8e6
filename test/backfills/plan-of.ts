import type { BackfillOptions, BackfillPlan } from '../../src/model/backfill/backfill.js';
import type { Interval } from '../../src/model/time/interval.js';
import { windowListOf } from '../../src/model/backfill/window-list.js';

const HOUR_MS = 3_600_000;
/** The simulator's index lags by an hour, and what is younger counts as early in the ledger. */
const YOUNGEST_MS = 48 * HOUR_MS;

/** So many windows of an hour, side by side, that ended two days before `nowMs`. */
export function hoursBefore(nowMs: number, count: number): Interval[] {
  const endMs = Math.floor((nowMs - YOUNGEST_MS) / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, nth) => {
    const startMs = endMs - (count - nth) * HOUR_MS;
    return { startMs, endMs: startMs + HOUR_MS };
  });
}

/** What the windows lie in. */
export const rangeOf = (windows: readonly Interval[]): Interval => ({
  startMs: windows[0]?.startMs ?? 0,
  endMs: windows.at(-1)?.endMs ?? 0,
});

const OPTIONS: BackfillOptions = {
  limit: 1,
  order: 'oldest-first',
  canary: 0,
  failures: null,
  maxRuns: null,
  maxSpansInAll: null,
  minSliceMs: HOUR_MS,
  attempts: 1,
  tolerance: { allowEmpty: true },
  wait: {},
  onAmbiguous: 'retry',
  settleMs: 1000,
  verifyRequests: 0,
};

/** A plan of these windows; an ambiguous trigger is looked for after a second, since the simulator lists at once. */
export function planOf(
  task: { id: string; name: string; evaluators: string },
  windows: readonly Interval[],
  limit: number,
): BackfillPlan {
  const range = rangeOf(windows);
  return {
    task: { id: task.id, name: task.name },
    evaluators: task.evaluators,
    range: {
      dataStartTime: new Date(range.startMs).toISOString(),
      dataEndTime: new Date(range.endMs).toISOString(),
    },
    timeZone: 'UTC',
    slice: '1h',
    windows: windowListOf(windows),
    maxSpans: null,
    overrideEvaluations: false,
    options: { ...OPTIONS, limit },
  };
}
