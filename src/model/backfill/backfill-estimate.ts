import type { BackfillPlan } from './backfill.js';
import type { CoverageEntry, CoverageState } from '../coverage/coverage.js';
import type { Interval } from '../time/interval.js';
import { DEFAULT_MAX_SPANS } from '../run/outcome.js';
import { nextPollDelayMs, pollPolicyOf } from '../run/polling.js';
import { totalOf } from '../api/task-run.js';
import type { TaskRun } from '../api/task-run.js';
import { windowsIn } from './window-list.js';

/** What a backfill is likely to need. Null: nothing is known to estimate it from. */
export interface BackfillEstimate {
  /** Runs, including those of windows that are split; never more than the cap. */
  runs: number;
  /** Requests to the service. */
  requests: number;
  spans: number | null;
  /** Spans times evaluators. */
  evaluations: number | null;
  durationMs: number | null;
  /** Windows with more spans than one run may evaluate; null if none is known. */
  truncation: { windows: number; maxSpans: number; slice: string | null } | null;
}

/** What earlier runs of the task show. */
export interface TaskExperience {
  spansPerHour: number | null;
  /** The median time from a run's creation to its end, in milliseconds. */
  runMs: number | null;
  evaluators: number;
}

const HOUR_MS = 3_600_000;
/** How often a run is polled if nothing is known about its length. */
const UNKNOWN_POLLS = 10;

/** `counted` are the spans of the windows by position, where they were counted. */
export function estimateOf(
  plan: BackfillPlan,
  known: TaskExperience,
  counted: readonly (number | null)[] = [],
): BackfillEstimate {
  const { options } = plan;
  const loads = loadsOf(plan, known.spansPerHour, counted);
  const runs = Math.min(sum(loads, 'runs'), options.maxRuns ?? Number.POSITIVE_INFINITY);
  const spans =
    known.spansPerHour === null
      ? null
      : Math.round(Math.min(sum(loads, 'spans'), options.maxSpansInAll ?? Number.POSITIVE_INFINITY));
  const waves = Math.ceil(runs / options.limit);
  return {
    runs,
    requests: requestsOf(runs, waves, known.runMs, options.wait.pollIntervalMs),
    spans,
    evaluations: spans === null ? null : spans * Math.max(1, known.evaluators),
    durationMs: known.runMs === null ? null : Math.round(known.runMs * waves),
    truncation: truncationOf(plan, loads, known.spansPerHour),
  };
}

/** What one window needs. */
interface Load {
  runs: number;
  spans: number;
  isTruncated: boolean;
}

const sum = (loads: readonly Load[], of: 'runs' | 'spans'): number =>
  loads.reduce((all, load) => all + load[of], 0);

function loadsOf(
  plan: BackfillPlan,
  spansPerHour: number | null,
  counted: readonly (number | null)[],
): Load[] {
  const ofLength = new Map<number, Load>();
  return windowsIn(plan.windows).map(({ startMs, endMs }, at) => {
    const lengthMs = endMs - startMs;
    const own = counted[at] ?? null;
    if (own !== null) return loadOf(plan, (own * HOUR_MS) / lengthMs, lengthMs);
    const load = ofLength.get(lengthMs) ?? loadOf(plan, spansPerHour ?? 0, lengthMs);
    ofLength.set(lengthMs, load);
    return load;
  });
}

/** A truncated window is split in the middle, down to the minimum. If labels are overridden, the halves evaluate everything again. */
function loadOf(plan: BackfillPlan, spansPerHour: number, lengthMs: number): Load {
  const maxSpans = plan.maxSpans ?? DEFAULT_MAX_SPANS;
  const spans = (spansPerHour * lengthMs) / HOUR_MS;
  if (spans <= maxSpans) return { runs: 1, spans, isTruncated: false };
  if (lengthMs / 2 < plan.options.minSliceMs) return { runs: 1, spans: maxSpans, isTruncated: true };
  const half = loadOf(plan, spansPerHour, lengthMs / 2);
  const before = plan.overrideEvaluations ? maxSpans : 0;
  return { runs: 1 + 2 * half.runs, spans: before + 2 * half.spans, isTruncated: true };
}

/**
 * A POST and a confirming GET for each run, a page of the list for each poll whatever the number of runs, and a fence for
 * each group of windows that start together.
 */
function requestsOf(
  runs: number,
  waves: number,
  runMs: number | null,
  pollIntervalMs: number | undefined,
): number {
  const polls = waves * (runMs === null ? UNKNOWN_POLLS : pollsDuring(runMs, pollIntervalMs));
  return 2 * runs + polls + Math.min(runs, polls);
}

function pollsDuring(runMs: number, pollIntervalMs: number | undefined): number {
  const policy = pollPolicyOf(pollIntervalMs);
  let polls = 0;
  for (let atMs = 0; atMs < runMs; polls++) atMs += nextPollDelayMs(policy, atMs, 0.5);
  return Math.max(1, polls);
}

/** The lengths that are suggested for slices, the longest first. */
const SLICES: readonly (readonly [slice: string, hours: number])[] = [
  ['1d', 24],
  ['12h', 12],
  ['6h', 6],
  ['3h', 3],
  ['2h', 2],
  ['1h', 1],
  ['30m', 0.5],
  ['15m', 0.25],
  ['5m', 1 / 12],
];
/** Spans are not spread evenly, so the suggested slice leaves room. */
const FILL = 0.7;

function truncationOf(
  plan: BackfillPlan,
  loads: readonly Load[],
  spansPerHour: number | null,
): BackfillEstimate['truncation'] {
  const windows = loads.filter(({ isTruncated }) => isTruncated).length;
  if (windows === 0 || spansPerHour === null) return null;
  const maxSpans = plan.maxSpans ?? DEFAULT_MAX_SPANS;
  const fitting = SLICES.find(([, hours]) => hours * spansPerHour <= FILL * maxSpans);
  return { windows, maxSpans, slice: fitting?.[0] ?? null };
}

/** The states of runs that covered their whole window. Truncated runs counted the least that there was. */
const COUNTED: ReadonlySet<CoverageState> = new Set<CoverageState>([
  'evaluated',
  'empty',
  'errors',
  'truncated',
]);

/**
 * The average number of spans per hour of the task's time, from what its runs counted; null if none did. A run that found
 * everything labelled already counted nothing and is ignored.
 */
export function spansPerHourOf(entries: readonly CoverageEntry[]): number | null {
  const telling = entries.filter(
    ({ state, counts }) => COUNTED.has(state) && (state === 'empty' || totalOf(counts) > 0),
  );
  const hours = telling.reduce((all, entry) => all + lengthMs(entry) / HOUR_MS, 0);
  return hours === 0 ? null : telling.reduce((all, { counts }) => all + totalOf(counts), 0) / hours;
}

const lengthMs = ({ startMs, endMs }: Interval): number => endMs - startMs;

/** The median time that completed runs took from their creation to their end, in milliseconds; null if there are none. */
export function medianRunMs(
  runs: readonly Pick<TaskRun, 'status' | 'createdAt' | 'runFinishedAt'>[],
): number | null {
  const times = runs
    .filter(({ status, runFinishedAt }) => status === 'COMPLETED' && runFinishedAt !== null)
    .map(({ createdAt, runFinishedAt }) => Date.parse(runFinishedAt ?? '') - Date.parse(createdAt))
    .filter((ms) => ms >= 0)
    .sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? null;
}
