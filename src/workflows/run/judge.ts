import { reusedText } from '../../model/run/outcome-text.js';
import type { ExistingExperiment } from '../../model/run/fence.js';
import { classifyRun } from '../../model/run/outcome.js';
import type { Outcome, OutcomeKind, RunContext } from '../../model/run/outcome.js';
import type { RunReport } from '../../model/api/task-run.js';
import { definedOnly } from '../../model/base/objects.js';
import { formatDuration } from '../../model/time/duration.js';
import type { WaitEnd } from './await-end.js';
import type { StopResult } from '../shared/stop-runs.js';

/** A run's last known state and what it amounts to. */
export interface Judged {
  run: RunReport | null;
  outcome: Outcome;
  /** As in `RunResult`. */
  stalledMs?: number;
}

const outcome = (kind: OutcomeKind, reason: string | null): Outcome => ({ kind, errorShare: 0, reason });

export function judgeEnd(end: Extract<WaitEnd, { kind: 'ended' | 'gone' }>, context: RunContext): Judged {
  if (end.kind === 'gone') return GONE;
  const { run, stalledMs } = end;
  return { run, outcome: classifyRun(run, context), ...definedOnly({ stalledMs }) };
}

/** A run that was to be cancelled since it was stalled; one that had ended by itself keeps its real outcome. */
export function judgeStalled(stopped: StopResult, stalledMs: number, context: RunContext): Judged {
  const judged = judgeStopped(stopped, { ...context, cancelledBy: 'stall' });
  if (judged.outcome.kind !== 'stalled') return { ...judged, stalledMs };
  const reason = `its status and counts stood still for ${formatDuration(stalledMs)}`;
  return { ...judged, stalledMs, outcome: { ...judged.outcome, reason } };
}

export const judgeDetached = (latest: RunReport | null, why: string): Judged => ({
  run: latest,
  outcome: outcome('timed-out-detached', `${why}; the run was left to go on`),
});

/** `context` says who asked for the stop; a run that had ended by itself keeps its real outcome. */
export function judgeStopped(stopped: StopResult, context: RunContext): Judged {
  if (stopped.kind !== 'unconfirmed') return judgeEnd(stopped, context);
  return notConfirmed(stopped.reason);
}

export const notConfirmed = (reason: string): Judged => ({
  run: null,
  outcome: outcome('cancel-unconfirmed', reason),
});

export const NOT_STARTED: Judged = {
  run: null,
  outcome: outcome('cancelled-by-us', 'cancelled before a run was started'),
};

export const neverStarted = (reason: string): Judged => ({
  run: null,
  outcome: outcome('timed-out-cancelled', reason),
});

export const notChained = (withinMs: number): Judged => ({
  run: null,
  outcome: outcome(
    'gone',
    `the service started no run of it within ${withinMs / 60_000} minutes of the experiment`,
  ),
});

// Not `gone`: it may well be there, and active.
export const notLooked = (why: string): Judged => ({
  run: null,
  outcome: outcome('timed-out-detached', `whether the service started a run of it is not known: ${why}`),
});

export const oneOfSeveral: Judged = {
  run: null,
  outcome: outcome(
    'cancel-unconfirmed',
    'one of several runs that may follow the experiment, so not cancelled',
  ),
};

export const nothingToRunOn = (reason: string): Judged => ({ run: null, outcome: outcome('empty', reason) });

export const reusedInstead = (existing: ExistingExperiment): Judged => ({
  run: null,
  outcome: outcome('reused', reusedText(existing)),
});

export const STARTED: Judged = { run: null, outcome: outcome('started', null) };

const GONE: Judged = {
  run: null,
  outcome: outcome('gone', 'the service no longer knows the run: it or its task was deleted'),
};
