import { ApplicationFailure } from '@temporalio/common';
import type { ActivityCall, Step } from '../../model/pipeline/plan.js';
import {
  BUILT_IN_ACTIVITIES,
  UNKNOWN_ACTIVITY,
  notForPipelines,
} from '../../model/temporal/built-in-activities.js';
import { innermost } from '../shared/failures.js';
import { PAST_DEADLINE, SUCCEEDED, failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteOf } from './pipeline-state.js';
import { callOwn } from './activities.js';
import type { StepContext } from './step-context.js';

const TIMEOUT_MS = 10 * 60_000;
const RETRY = { attempts: 3, backoffMs: 1000, maxBackoffMs: 60_000 };

/** Calls an activity of the user's worker. Temporal retries it. */
export async function ownActivity(
  { name, input }: ActivityCall,
  step: Step,
  context: StepContext,
): Promise<UnfinishedResult> {
  if (BUILT_IN_ACTIVITIES.includes(name)) return failed(`activity is ${notForPipelines(name)}`);
  await context.untilResumed();
  const leftMs = context.deadlineMs === null ? null : context.deadlineMs - Date.now();
  if (leftMs !== null && leftMs <= 0) return failed(PAST_DEADLINE);
  context.note(noteOf('activity'));
  const timeoutMs = step.timeoutMs ?? TIMEOUT_MS;
  const call = {
    name,
    summary: `${name} of ${context.title}`,
    timeoutMs,
    leftMs,
    retry: step.retry ?? RETRY,
  };
  try {
    return { ...SUCCEEDED, attempts: 1, outputs: { result: await callOwn(call, input) } };
  } catch (error) {
    if (isUnknown(error))
      return failed(`no worker on the pipeline's task queue has an activity ${JSON.stringify(name)}`);
    throw error;
  }
}

// A worker without our activities reports it in the words of Temporal's SDK.
function isUnknown(error: unknown): boolean {
  const inner = innermost(error);
  if (!(inner instanceof ApplicationFailure)) return false;
  return (
    inner.type === UNKNOWN_ACTIVITY ||
    (inner.type === 'NotFoundError' && / is not registered on /.test(inner.message))
  );
}
