import { defineUpdate, setHandler } from '@temporalio/workflow';
import { BACKFILL_UPDATES, MAX_LIMIT } from '../../model/backfill/backfill.js';
import type { ResizeRequest, RetryFailedRequest, WindowState } from '../../model/backfill/backfill.js';
import { BAD_STATES } from '../../model/backfill/backfill-board.js';
import { capReached } from '../../model/backfill/backfill-next.js';
import { askedBy } from '../../model/base/control-request.js';
import { PIPELINE_UPDATES } from '../../model/pipeline/messages.js';
import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import { failure } from '../shared/failures.js';
import type { Backfill } from './backfill.js';
import { cancelTriggers } from './stop-windows.js';

/** Takes the updates of a backfill. Their validators refuse, with the reason, what makes no sense. */
export function takeBackfillUpdates(backfill: Backfill): void {
  take<ControlRequest>(backfill, PIPELINE_UPDATES.pause, pause, () =>
    backfill.paused === null ? null : `the backfill is ${askedBy('paused already,', paused(backfill))}`,
  );
  take<ControlRequest>(backfill, PIPELINE_UPDATES.resume, resume, () => whyNotResume(backfill));
  take<ResizeRequest>(backfill, BACKFILL_UPDATES.resize, resize, ({ limit }) =>
    Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT
      ? null
      : `the limit must be a whole number from 1 to ${MAX_LIMIT}`,
  );
  take<RetryFailedRequest>(backfill, BACKFILL_UPDATES.retryFailed, retry, (request) =>
    toRetry(backfill, request).length === 0 ? 'no window is to be run again' : whyStopped(backfill),
  );
}

function take<Request extends ControlRequest>(
  backfill: Backfill,
  name: string,
  accept: (backfill: Backfill, request: Request) => string,
  whyNot: (request: Request) => string | null,
): void {
  const handler = (request: Request): Accepted => {
    backfill.hasNews = true;
    return { message: accept(backfill, request) };
  };
  const validator = (request: Request): void => {
    const problem = closed(backfill) ?? nameless(request) ?? whyNot(request);
    if (problem !== null) throw failure('InvalidInput', problem);
  };
  setHandler(defineUpdate<Accepted, [Request]>(name), handler, { validator });
}

function closed({ isCancelled, isConcluding }: Backfill): string | null {
  if (isCancelled) return 'the backfill is being cancelled';
  return isConcluding ? 'the backfill has ended' : null;
}

const nameless = (request: ControlRequest | undefined): string | null =>
  typeof request?.by === 'string' && request.by !== '' ? null : 'the request does not say by whom it is made';

const paused = ({ paused: pause }: Backfill): ControlRequest => ({
  by: pause?.by ?? '',
  reason: pause?.reason ?? '',
});

const whyStopped = ({ stopped }: Backfill): string | null =>
  stopped === null ? null : `the backfill has stopped: ${stopped}`;

function whyNotResume(backfill: Backfill): string | null {
  if (backfill.paused === null) return 'the backfill is not paused';
  const cap = capReached(backfill);
  return cap === null
    ? whyStopped(backfill)
    : `${cap}; cancel this backfill, and plan another one of what is missing`;
}

function pause(backfill: Backfill, { by, reason }: ControlRequest): string {
  backfill.paused = { at: new Date().toISOString(), by, reason: reason ?? null };
  // What waits behind another intent has not begun.
  cancelTriggers(backfill, ['waiting-for-turn']);
  const { size } = backfill.live;
  return `The backfill is paused; ${size === 0 ? 'nothing runs' : `${size} ${size === 1 ? 'run goes' : 'runs go'} on to the end`}.`;
}

function resume(backfill: Backfill): string {
  backfill.paused = null;
  return 'The backfill goes on.';
}

function resize(backfill: Backfill, { limit }: ResizeRequest): string {
  const before = backfill.limit;
  backfill.limit = limit;
  return `At most ${limit} run at once from now on, instead of ${before}.`;
}

function toRetry({ states }: Backfill, { unresolved = false }: RetryFailedRequest): number[] {
  const isMeant = (state: WindowState): boolean =>
    BAD_STATES.has(state) || (unresolved && state === 'unresolved');
  return states.flatMap((state, at) => (isMeant(state) ? [at] : []));
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
  return `${again.length} ${again.length === 1 ? 'window is' : 'windows are'} run again${when}.`;
}
