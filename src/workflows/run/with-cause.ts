import { ActivityFailure } from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import type { RunResult } from '../../model/run/run-result.js';
import { steadyFor } from '../shared/activities.js';

/** Spans are only read to tell why: what is not answered by then stays untold. */
const GIVE_UP_MS = 2 * 60_000;

/** The result of a run that found nothing, with the cause; any other as it is. */
export async function withCause(result: RunResult): Promise<RunResult> {
  const { taskId, window, run, outcome } = result;
  if (outcome.kind !== 'empty' || taskId === null || window === null) return result;
  const createdAt = run?.createdAt ?? new Date().toISOString();
  try {
    const told = await steadyFor(GIVE_UP_MS).whyEmpty({ taskId, window, createdAt });
    if (told === null) return result;
    const reason = outcome.reason === null ? told.text : `${outcome.reason}; ${told.text}`;
    return { ...result, outcome: { ...outcome, reason, cause: told.cause } };
  } catch (error) {
    if (error instanceof ActivityFailure && !isCancellation(error)) return result;
    throw error;
  }
}
