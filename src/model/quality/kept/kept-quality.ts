import type { Interval } from '../../time/interval.js';
import { isWriter, mergeExact } from './exact-reading.js';
import type { ExactReading } from './exact-reading.js';
import { mergeSummaries } from './merged-summary.js';
import type { MergedSummary } from './merged-summary.js';

/** What the evaluations of a window's spans amount to, as it is kept. No text of a span is in it. */
export interface KeptQuality extends Interval {
  /** When the spans were read, in milliseconds since 1970: of two readings of one window the later one counts. */
  readMs: number;
  /** The run whose evaluations were counted; null: those of the window, whoever wrote them. */
  runId: string | null;
  /** Windows that it stands for: 1, unless neighbours were merged. */
  windows: number;
  /** Spans in the window. */
  spans: number;
  /** Only some of them were read, so all numbers are estimates. */
  isSample: boolean;
  /** Null: its numbers are estimates, or what they are about is not known. */
  exact: ExactReading | null;
  /** By the name of the evaluation. */
  evaluations: Readonly<Record<string, MergedSummary>>;
}

/** Neighbours in time as one. */
export function mergeKept(parts: readonly KeptQuality[]): KeptQuality | null {
  const [first] = parts;
  if (first === undefined) return null;
  const names = [...new Set(parts.flatMap(({ evaluations }) => Object.keys(evaluations)))];
  const merged = names.flatMap((name) => {
    const summary = mergeSummaries(parts.flatMap(({ evaluations }) => ownOf(evaluations, name) ?? []));
    return summary === null ? [] : [[name, summary] as const];
  });
  return {
    startMs: Math.min(...parts.map(({ startMs }) => startMs)),
    endMs: Math.max(...parts.map(({ endMs }) => endMs)),
    readMs: Math.max(...parts.map(({ readMs }) => readMs)),
    runId: parts.length === 1 ? first.runId : null,
    windows: parts.reduce((sum, { windows }) => sum + windows, 0),
    spans: parts.reduce((sum, { spans }) => sum + spans, 0),
    isSample: parts.some(({ isSample }) => isSample),
    exact: mergeExact(parts.map(({ exact }) => exact)),
    evaluations: Object.fromEntries(merged),
  };
}

/** A name like `constructor` is not a member unless somebody made it one. */
export const ownOf = <Value>(of: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined;

/**
 * Readings of which none overlap, by time: where two do, the later reading counts, so that no span is counted twice. What
 * overlaps and is older is left out as a whole.
 */
export function withoutOverlaps(kept: readonly KeptQuality[]): KeptQuality[] {
  const taken: KeptQuality[] = [];
  for (const one of kept.toSorted((a, b) => b.readMs - a.readMs || a.startMs - b.startMs)) {
    const at = placeIn(taken, one.startMs);
    const isFree =
      (taken[at - 1]?.endMs ?? 0) <= one.startMs && (taken[at]?.startMs ?? Infinity) >= one.endMs;
    if (isFree) taken.splice(at, 0, one);
  }
  return taken;
}

/** How many of sorted intervals start before a moment. */
function placeIn(sorted: readonly Interval[], startMs: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.startMs ?? 0) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const MAX_EVALUATIONS = 50;
const MAX_LABELS = 60;
const MAX_TEXT = 200;
/** Longer than any filter that the service takes. */
const MAX_FILTER = 10_000;
/** The first instant with a year of five digits, which months are not made for. */
const TOO_LATE_MS = Date.UTC(10_000, 0);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown): value is number => isCount(value) && value < TOO_LATE_MS;
const isName = (value: unknown): boolean => typeof value === 'string' && value.length <= MAX_TEXT;
const isNumberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);
const isListOf = (value: unknown, holds: (each: unknown) => boolean, most: number): boolean =>
  Array.isArray(value) && value.length <= most && value.every(holds);
const isMapOf = (value: unknown, holds: (each: unknown) => boolean, most: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length <= most &&
  Object.entries(value).every(([name, each]) => isName(name) && holds(each));

function isSummary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { quartiles, labels, histogram, ...of } = value as Partial<Record<keyof MergedSummary, unknown>>;
  return (
    [of.evaluated, of.count, of.unreadable, of.otherLabels].every(isCount) &&
    [of.mean, of.sd, of.min, of.max].every(isNumberOrNull) &&
    (quartiles === null ||
      (isListOf(quartiles, Number.isFinite, 3) && (quartiles as number[]).length === 3)) &&
    isMapOf(labels, isCount, MAX_LABELS) &&
    isListOf(histogram, isCount, 20)
  );
}

function isExact(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { filter, attributedBy } = value as Partial<Record<keyof ExactReading, unknown>>;
  const isFilter = filter === null || (typeof filter === 'string' && filter.length <= MAX_FILTER);
  return isFilter && isMapOf(attributedBy, isWriter, MAX_EVALUATIONS);
}

/** Whether a value is a reading that can be kept: anyone may send a signal, and the wrong one must not break the ledger. */
export function isKeptQuality(value: unknown): value is KeptQuality {
  if (typeof value !== 'object' || value === null) return false;
  const { startMs, endMs, ...of } = value as Partial<Record<keyof KeptQuality, unknown>>;
  return (
    isTime(startMs) &&
    isTime(endMs) &&
    startMs < endMs &&
    isTime(of.readMs) &&
    (of.runId === null || isName(of.runId)) &&
    isCount(of.windows) &&
    isCount(of.spans) &&
    typeof of.isSample === 'boolean' &&
    isExact(of.exact) &&
    isMapOf(of.evaluations, isSummary, MAX_EVALUATIONS)
  );
}
