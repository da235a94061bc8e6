import { workflowInfo } from '@temporalio/workflow';
import { pauseNotice } from '../../model/backfill/backfill-notices.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { messageOf, readTriggerFailure } from '../shared/failures.js';
import type { BackfillPause } from '../../model/backfill/backfill.js';
import type { Backfill } from './backfill.js';

/** What a refusal means that every window would meet: a task that is not there stops, all else pauses. */
export function refuse(backfill: Backfill, error: unknown): void {
  const reason = messageOf(error);
  if (!refuseAll(backfill, readTriggerFailure(error).type, reason)) pauseByItself(backfill, reason);
}

/** The same of a trigger, by its failure's type; returns false if it concerns its own window alone. */
export function refuseAll(backfill: Backfill, type: string | null, reason: string): boolean {
  if (type === ('AxNotFound' satisfies FailureType)) stopPermanently(backfill, reason);
  else if (type !== null && OF_ONE_WINDOW.has(type)) return false;
  else pauseByItself(backfill, reason);
  return true;
}

const OF_ONE_WINDOW: ReadonlySet<string> = new Set<FailureType>([
  'AxInvalidRequest',
  'AxUnprocessable',
  'AxConflict',
  'InvalidInput',
]);

/** Pauses by itself, unless it is paused already. */
export function pauseByItself(
  backfill: Backfill,
  reason: string,
  how: Pick<BackfillPause, 'isFinal'> = {},
): void {
  backfill.hasNews = true;
  if (backfill.paused !== null) return;
  const pause = { at: new Date().toISOString(), by: 'the backfill', reason, ...how };
  backfill.paused = pause;
  backfill.pauses++;
  const { pauses, teller } = backfill;
  teller.tell(pauseNotice(backfill, { ...pause, pauses }, workflowInfo().workflowId));
}

/** Starts nothing more, permanently. */
export function stopPermanently(backfill: Backfill, reason: string): void {
  backfill.stopped ??= reason;
  backfill.hasNews = true;
}
