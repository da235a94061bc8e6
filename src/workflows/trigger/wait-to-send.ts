import { sleep } from '@temporalio/workflow';
import { CONFLICTS_BORNE, resendDelayMs } from '../../model/run/trigger-answer.js';
import { steady } from '../shared/activities.js';
import { failure } from '../shared/failures.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import type { WhenUnsent } from './trigger-beyond.js';
import { late } from './triggered.js';
import type { Triggered } from './triggered.js';

/**
 * Waits before a request that was not sent is sent again, or ends the trigger where its time would be over by then, or
 * where conflicts continue although no run of the task is active.
 */
export function waitToSend(prepared: Prepared): WhenUnsent<Triggered> {
  let idleConflicts = 0;
  return async ({ retryAfterMs, conflict }, unsent, posts) => {
    const isIdle = conflict !== null && !(await isBusy(prepared));
    idleConflicts = isIdle ? idleConflicts + 1 : 0;
    if (conflict !== null && idleConflicts >= CONFLICTS_BORNE) throw refused(prepared, conflict);
    const delayMs = resendDelayMs(unsent, retryAfterMs);
    if (isLate(prepared, delayMs)) return late(prepared, posts, conflict);
    await sleep(delayMs);
    return null;
  };
}

/** Also if its runs cannot be read. */
async function isBusy({ task: { id, name } }: Prepared): Promise<boolean> {
  const { runs, unread } = await steady.activeRuns({ tasks: [{ id, name, isContinuous: false }] });
  return runs.length > 0 || unread.length > 0;
}

function refused({ task, mark: { experimentName } }: Prepared, conflict: string): Error {
  const name =
    experimentName === null
      ? ''
      : ` and no experiment is named ${JSON.stringify(experimentName)} (the name of a deleted one may stay taken)`;
  return failure(
    'AxConflict',
    `task ${task.name}: ${CONFLICTS_BORNE} triggers in a row were refused with a conflict, though no run of the task is ` +
      `active${name}: ${conflict}`,
  );
}

const isLate = ({ giveUpAtMs }: Prepared, delayMs: number): boolean =>
  giveUpAtMs !== null && Date.now() + delayMs > giveUpAtMs;
