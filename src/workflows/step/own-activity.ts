import { ApplicationFailure } from '@temporalio/common';
import type { ActivityCall, Step } from '../../model/pipeline/plan.js';
import { OUR_ACTIVITIES, UNKNOWN_ACTIVITY, notForPipelines } from '../../model/temporal/our-activities.js';
import { innermost } from '../shared/failures.js';
import { TIME_IS_OVER, WELL, failed } from './draft.js';
import type { Draft } from './draft.js';
import { phase } from '../pipeline/engine.js';
import { callOwn } from '../pipeline/pipeline-activities.js';
import type { Place } from './run-attempts.js';

const TIMEOUT_MS = 10 * 60_000;
const RETRY = { attempts: 3, backoffMs: 1000, maxBackoffMs: 60_000 };

/** Calls an activity of the worker's own. Its retries are Temporal's. */
export async function ownActivity({ name, input }: ActivityCall, step: Step, place: Place): Promise<Draft> {
  if (OUR_ACTIVITIES.includes(name)) return failed(`activity is ${notForPipelines(name)}`);
  await place.untilResumed();
  const leftMs = place.deadlineMs === null ? null : place.deadlineMs - Date.now();
  if (leftMs !== null && leftMs <= 0) return failed(TIME_IS_OVER);
  place.note(phase('activity'));
  const timeoutMs = step.timeoutMs ?? TIMEOUT_MS;
  const call = { name, summary: `${name} of ${place.title}`, timeoutMs, leftMs, retry: step.retry ?? RETRY };
  try {
    return { ...WELL, attempts: 1, outputs: { result: await callOwn(call, input) } };
  } catch (error) {
    if (isUnknown(error)) return failed(`no worker of this pipeline has an activity ${JSON.stringify(name)}`);
    throw error;
  }
}

// A worker without our activities beside its own says it in the SDK's words.
function isUnknown(error: unknown): boolean {
  const inner = innermost(error);
  if (!(inner instanceof ApplicationFailure)) return false;
  return (
    inner.type === UNKNOWN_ACTIVITY ||
    (inner.type === 'NotFoundError' && / is not registered on /.test(inner.message))
  );
}
