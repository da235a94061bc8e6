import { totalOf } from '../api/task-run.js';
import type { RunCounts, RunReport } from '../api/task-run.js';

/**
 * How a run ended, as far as we are concerned (design/run.md). A value that policies act on, never an exception.
 * `started` is the end of a trigger that was not asked to wait; `unconfirmed` a cancel whose effect could not be seen;
 * `reused` an experiment that existed already, instead of which nothing was run; `stalled` a run that was cancelled since
 * its counts stood still.
 */
export type OutcomeKind =
  | 'started'
  | 'succeeded'
  | 'succeeded-with-errors'
  | 'empty'
  | 'nothing-to-do'
  | 'reused'
  | 'truncated'
  | 'failed'
  | 'cancelled-by-us'
  | 'cancelled-elsewhere'
  | 'cancel-unconfirmed'
  | 'timed-out-cancelled'
  | 'timed-out-detached'
  | 'stalled'
  | 'gone';

/**
 * Why a run found nothing to evaluate. `no-spans`: its window has none; `no-match`: the task's filter lets none through;
 * `labelled`: all carry the evaluations already; `not-indexed`: they were not there yet when the run looked.
 */
export type EmptyCause = (typeof EMPTY_CAUSES)[number];
export const EMPTY_CAUSES = ['no-spans', 'no-match', 'labelled', 'not-indexed'] as const;

/** How a run ended (design/run.md). */
export interface Outcome {
  kind: OutcomeKind;
  /** Share of errors among all that the run looked at, 0 to 1; 0 where it looked at nothing. */
  errorShare: number;
  /** The server's or our own reason, where there is one. */
  reason: string | null;
  /** Of `empty`; absent: it is not known. */
  cause?: EmptyCause;
}

/** What we know beside the run itself. */
export interface RunContext {
  /** We asked for this run to be cancelled, and why. */
  cancelledBy?: 'request' | 'deadline' | 'stall';
  /** The bound that was sent with the trigger; the server's own default when none was. */
  maxSpans?: number;
}

/** The server's bound where the trigger gave none (docs/api-contract.md 1.3). */
export const DEFAULT_MAX_SPANS = 10_000;

const NO_DATA = /no (data|spans|examples)\b/i;
const CANCELLED = /\b(cancel|abort|stopped by|terminated by)/i;
/** Says that something went wrong, so that "already" beside it means something else than "already labelled". */
const TROUBLE = /cancel|abort|delet|fail|error|refus|invalid|denied|missing/i;
const LABELLED =
  /\balready\b.*\b(label|evaluated|evaluations?\b|scored?\b)|\b(label|evaluations?\b|scores?\b).*\balready\b/i;
const NOTHING_LEFT = /nothing (left )?to (do|label|evaluate|score|run)/i;

/** Whether a reason says that all is labelled. An unknown reason does not: that would be a success nobody saw. */
const saysNothingToDo = (reason: string): boolean =>
  /override_evaluations/i.test(reason) ||
  (!TROUBLE.test(reason) && (LABELLED.test(reason) || NOTHING_LEFT.test(reason)));

/** The outcome of a run in a terminal status. */
export function classifyRun(run: RunReport, context: RunContext = {}): Outcome {
  return { kind: kindOf(run, context), errorShare: errorShareOf(run.counts), reason: run.failureReason };
}

function kindOf(run: RunReport, context: RunContext): OutcomeKind {
  if (run.status === 'FAILED') return 'failed';
  if (run.status === 'CANCELLED') return kindOfCancelled(run, context);
  if (totalOf(run.counts) === 0) return 'empty';
  if (run.counts.errors > 0) return 'succeeded-with-errors';
  return reachesMaxSpans(run, context) ? 'truncated' : 'succeeded';
}

// Not every CANCELLED is a cancel: the server also ends a run that way if nothing is left to label, and if the run could
// not work at all, as when the AI integration refused its key (docs/api-contract.md 3, rule 8).
function kindOfCancelled(run: RunReport, context: RunContext): OutcomeKind {
  const reason = run.failureReason ?? '';
  if (totalOf(run.counts) === 0 && saysNothingToDo(reason)) return 'nothing-to-do';
  if (totalOf(run.counts) === 0 && NO_DATA.test(reason) && !CANCELLED.test(reason)) return 'empty';
  if (reason !== '' && !CANCELLED.test(reason)) return 'failed';
  if (context.cancelledBy === 'deadline') return 'timed-out-cancelled';
  if (context.cancelledBy === 'stall') return 'stalled';
  if (context.cancelledBy === 'request') return 'cancelled-by-us';
  return 'cancelled-elsewhere';
}

/**
 * Whether a run stopped at its bound of spans, so that it did not see its whole window; also where it had errors, which
 * its outcome tells first. Only project evaluations are bounded by max_spans; they alone echo a window.
 */
export const reachesMaxSpans = (run: RunReport, context: RunContext): boolean =>
  run.dataStartTime !== null && totalOf(run.counts) >= (context.maxSpans ?? DEFAULT_MAX_SPANS);

function errorShareOf(counts: RunCounts): number {
  const total = totalOf(counts);
  return total === 0 ? 0 : counts.errors / total;
}
