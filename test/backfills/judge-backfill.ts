import type { Interval } from '../../src/model/time/interval.js';
import type { JournalRun } from '../../src/simulator/index.js';
import { boundsOf, type Order } from './bounds.js';

/** What a backfill was to do. */
export interface Asked {
  readonly range: Interval;
  readonly windows: readonly Interval[];
  /** Runs at once, until an order changes it. */
  readonly limit: number;
  readonly orders: readonly Order[];
}

/** How a backfill went, by the service's own record. All but `runs`, `mostAtOnce` and `late` must be 0. */
export interface BackfillJudgement {
  readonly runs: number;
  readonly mostAtOnce: number;
  /** Runs made after a smaller bound was answered, by triggers that were under way by then. */
  readonly late: number;
  /** Runs above the first one of a window. */
  readonly doubled: number;
  /** Planned windows without a run. */
  readonly lost: number;
  /** Runs of no planned window. */
  readonly strange: number;
  /** Instants of the range, in milliseconds, that no run has, or more than one. */
  readonly untiledMs: number;
  /** Runs that came to be while as many were under way as are allowed. */
  readonly over: number;
  /** Runs that did not end, or not well. */
  readonly unfinished: number;
  /** What is wrong, in sentences; at most 20. */
  readonly notes: readonly string[];
}

/** A run with its times in milliseconds since 1970; `endMs` is infinite while it goes on. */
interface Life extends Interval {
  readonly run: JournalRun;
}

/** Judges a backfill that ran to its end. A journal that dropped requests loses no run, so it can be judged as well. */
export function judgeBackfill(runs: readonly JournalRun[], asked: Asked): BackfillJudgement {
  const planned = new Set(asked.windows.map(keyOf));
  const seen = new Map<string, JournalRun[]>();
  for (const run of runs) seen.set(windowOf(run), [...(seen.get(windowOf(run)) ?? []), run]);
  const lost = [...planned].filter((window) => !seen.has(window));
  const strange = [...seen].filter(([window]) => !planned.has(window));
  const doubled = [...seen].filter(([, own]) => own.length > 1);
  const unfinished = runs.filter(({ status }) => status !== 'COMPLETED' && status !== 'CANCELLED');
  const bound = judgeBound(runs, asked);
  const windows = runs.map(intervalOf).filter(({ startMs, endMs }) => !Number.isNaN(startMs + endMs));
  const untiledMs = untiled(windows, asked.range);
  return {
    ...bound,
    runs: runs.length,
    doubled: doubled.reduce((sum, [, own]) => sum + own.length - 1, 0),
    lost: lost.length,
    strange: strange.reduce((sum, [, own]) => sum + own.length, 0),
    untiledMs,
    unfinished: unfinished.length,
    notes: [
      ...lost.map((window) => `no run of ${window}`),
      ...doubled.map(([window, own]) => `${own.length} runs of ${window}: ${idsOf(own)}`),
      ...strange.map(([window, own]) => `not planned: ${window}, ${idsOf(own)}`),
      ...unfinished.map(({ runId, status }) => `${runId} is ${status}`),
      ...bound.notes,
      ...(untiledMs === 0 ? [] : [`${untiledMs} ms of the range have no run, or more than one`]),
    ].slice(0, 20),
  };
}

type BoundJudgement = Pick<BackfillJudgement, 'mostAtOnce' | 'late' | 'over' | 'notes'>;

/**
 * Whether more runs than allowed were ever under way. Where the bound became smaller, the triggers under way may still
 * make runs: as many as the former bound had left at that moment, and no more.
 */
function judgeBound(runs: readonly JournalRun[], { limit, orders }: Asked): BoundJudgement {
  const lives = runs.map(lifeOf).sort((one, other) => one.startMs - other.startMs);
  const bounds = boundsOf(limit, orders);
  const left = bounds.map(({ fromMs }, at) =>
    Math.max(0, (bounds[at - 1]?.limit ?? 0) - underWay(lives, fromMs)),
  );
  const judged = { mostAtOnce: 0, late: 0, over: 0, notes: [] as string[] };
  for (const [nth, { startMs, run }] of lives.entries()) {
    const at = bounds.findLastIndex(({ fromMs }) => fromMs <= startMs);
    const count = underWay(lives.slice(0, nth + 1), startMs);
    const allowed = bounds[at]?.limit ?? limit;
    judged.mostAtOnce = Math.max(judged.mostAtOnce, count);
    if (count <= allowed) continue;
    const isLate = count <= (bounds[at - 1]?.limit ?? 0) && (left[at] ?? 0) > 0;
    if (isLate) {
      judged.late++;
      left[at] = (left[at] ?? 0) - 1;
    } else {
      judged.over++;
      judged.notes.push(`${run.runId} was run ${count} at once of ${allowed}`);
    }
  }
  return judged;
}

/** Runs that go on at a moment; `lives` begin in order. One that ends at that moment has ended. */
function underWay(lives: readonly Life[], atMs: number): number {
  let count = 0;
  for (const { startMs, endMs } of lives) {
    if (startMs > atMs) break;
    if (endMs > atMs) count++;
  }
  return count;
}

/** Milliseconds of the range that are not in exactly one of the intervals, and of intervals that lie outside. */
function untiled(intervals: readonly Interval[], range: Interval): number {
  let atMs = range.startMs;
  let wrongMs = 0;
  for (const { startMs, endMs } of [...intervals].sort((one, other) => one.startMs - other.startMs)) {
    wrongMs += Math.abs(startMs - atMs);
    atMs = endMs;
  }
  return wrongMs + Math.abs(range.endMs - atMs);
}

const lifeOf = (run: JournalRun): Life => ({
  run,
  startMs: Date.parse(run.createdAt),
  endMs: run.finishedAt === null ? Infinity : Date.parse(run.finishedAt),
});

/** The window of a run; NaN where it has none. */
const intervalOf = ({ dataStartTime, dataEndTime }: JournalRun): Interval => ({
  startMs: Date.parse(dataStartTime ?? ''),
  endMs: Date.parse(dataEndTime ?? ''),
});

const keyOf = ({ startMs, endMs }: Interval): string =>
  Number.isNaN(startMs + endMs)
    ? 'no window'
    : `${new Date(startMs).toISOString()}–${new Date(endMs).toISOString()}`;
const windowOf = (run: JournalRun): string => keyOf(intervalOf(run));
const idsOf = (runs: readonly JournalRun[]): string => runs.map(({ runId }) => runId).join(', ');
