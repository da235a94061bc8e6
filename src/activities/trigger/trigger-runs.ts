import { ApplicationFailure } from '@temporalio/common';
import type { EvaluationTrigger } from '../../model/api/requests.js';
import type { TaskSummary } from '../../model/api/task.js';
import type { ActivityDeps } from '../base/deps.js';
import { durable } from '../base/durable.js';
import type { SharedWaits } from '../run/shared-waits.js';
import { triggerRun } from './trigger-run.js';
import type { TriggeredRun } from './trigger-run.js';

export interface TriggerRunsRequest {
  task: TaskSummary;
  /** Each is sent in a POST of its own. */
  triggers: EvaluationTrigger[];
  /** The execution that read the fence, or looked back to it, before these POSTs. */
  basedOn: string;
}

/** What one POST of several came to: as `triggerRun` returns it, or fails. */
export type PostEnd =
  { run: TriggeredRun } | { failure: { type: string; message: string; details: unknown[] } };

/**
 * Sends several POSTs side by side, each once, and tells what each came to. Must be scheduled as `triggerRun` is: if the
 * whole is lost, the fate of each of them is open.
 */
export const triggerRuns = (deps: ActivityDeps, waits: Pick<SharedWaits, 'crowd'>) => {
  const send = durable('triggerRun', triggerRun(deps, waits));
  return async ({ task, triggers, basedOn }: TriggerRunsRequest): Promise<PostEnd[]> =>
    Promise.all(triggers.map((fields) => send({ task, fields, basedOn }).then((run) => ({ run }), failed)));
};

function failed(error: unknown): PostEnd {
  if (!(error instanceof ApplicationFailure))
    return { failure: { type: '', message: String(error), details: [] } };
  const { type, message, details } = error;
  return { failure: { type: type ?? '', message, details: details ?? [] } };
}
