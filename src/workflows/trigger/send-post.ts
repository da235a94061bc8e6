import { isCancellation } from '@temporalio/workflow';
import { sortTriggerFailure } from '../../model/run/trigger-answer.js';
import type { TriggerAnswer } from '../../model/run/trigger-answer.js';
import { post } from '../shared/activities.js';
import { innermost, readTriggerFailure } from '../shared/failures.js';
import type { Prepared } from './prepare.js';

export type NotSent = Extract<TriggerAnswer, { kind: 'not-sent' }>;
type Created = { kind: 'created'; runId: string; createdByUserId: string | null };
type Failed = { kind: Exclude<TriggerAnswer['kind'], 'not-sent'>; error: unknown };

/** An answer after which it is known whether there is a run. */
export type Conclusive = Created | (Failed & { kind: Exclude<Failed['kind'], 'ambiguous'> });

/** Sends one POST and sorts its answer (design/trigger-once.md, steps 4 and 5). `basedOn` as in `TriggerRunRequest`. */
export async function sendPost(
  { task, fields }: Prepared,
  basedOn: string,
): Promise<NotSent | Conclusive | (Failed & { kind: 'ambiguous' })> {
  try {
    const run = await post.triggerRun({ task, fields, basedOn });
    return { kind: 'created', runId: run.runId, createdByUserId: run.createdByUserId };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const answer = sortTriggerFailure(readTriggerFailure(error));
    return answer.kind === 'not-sent' ? answer : { kind: answer.kind, error: innermost(error) };
  }
}
