import type { OutcomeKind } from '../run/outcome.js';
import type { OnEmpty, OnEmptyAction, RetryPolicy, Step } from './plan.js';
import type { RunResult } from '../run/run-result.js';
import type { StepState } from './results.js';
import type { Verdict } from '../run/verdict.js';

/** How an attempt ended: with a result, or without one because the trigger was refused or its fate is unknown. */
export type AttemptEnd =
  | { result: RunResult }
  /** `canBeTried`: it is certain that no run was started. `isUnresolved`: the next start of the same looks for it. */
  | { refused: string; canBeTried: boolean; isUnresolved: boolean };

/** The attempts so far, including the one that just ended: those that `retry` bounds, and those that `onEmpty` bounds. */
export interface Tries {
  failed: number;
  empty: number;
}

/** What follows an attempt. */
export type AfterAttempt =
  | { then: 'end'; state: StepState; reason: string | null }
  | { then: 'again'; afterMs: number; reason: string };

/** The state of a step by the verdict of its run. */
const STATE_OF_VERDICT: Readonly<Record<Verdict, StepState>> = {
  good: 'succeeded',
  errors: 'failed',
  failed: 'failed',
  cancelled: 'cancelled',
  running: 'running',
};

/** Whether the attempt found nothing to evaluate and the step has `onEmpty`, which counts such attempts separately. */
export const isEmptyTry = (step: Step, end: AttemptEnd): boolean =>
  step.onEmpty !== undefined &&
  'result' in end &&
  end.result.outcome.kind === 'empty' &&
  end.result.verdict !== 'good';

/** What a step does after an attempt (design/pipeline.md). */
export function afterAttempt(step: Step, end: AttemptEnd, tries: Tries): AfterAttempt {
  const ended = endOf(end);
  if (ended.state === 'succeeded') return { then: 'end', ...ended };
  const reason = ended.reason ?? 'the run failed';
  if (isEmptyTry(step, end)) return afterEmpty(actionFor(step.onEmpty, end), tries, reason);
  const { retry } = step;
  if (retry === undefined || tries.failed >= retry.attempts || !isWorthIt(retry, end))
    return { then: 'end', ...ended };
  return { then: 'again', afterMs: backoffMs(retry, tries.failed), reason };
}

/** What `onEmpty` says of the cause for which an attempt found nothing. */
function actionFor(onEmpty: OnEmpty | undefined, end: AttemptEnd): OnEmptyAction {
  if (onEmpty === undefined) return { action: 'fail' };
  if (onEmpty.action !== 'by-cause') return onEmpty;
  const cause = 'result' in end ? end.result.outcome.cause : undefined;
  return (cause === undefined ? undefined : onEmpty.causes[cause]) ?? onEmpty.otherwise;
}

function afterEmpty(onEmpty: OnEmptyAction, { empty }: Tries, reason: string): AfterAttempt {
  if (onEmpty.action === 'retry' && empty < onEmpty.attempts)
    return { then: 'again', afterMs: onEmpty.afterMs, reason };
  const last = onEmpty.action === 'retry' ? onEmpty.then : onEmpty.action;
  return { then: 'end', state: last === 'skip' ? 'skipped' : 'failed', reason };
}

function isWorthIt({ on }: RetryPolicy, end: AttemptEnd): boolean {
  if ('result' in end) return on.includes(end.result.outcome.kind);
  return end.canBeTried && on.includes('refused');
}

/** The backoff after `failed` failed attempts, in milliseconds. */
const backoffMs = ({ backoffMs: first, maxBackoffMs }: RetryPolicy, failed: number): number =>
  Math.min(maxBackoffMs, first * 2 ** Math.min(failed - 1, 30));

function endOf(end: AttemptEnd): { state: StepState; reason: string | null } {
  if ('refused' in end) return { state: 'failed', reason: end.refused };
  return { state: stateOf(end.result), reason: reasonOf(end.result) };
}

export const stateOf = ({ verdict }: Pick<RunResult, 'verdict'>): StepState => STATE_OF_VERDICT[verdict];

const REASONS: Partial<Record<OutcomeKind, string>> = {
  empty: 'the run found nothing to evaluate',
  truncated: 'the run stopped at its limit of spans',
  'cancelled-elsewhere': 'somebody else cancelled the run',
};

/** Why the verdict of a run is not `good`. If it is, the service's reason or null. */
function reasonOf({ outcome, verdict, chained = [] }: RunResult): string | null {
  if (outcome.reason !== null || verdict === 'good') return outcome.reason;
  const bad = chained.find((other) => other.verdict !== 'good');
  if (outcome.kind === 'succeeded' && bad !== undefined)
    return `the evaluation ${bad.taskId} that followed: ${bad.outcome.reason ?? bad.outcome.kind}`;
  if (outcome.kind === 'succeeded-with-errors') return `${(outcome.errorShare * 100).toFixed(1)}% errors`;
  return REASONS[outcome.kind] ?? null;
}
