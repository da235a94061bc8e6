import { z } from 'zod';
import type { TriggerFields, TriggerRunRequest } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { isProjectTask, type Task } from '../../model/api/task.js';
import { triggerFitProblems, type TaskKind } from '../../model/run/trigger-fit.js';
import { fixWindow } from '../../model/time/window.js';
import { check, namesNeedSpace, needsSpace, type Rule } from '../checks/check.js';
import { reference } from '../checks/fields.js';
import { quoted } from '../checks/quoted.js';
import { isName } from '../checks/reference.js';
import type { AxContext } from '../context.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { CallOptions } from '../http/call.js';
import { path } from '../http/path.js';
import { triggerBody, triggerRules, triggerShape } from '../requests/trigger.js';
import { LookUp } from '../resolve/look-up.js';
import { taskRunSchema } from '../wire/task-run.js';
import { fetchTask } from './tasks.js';

/** A trigger ready to be sent: the task, and fields that fit it, with IDs in place of names and both ends of a window. */
export interface PreparedTrigger {
  task: Task;
  fields: TriggerFields;
}

const triggerFields = z.strictObject(triggerShape);
const triggerRequest = triggerFields.extend({ task: reference, space: reference.optional() });

const action = (task: unknown): string => `trigger task ${quoted(task)}`;

/** Everything before the POST: reads the task, refuses what does not fit it, resolves names, fixes the window. */
export async function prepareTrigger(
  context: AxContext,
  request: TriggerRunRequest,
  options: CallOptions,
  nowMs = Date.now(),
): Promise<PreparedTrigger> {
  const namesOfTasks: Rule<TriggerRunRequest> = ({ evaluationTaskIds, space }) =>
    listOf(evaluationTaskIds).map((one) => needsSpace('evaluationTaskIds', one, space));
  check(
    action(request?.task),
    request,
    triggerRequest,
    namesNeedSpace<TriggerRunRequest>('task'),
    triggerRules,
    namesOfTasks,
  );
  const text = request.task;
  const given = fieldsOf(request);
  const task = await fetchTask(context, request, options);
  refuse(text, triggerFitProblems(given, task), task);
  const window = isProjectTask(task) ? fixWindow(given, task.lastRunAt, nowMs) : null;
  if (window !== null && 'problem' in window) throw new InvalidInputError(action(text), [window.problem]);
  return { task, fields: { ...given, ...window, ...(await evaluationTasks(context, request, options)) } };
}

const fieldsOf = (request: TriggerRunRequest): TriggerFields =>
  Object.fromEntries(Object.entries(request).filter(([member]) => member in triggerShape));

/** prepareTrigger, then postTrigger. */
export async function triggerRun(
  context: AxContext,
  request: TriggerRunRequest,
  options: CallOptions,
): Promise<TaskRun> {
  const { task, fields } = await prepareTrigger(context, request, options);
  return postTrigger(context, task, fields, options);
}

/**
 * Exactly one POST, on a connection of its own, and nothing before or after it. Names are refused here, as is a project
 * task without both ends of its window: neither can be settled without another request.
 */
export async function postTrigger(
  context: AxContext,
  task: TaskKind,
  fields: TriggerFields,
  options: CallOptions,
): Promise<TaskRun> {
  check(action(task.id), fields, triggerFields, triggerRules);
  refuse(task.id, [...triggerFitProblems(fields, task), ...unsettled(task, fields)], task);
  return context.transport.request(
    {
      what: action(task.id),
      method: 'POST',
      path: path`/v2/tasks/${task.id}/trigger`,
      body: triggerBody(fields),
      safety: 'unsafe',
      names: fields.experimentName !== undefined,
      ...options,
    },
    taskRunSchema,
  );
}

function unsettled(task: TaskKind, fields: TriggerFields): string[] {
  const window =
    isProjectTask(task) && (fields.dataStartTime === undefined || fields.dataEndTime === undefined);
  const named = (fields.evaluationTaskIds ?? []).filter(isName);
  return [
    ...(window ? ['both dataStartTime and dataEndTime are needed for a project task'] : []),
    ...named.map((one) => `evaluationTaskIds: ${quoted(one)} is a name; look its ID up first`),
  ];
}

function refuse(text: string, problems: string[], task: TaskKind): void {
  if (problems.length === 0) return;
  throw new InvalidInputError(action(text), [...problems, `the task is a ${task.type} task`]);
}

async function evaluationTasks(
  context: AxContext,
  { evaluationTaskIds, space }: TriggerRunRequest,
  options: CallOptions,
): Promise<Pick<TriggerFields, 'evaluationTaskIds'>> {
  if (evaluationTaskIds === undefined) return {};
  const lookUp = new LookUp(context, space, options);
  const ids: string[] = [];
  for (const text of evaluationTaskIds) ids.push(referenceTo((await lookUp.task(text)).id));
  return { evaluationTaskIds: ids };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
