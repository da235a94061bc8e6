import type { TaskRun } from '../api/task-run.js';
import { instantMs } from '../time/window.js';

/** How long runs of a task took, in few numbers: histories hold them. */
export interface PastDurations {
  /** How many runs they are of. */
  runs: number;
  /** In milliseconds from the shortest to the longest, with equal shares of the runs between them. */
  quantilesMs: number[];
}

/** Fewer runs say nothing about the next one. */
const MIN_RUNS = 5;
/** Of more runs the newest count: a task changes. */
const MAX_RUNS = 50;
const SHARES = 8;

/**
 * How long the newest runs that were completed took from their creation to their end, by the service's own times; null if
 * they are too few. Of runs that began together those that have ended are the shorter ones, so it may say too little.
 */
export function pastDurationsOf(
  runs: readonly Pick<TaskRun, 'status' | 'createdAt' | 'runFinishedAt'>[],
): PastDurations | null {
  const newest = runs
    .filter(({ status }) => status === 'COMPLETED')
    .map(({ createdAt, runFinishedAt }) => ({
      fromMs: instantMs(createdAt) ?? NaN,
      toMs: instantMs(runFinishedAt ?? '') ?? NaN,
    }))
    .filter(({ fromMs, toMs }) => toMs >= fromMs)
    .sort((a, b) => b.fromMs - a.fromMs)
    .slice(0, MAX_RUNS);
  if (newest.length < MIN_RUNS) return null;
  const sorted = newest.map(({ fromMs, toMs }) => toMs - fromMs).sort((a, b) => a - b);
  return { runs: sorted.length, quantilesMs: quantilesOf(sorted) };
}

function quantilesOf(sorted: readonly number[]): number[] {
  return Array.from({ length: SHARES + 1 }, (_, each) => {
    const place = (each / SHARES) * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? 0;
    return Math.round(below + (above - below) * (place % 1));
  });
}

/** How long half of the runs took at most. */
export const medianMs = ({ quantilesMs }: PastDurations): number => quantilesMs[SHARES / 2] ?? 0;

/** The share of runs that have ended at an age, below 1: the next run may take longer than any before. */
export function endedBy({ runs, quantilesMs }: PastDurations, ageMs: number): number {
  const most = runs / (runs + 1);
  let beforeMs = 0;
  for (const [each, ms] of quantilesMs.entries()) {
    if (ms > ageMs)
      return each === 0 ? 0 : (most * (each - 1 + (ageMs - beforeMs) / (ms - beforeMs))) / SHARES;
    beforeMs = ms;
  }
  return most;
}

/**
 * How long until the time that the end of a run has waited for a look comes to `targetDelayMs` on average, for a run that is
 * active at `ageMs` and like those before: short where many runs ended, long where few did. Null if none took longer.
 */
export function untilExpectedMs(past: PastDurations, ageMs: number, targetDelayMs: number): number | null {
  const ended = endedBy(past, ageMs);
  const most = endedBy(past, Infinity);
  if (ended >= most) return null;
  let leftMs = targetDelayMs * (1 - ended);
  let atMs = ageMs;
  let share = 0;
  for (const [each, ms] of past.quantilesMs.entries()) {
    if (ms <= ageMs) continue;
    const next = (most * each) / SHARES - ended;
    const areaMs = ((ms - atMs) * (share + next)) / 2;
    if (areaMs >= leftMs) return atMs - ageMs + withinMs(ms - atMs, share, next, leftMs);
    leftMs -= areaMs;
    atMs = ms;
    share = next;
  }
  return atMs - ageMs + leftMs / share;
}

/** Where the area under a line from `share` to `next` comes to `areaMs`. */
function withinMs(widthMs: number, share: number, next: number, areaMs: number): number {
  const slope = (next - share) / widthMs;
  return (2 * areaMs) / (share + Math.sqrt(share ** 2 + 2 * slope * areaMs));
}
