import { z } from 'zod';
import type { ListRunsRequest, RunRef } from '../../model/api/requests.js';
import { plainId } from '../../model/api/resource-id.js';
import type { Page } from '../../model/api/resources.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { id } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import { path } from '../http/call.js';
import { DEFAULT_LIMIT, LIST_REQUESTS } from '../requests/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { pageOf } from '../wire/pages.js';
import { inCase } from '../wire/run-configuration.js';
import { aboutId } from '../checks/about.js';
import { taskRunSchema } from '../wire/task-run.js';

const runRef = z.strictObject({ runId: id });
const runPage = pageOf('task_runs', taskRunSchema);

/** Runs of a task, newest first (docs/api-contract.md 1.3). */
export async function listRuns(
  context: AxContext,
  request: ListRunsRequest,
  options: ApiCallOptions,
): Promise<Page<TaskRun>> {
  const what = `list runs of task ${quoted(request?.task)}`;
  check(what, request, LIST_REQUESTS.runs, namesNeedSpace<ListRunsRequest>('task'));
  const { status, limit = DEFAULT_LIMIT, cursor } = request;
  const task = await new LookUp(context, request.space, options).task(request.task);
  const query = {
    status: status === undefined ? undefined : inCase(status, context.wireCase),
    limit,
    cursor,
  };
  return context.transport.request(
    { what, method: 'GET', path: path`/v2/tasks/${task.id}/runs`, query, safety: 'safe', ...options },
    runPage,
    ({ items }) => items.map(({ taskId }) => aboutId('task', task.id, taskId)).find(isProblem) ?? null,
  );
}

/** A run by its ID; runs have no names to look up (docs/api-contract.md 3, rule 2). */
export async function getRun(context: AxContext, request: RunRef, options: ApiCallOptions): Promise<TaskRun> {
  const what = `get task run ${quoted(request?.runId)}`;
  check(what, request, runRef);
  return context.transport.request(
    { what, method: 'GET', path: path`/v2/task-runs/${plainId(request.runId)}`, safety: 'safe', ...options },
    taskRunSchema,
    (run) => aboutId('run', plainId(request.runId), run.id),
  );
}

/**
 * Cancels a run.
 * @throws InvalidRequestError if the run is neither PENDING nor RUNNING (docs/api-contract.md 3, rule 11).
 */
export async function cancelRun(
  context: AxContext,
  request: RunRef,
  options: ApiCallOptions,
): Promise<TaskRun> {
  const what = `cancel task run ${quoted(request?.runId)}`;
  check(what, request, runRef);
  return context.transport.request(
    {
      what,
      method: 'POST',
      path: path`/v2/task-runs/${plainId(request.runId)}/cancel`,
      safety: 'safe',
      ...options,
    },
    taskRunSchema,
    (run) => aboutId('run', plainId(request.runId), run.id),
  );
}

const isProblem = (problem: string | null): boolean => problem !== null;
