import type { BackfillEstimate } from './backfill-estimate.js';
import type { BackfillPlan } from './backfill.js';
import type { Measured } from './measured-plan.js';
import { COVERAGE_STATES } from '../coverage/coverage.js';
import type { CoverageState, CoverageStretch } from '../coverage/coverage.js';
import type { Interval } from '../time/interval.js';
import { intersect } from '../time/interval.js';
import { windowsIn } from './window-list.js';
import { toUtc } from '../time/window.js';
import type { Window } from '../time/window.js';

/** A plan with everything that helps to decide whether to start it. */
export interface BackfillPreview {
  plan: BackfillPlan;
  /** The ends of the range in the plan's time zone, for people. */
  zoned: { start: string; end: string };
  windows: WindowFacts;
  /** How much of the range is in each state, and how much of that is planned; null if coverage was not read. */
  coverage: StateTime[] | null;
  estimate: BackfillEstimate;
  /** What was counted; null: nothing was. */
  measured: Measured | null;
}

export interface WindowFacts {
  count: number;
  /** The length of the shortest and the longest window; 0 if there is none. */
  shortestMs: number;
  longestMs: number;
  /** The first few, and the last few of the rest. */
  first: Window[];
  last: Window[];
}

/** How long a range is in one state. `none`: no run is known. */
export interface StateTime {
  state: CoverageState | 'none';
  ms: number;
  plannedMs: number;
}

const SHOWN = 3;

export function windowFactsOf(plan: BackfillPlan): WindowFacts {
  const windows = windowsIn(plan.windows);
  const lengths = windows.map(({ startMs, endMs }) => endMs - startMs);
  return {
    count: windows.length,
    shortestMs: lengths.reduce((least, ms) => Math.min(least, ms), lengths[0] ?? 0),
    longestMs: lengths.reduce((most, ms) => Math.max(most, ms), 0),
    first: windows.slice(0, SHOWN).map(toWindow),
    last: windows.slice(Math.max(SHOWN, windows.length - SHOWN)).map(toWindow),
  };
}

const toWindow = ({ startMs, endMs }: Interval): Window => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
});

/** The states that occur in these stretches, the best first. */
export function stateTimesOf(
  stretches: readonly CoverageStretch[],
  planned: readonly Interval[],
): StateTime[] {
  const states = [...COVERAGE_STATES, null];
  return states.flatMap((state) => {
    const own = stretches.filter((stretch) => stretch.state === state);
    const ms = lengthOf(own);
    return ms === 0 ? [] : [{ state: state ?? 'none', ms, plannedMs: lengthOf(intersect(own, planned)) }];
  });
}

const lengthOf = (all: readonly Interval[]): number =>
  all.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

/** A larger backfill starts only after a confirmation. */
const LARGE = { windows: 200, spans: 1_000_000 };

export const isLarge = ({ windows, estimate }: Pick<BackfillPreview, 'windows' | 'estimate'>): boolean =>
  windows.count > LARGE.windows || (estimate.spans ?? 0) > LARGE.spans;
