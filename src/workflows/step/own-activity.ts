import { ApplicationFailure } from '@temporalio/common';
import type { ActivityCall, Step } from '../../model/pipeline/plan.js';
import {
  BUILT_IN_ACTIVITIES,
  UNKNOWN_ACTIVITY,
  notForPipelines,
} from '../../model/temporal/built-in-activities.js';
import { innermost } from '../shared/failures.js';
import { SUCCEEDED, failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteUntil } from './pipeline-state.js';
import { inTime, pipelineClock } from './step-clock.js';
import { callOwn } from './activities.js';
import { untilResumed } from './step-context.js';
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
  await untilResumed(context);
  // `timeout` is the time of each attempt, which Temporal repeats.
  const clock = pipelineClock(context.clock.pipelineEndMs);
  context.note(noteUntil('activity', clock));
  const call = {
    name,
    stepId: step.id,
    summary: `${name} of ${context.title}`,
    timeoutMs: step.timeoutMs ?? TIMEOUT_MS,
    retry: step.retry ?? RETRY,
  };
  try {
    const result = await inTime(clock, `the activity ${name} was being called`, (leftMs) =>
      callOwn({ ...call, leftMs }, input),
    );
    return { ...SUCCEEDED, attempts: 1, outputs: { result } };
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
