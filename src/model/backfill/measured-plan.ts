import { totalOf } from '../quality/window-census.js';
import type { CountedWindow, Total } from '../quality/window-census.js';
import { DEFAULT_MAX_SPANS } from '../run/outcome.js';
import type { Interval } from '../time/interval.js';
import { halvesOf } from './backfill-end.js';
import type { BackfillPlan } from './backfill.js';
import type { CountedWindows } from './plan-census.js';
import { windowListOf, windowsIn } from './window-list.js';

/** What was measured for a plan. */
export interface Measured {
  /** Windows before any of them was split, and how many of them were counted. */
  windows: number;
  counted: number;
  /** Requests that were sent to read spans. */
  requests: number;
  /** In all windows; estimated if only a sample was counted. */
  spans: Total;
  /** Those that carry the task's evaluations already. */
  evaluated: Total;
  /** Windows that were split since they have more spans to evaluate than one run may. */
  split: number;
}

/** A plan whose windows were counted. */
export interface MeasuredPlan {
  plan: BackfillPlan;
  measured: Measured;
  /** The spans that a run of each window evaluates, by position; null: its window was not counted. */
  spans: (number | null)[];
  /** Those of the windows that were not counted, an hour on average; null: none was counted. */
  spansPerHour: number | null;
}

/** A plan with what was counted: windows that hold too many spans are split before they are run in vain. */
export function measuredPlan(plan: BackfillPlan, census: CountedWindows): MeasuredPlan {
  const windows = windowsIn(plan.windows);
  const loads = loadsOf(plan, census);
  const pieces = windows.flatMap((window, at) => {
    const own = piecesOf(window, loads.get(at) ?? null, plan);
    return own.map((piece, nth) => ({ ...piece, isFirstOfSplit: nth === 0 && own.length > 1 }));
  });
  const measured: Measured = {
    windows: windows.length,
    counted: census.counted.length,
    requests: census.requests,
    spans: totalOf(census, ({ spans }) => spans),
    evaluated: totalOf(census, ({ evaluated }) => evaluated),
    split: pieces.filter(({ isFirstOfSplit }) => isFirstOfSplit).length,
  };
  return {
    plan: { ...plan, windows: windowListOf(pieces.map(({ window }) => window)) },
    measured,
    spans: pieces.map(({ spans }) => spans),
    spansPerHour: rateOf(windows, loads),
  };
}

/** The spans that a run of each counted window evaluates. */
const loadsOf = (plan: BackfillPlan, { counted, samplingRate }: CountedWindows): Map<number, number> =>
  new Map(counted.map((window) => [window.at, toEvaluate(window, plan) * samplingRate]));

const toEvaluate = ({ spans, evaluated }: CountedWindow, { overrideEvaluations }: BackfillPlan): number =>
  overrideEvaluations ? spans : spans - evaluated;

interface Piece {
  window: Interval;
  spans: number | null;
}

/** A window in halves, and these again, until each has no more spans than one run may evaluate, as if they were spread evenly. */
function piecesOf(window: Interval, spans: number | null, plan: BackfillPlan): Piece[] {
  if (spans === null || spans <= (plan.maxSpans ?? DEFAULT_MAX_SPANS)) return [{ window, spans }];
  const halves = halvesOf(window, plan.options.minSliceMs);
  return halves === null ? [{ window, spans }] : halves.flatMap((half) => piecesOf(half, spans / 2, plan));
}

const HOUR_MS = 3_600_000;

function rateOf(windows: readonly Interval[], loads: ReadonlyMap<number, number>): number | null {
  let hours = 0;
  let spans = 0;
  for (const [at, load] of loads) {
    const window = windows[at];
    hours += window === undefined ? 0 : (window.endMs - window.startMs) / HOUR_MS;
    spans += load;
  }
  return hours === 0 ? null : spans / hours;
}

/** Whether only a sample of the windows was counted. */
export const isEstimated = ({ windows, counted }: Measured): boolean => counted < windows;
