import { COVERAGE_STATES } from './coverage.js';
import type { CoverageEntry } from './coverage.js';

/** The first instant with a year of five digits, which months are not made for. */
const TOO_LATE_MS = Date.UTC(10_000, 0);
/** Texts of an entry are ids and versions: whoever sends more sends something else. */
const MAX_TEXT = 8000;

/** Whether a value is an entry that a ledger can keep: anyone may send a signal, and the wrong one must not break it. */
export function isCoverageEntry(value: unknown): value is CoverageEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, state, counts, ...entry } = value as Partial<Record<keyof CoverageEntry, unknown>>;
  return (
    isText(runId) &&
    runId !== '' &&
    (COVERAGE_STATES as readonly unknown[]).includes(state) &&
    isInterval(entry.startMs, entry.endMs) &&
    isTime(entry.createdMs) &&
    isCounts(counts) &&
    (entry.evaluators === null || isText(entry.evaluators)) &&
    (entry.maxSpans === null || isCount(entry.maxSpans)) &&
    (entry.workflowId === null || isText(entry.workflowId))
  );
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_TEXT;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isTime = (value: unknown): value is number => isCount(value) && value < TOO_LATE_MS;

const isInterval = (startMs: unknown, endMs: unknown): boolean =>
  isTime(startMs) && isTime(endMs) && startMs < endMs;

function isCounts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { successes, errors, skipped } = value as Record<string, unknown>;
  return isCount(successes) && isCount(errors) && isCount(skipped);
}
