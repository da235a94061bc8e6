import { deadlineMsOf } from '../../model/time/deadline.js';
import type { Outcome } from '../../model/run/outcome.js';
import { CONFLICTS_BORNE, resendDelayMs } from '../../model/run/trigger-answer.js';
import type { TriggeredWindow } from '../../model/run/trigger-windows.js';
import { isThrottled, runningIds } from './backfill.js';
import type { Backfill } from './backfill.js';
import { endWindow, endUnresolved } from './end-window.js';
import { release } from './live-window.js';
import { pauseByItself, refuseAll } from './refuse.js';
import { reportWindowTrigger } from '../shared/report.js';

/** What the end of a trigger means for its window, and for the others. */
export function settleTrigger(
  backfill: Backfill,
  at: number,
  triggered: Exclude<TriggeredWindow, { kind: 'turn-taken' }>,
): void {
  backfill.hasNews = true;
  reportWindowTrigger(backfill.plan.task.name, triggered);
  if (triggered.kind !== 'not-sent') backfill.refusalsInARow = 0;
  switch (triggered.kind) {
    case 'started':
      return startedAs(backfill, at, triggered);
    case 'no-data':
      return endWindow(backfill, at, { run: null, outcome: outcome('empty', triggered.reason) });
    case 'cancelled':
      return release(backfill, at);
    case 'stale-fence':
      backfill.sharedFence = null;
      return release(backfill, at);
    case 'not-sent':
      throttle(backfill, triggered.retryAfterMs);
      if (triggered.conflict !== null) pauseOnConflicts(backfill, triggered.conflict);
      return release(backfill, at);
    case 'unresolved':
    case 'unconfirmed':
    case 'late':
      return endUnresolved(backfill, at, triggered.reason);
    case 'refused':
      if (refuseAll(backfill, triggered.type, triggered.reason)) return release(backfill, at);
      return endWindow(backfill, at, {
        run: null,
        outcome: outcome('failed', triggered.reason),
        isFinal: true,
      });
  }
}

const outcome = (kind: Outcome['kind'], reason: string): Outcome => ({ kind, errorShare: 0, reason });

/** The window has an active run. */
export function startedAs(
  backfill: Backfill,
  at: number,
  {
    runId,
    doubt,
    createdByUserId,
  }: Pick<Extract<TriggeredWindow, { kind: 'started' }>, 'runId' | 'doubt' | 'createdByUserId'>,
): void {
  const live = backfill.live.get(at);
  if (live === undefined) return;
  const { timeoutMs } = backfill.plan.options.wait;
  Object.assign(live, { runId, phase: 'running', sinceMs: Date.now() });
  live.deadlineMs = deadlineMsOf(Date.now(), timeoutMs, undefined);
  if (doubt !== undefined) live.doubt = doubt;
  backfill.createdByUserId ??= createdByUserId ?? null;
  backfill.known.add(runId);
  backfill.runs++;
  backfill.hasNews = true;
}

/** The task is busy with the runs of this backfill, or with somebody else's; not for ever. */
function pauseOnConflicts(backfill: Backfill, conflict: string): void {
  if (backfill.refusalsInARow < CONFLICTS_BORNE || runningIds(backfill).length > 0) return;
  pauseByItself(backfill, `${CONFLICTS_BORNE} triggers in a row were refused with a conflict: ${conflict}`);
}

// Many requests are refused at the same moment: together they count once.
function throttle(backfill: Backfill, retryAfterMs: number | null): void {
  if (!isThrottled(backfill)) backfill.refusalsInARow++;
  const untilMs = Date.now() + resendDelayMs(backfill.refusalsInARow, retryAfterMs);
  if (isThrottled(backfill) && retryAfterMs === null) return;
  backfill.throttledUntilMs = Math.max(untilMs, backfill.throttledUntilMs ?? 0);
}
