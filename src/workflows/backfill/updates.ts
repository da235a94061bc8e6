import { askedBy } from '../../model/base/control-request.js';
import type { ControlRequest } from '../../model/base/control-request.js';
import { flag, optional } from '../../model/base/checks.js';
import { limitCheck } from '../../model/backfill/backfill-problem.js';
import { BACKFILL_UPDATES } from '../../model/backfill/messages.js';
import type { WindowState } from '../../model/backfill/backfill.js';
import type { ResizeRequest, RetryFailedRequest } from '../../model/backfill/messages.js';
import { BAD_STATES } from '../../model/backfill/backfill-board.js';
import { capReached } from '../../model/backfill/backfill-next.js';
import { updateHandler } from '../shared/updates.js';
import type { Backfill } from './backfill.js';
import { cancelTriggers } from './stop-windows.js';

/** Handles the updates of a backfill. A request that makes no sense is refused. */
export function handleUpdates(backfill: Backfill): void {
  const on = updateHandler('backfill', backfill);
  const { pause, resume, resize, retryFailed } = BACKFILL_UPDATES;
  on<ControlRequest>(
    pause,
    () => pauseProblem(backfill),
    (request) => pauseBackfill(backfill, request),
  );
  on<ControlRequest>(
    resume,
    () => resumeProblem(backfill),
    () => resumeBackfill(backfill),
  );
  on<ResizeRequest>(resize, limitProblem, (request) => resizeBackfill(backfill, request));
  on<RetryFailedRequest>(
    retryFailed,
    (request) => retryProblem(backfill, request),
    (request) => retry(backfill, request),
  );
}

function pauseProblem({ paused }: Backfill): string | null {
  if (paused === null) return null;
  const { by, reason } = paused;
  return `the backfill is already ${askedBy('paused', { by, reason: reason ?? '' })}`;
}

function resumeProblem(backfill: Backfill): string | null {
  if (backfill.paused === null) return 'the backfill is not paused';
  const cap = capReached(backfill);
  return cap === null
    ? stopProblem(backfill)
    : `${cap}; cancel this backfill, and plan another one for what is missing`;
}

const stopProblem = ({ stopped }: Backfill): string | null =>
  stopped === null ? null : `the backfill has stopped: ${stopped}`;

const limitProblem = ({ limit }: ResizeRequest): string | null => limitCheck(limit, 'limit');

function retryProblem(backfill: Backfill, request: RetryFailedRequest): string | null {
  const problem = optional(flag)(request.unresolved, 'unresolved');
  if (problem !== null) return problem;
  return toRetry(backfill, request).length === 0
    ? 'no window failed, so there is nothing to retry'
    : stopProblem(backfill);
}

function pauseBackfill(backfill: Backfill, { by, reason }: ControlRequest): string {
  backfill.paused = { at: new Date().toISOString(), by, reason: reason ?? null };
  // A window that waits for its turn has not started.
  cancelTriggers(backfill, ['waiting-for-turn']);
  const { size } = backfill.live;
  if (size === 0) return 'The backfill is paused; no window is running.';
  return `The backfill is paused; ${size} running ${size === 1 ? 'window continues to its' : 'windows continue to their'} end.`;
}

function resumeBackfill(backfill: Backfill): string {
  backfill.paused = null;
  return 'The backfill is resumed.';
}

function resizeBackfill(backfill: Backfill, { limit }: ResizeRequest): string {
  const before = backfill.limit;
  backfill.limit = limit;
  return `The limit is now ${limit} runs at once; it was ${before}.`;
}

function toRetry({ states }: Backfill, { unresolved = false }: RetryFailedRequest): number[] {
  const isChosen = (state: WindowState): boolean =>
    BAD_STATES.has(state) || (unresolved && state === 'unresolved');
  return states.flatMap((state, at) => (isChosen(state) ? [at] : []));
}

function retry(backfill: Backfill, request: RetryFailedRequest): string {
  const again = toRetry(backfill, request);
  for (const at of again) {
    backfill.states[at] = 'waiting';
    backfill.attempts.set(at, (backfill.attempts.get(at) ?? 1) + 1);
  }
  const chosen = new Set(again);
  backfill.problems = backfill.problems.filter(({ at }) => !chosen.has(at));
  const when = backfill.paused === null ? '' : ' when the backfill is resumed';
  return `${again.length} ${again.length === 1 ? 'window runs' : 'windows run'} again${when}.`;
}
