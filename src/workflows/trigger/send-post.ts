import type { TriggeredRun } from '../../activities/trigger/trigger-run.js';
import { isCancellation } from '@temporalio/workflow';
import { sortTriggerFailure } from '../../model/run/trigger-answer.js';
import type { TriggerAnswer } from '../../model/run/trigger-answer.js';
import { definedOnly } from '../../model/base/objects.js';
import { isNewAt } from '../../model/run/fence.js';
import type { Fence } from '../../model/run/fence.js';
import { posting } from '../shared/activities.js';
import { innermost, readTriggerFailure } from '../shared/failures.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';

export type NotSent = Extract<TriggerAnswer, { kind: 'not-sent' }> & {
  /** What the service said if it refused the request with a conflict, although no experiment has the name; else null. */
  conflict: string | null;
};
type Created = { kind: 'created' } & Pick<TriggeredRun, 'runId' | 'createdByUserId' | 'seen'>;
type Failed<Kind> = { kind: Kind; error: unknown };

/** An answer after which it is known whether there is a run. */
export type Conclusive = Created | Failed<'no-data' | 'refused'>;

/** What a POST came to. */
export type Sent = NotSent | Conclusive | Failed<'conflict'> | Failed<'ambiguous'>;

/** Sends a POST of a trigger. `basedOn` as in `TriggerRunRequest`. */
export type SendPost = (prepared: Prepared, basedOn: string, fence: Fence) => Promise<Sent>;

/** Sends one POST and sorts its answer (design/trigger-once.md, steps 4 and 5). */
export const sendPost: SendPost = async ({ task, fields }, basedOn, fence) => {
  try {
    return answered(await posting(`trigger ${task.name}`).triggerRun({ task, fields, basedOn }), fence);
  } catch (error) {
    return failed(error);
  }
};

/** An answer that names a run which existed at the fence is not this POST's, as from a cache, and leaves its fate open. */
export function answered(run: TriggeredRun, fence: Fence): Sent {
  if (!isNewAt({ id: run.runId, createdAt: run.createdAt }, fence))
    return { kind: 'ambiguous', error: `the answer names run ${run.runId}, which existed before` };
  const { runId, createdByUserId, seen } = run;
  return { kind: 'created', runId, createdByUserId, ...definedOnly({ seen }) };
}

/** @throws the error if it is a cancellation: nothing was sent */
export function failed(error: unknown): Sent {
  if (isCancellation(error)) throw error;
  const answer = sortTriggerFailure(readTriggerFailure(error));
  if (answer.kind === 'not-sent') return { ...answer, conflict: null };
  return { kind: answer.kind, error: innermost(error) };
}
