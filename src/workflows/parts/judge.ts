import { classifyRun } from '../../model/outcome.js';
import type { Outcome, OutcomeKind, RunContext } from '../../model/outcome.js';
import type { RunReport } from '../../model/run-report.js';
import type { WaitEnd } from './await-end.js';
import type { StopResult } from './stop-run.js';

/** A run's last known state and what it amounts to. */
export interface Judged {
  run: RunReport | null;
  outcome: Outcome;
}

const outcome = (kind: OutcomeKind, reason: string | null): Outcome => ({ kind, errorShare: 0, reason });

export const judgeEnd = (end: Extract<WaitEnd, { kind: 'ended' | 'gone' }>, context: RunContext): Judged =>
  end.kind === 'ended' ? { run: end.run, outcome: classifyRun(end.run, context) } : GONE;

export const judgeDetached = (latest: RunReport | null, why: string): Judged => ({
  run: latest,
  outcome: outcome('timed-out-detached', `${why}; the run was left to go on`),
});

/** `context` says who asked for the stop; a run that had ended by itself keeps its real outcome. */
export function judgeStopped(stopped: StopResult, context: RunContext): Judged {
  if (stopped.kind !== 'unconfirmed') return judgeEnd(stopped, context);
  return { run: null, outcome: outcome('cancel-unconfirmed', stopped.reason) };
}

export const NOT_STARTED: Judged = {
  run: null,
  outcome: outcome('cancelled-by-us', 'cancelled before a run was started'),
};

export const nothingToRunOn = (reason: string): Judged => ({ run: null, outcome: outcome('empty', reason) });

export const STARTED: Judged = { run: null, outcome: outcome('started', null) };

const GONE: Judged = {
  run: null,
  outcome: outcome('gone', 'the service no longer knows the run: it or its task was deleted'),
};
