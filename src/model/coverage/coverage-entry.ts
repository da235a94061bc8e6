import type { CoverageEntry, CoverageState, Verified } from './coverage.js';
import { classifyRun, reachesMaxSpans } from '../run/outcome.js';
import type { RunContext } from '../run/outcome.js';
import type { Tolerance } from '../api/policies.js';
import type { RunReport } from '../api/task-run.js';
import { isTerminal } from '../api/task-run.js';
import { verdictOf } from '../run/verdict.js';
import { instantMs } from '../time/window.js';
import { COVERAGE_STATES } from './coverage.js';

/** What is known of a run beside its report: see the members of {@link CoverageEntry}. */
export interface CoverageContext extends Pick<CoverageEntry, 'evaluators' | 'maxSpans' | 'workflowId'> {
  tolerance: Tolerance;
}

/** How long after its ingestion data may be found by a run, at most: an empty run made sooner proves nothing. */
export const INDEX_LAG_MS = 2 * 60 * 60 * 1000;

/**
 * What an ended run says of its window; null if it is active, takes no window, or was made before its window began: a run
 * proves nothing of the time after its creation.
 */
export function coverageEntryOf(run: RunReport, context: CoverageContext): CoverageEntry | null {
  const startMs = instantMs(run.dataStartTime ?? '');
  const windowEndMs = instantMs(run.dataEndTime ?? '');
  const createdMs = instantMs(run.createdAt);
  if (startMs === null || windowEndMs === null || createdMs === null || !isTerminal(run)) return null;
  const endMs = Math.min(windowEndMs, createdMs);
  if (endMs <= startMs) return null;
  const { runId, counts } = run;
  const { evaluators, maxSpans, workflowId } = context;
  const state = stateOf(run, context, createdMs < windowEndMs + INDEX_LAG_MS);
  return { startMs, endMs, runId, state, counts, createdMs, evaluators, maxSpans, workflowId };
}

function stateOf(run: RunReport, { maxSpans, tolerance }: CoverageContext, isEarly: boolean): CoverageState {
  const context: RunContext = maxSpans === null ? {} : { maxSpans };
  const outcome = classifyRun(run, context);
  switch (outcome.kind) {
    case 'nothing-to-do':
      return 'evaluated';
    case 'empty':
      return isEarly ? 'early' : 'empty';
    case 'succeeded':
    case 'truncated':
    case 'succeeded-with-errors':
      if (reachesMaxSpans(run, context)) return 'truncated';
      return verdictOf(outcome, tolerance) === 'good' ? 'evaluated' : 'errors';
    default:
      return 'failed';
  }
}

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
    (entry.workflowId === null || isText(entry.workflowId)) &&
    (entry.verified === undefined || isVerified(entry.verified))
  );
}

function isVerified(value: unknown): value is Verified {
  if (typeof value !== 'object' || value === null) return false;
  const { atMs, spans, evaluated, late } = value as Record<string, unknown>;
  return isTime(atMs) && isCount(spans) && isCount(evaluated) && (late === null || isCount(late));
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
