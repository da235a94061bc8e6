import { z } from 'zod';
import type { TriggerFields, TriggerRunRequest } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { TaskRun } from '../../model/api/task-run.js';
import { isProjectTask, type Task } from '../../model/api/task.js';
import { triggerFitProblems, type TaskKind } from '../../model/run/trigger-fit.js';
import { fixWindow, futureWarning } from '../../model/time/window.js';
import { check, namesNeedSpace, needsSpace, type Rule } from '../checks/check.js';
import { aboutTrigger } from '../checks/about.js';
import { reference } from '../checks/fields.js';
import { isName, quoted } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import { InvalidInputError } from '../base/errors.js';
import type { ApiCallOptions } from '../http/call.js';
import { path } from '../http/call.js';
import { triggerBody, triggerRules, triggerShape } from '../requests/trigger.js';
import { LookUp } from '../resolve/look-up.js';
import { taskRunSchema } from '../wire/task-run.js';
import { fetchTask } from './tasks.js';

/** A trigger that is ready to send: the task, and fields that fit it, with IDs instead of names and both ends of a window. */
export interface PreparedTrigger {
  task: Task;
  fields: TriggerFields;
}

const triggerFields = z.strictObject(triggerShape);
const triggerRequest = triggerFields.extend({ task: reference, space: reference.optional() });

const triggerAction = (task: unknown): string => `trigger task ${quoted(task)}`;

/**
 * Everything before the POST: reads the task, resolves names and fixes the window.
 * @throws InvalidInputError if the fields do not fit the task.
 */
export async function prepareTrigger(
  context: AxContext,
  request: TriggerRunRequest,
  options: ApiCallOptions,
  nowMs = Date.now(),
): Promise<PreparedTrigger> {
  const namesOfTasks: Rule<TriggerRunRequest> = ({ evaluationTaskIds, space }) =>
    listOf(evaluationTaskIds).map((one) => needsSpace('evaluationTaskIds', one, space));
  check(
    triggerAction(request?.task),
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
  if (window !== null && 'problem' in window)
    throw new InvalidInputError(triggerAction(text), [window.problem]);
  const warning = futureWarning(given, nowMs);
  if (warning !== null) context.warn(warning);
  return { task, fields: { ...given, ...window, ...(await evaluationTasks(context, request, options)) } };
}

const fieldsOf = (request: TriggerRunRequest): TriggerFields =>
  Object.fromEntries(Object.entries(request).filter(([member]) => member in triggerShape));

/** Calls {@link prepareTrigger}, then {@link postTrigger}. */
export async function triggerRun(
  context: AxContext,
  request: TriggerRunRequest,
  options: ApiCallOptions,
): Promise<TaskRun> {
  const { task, fields } = await prepareTrigger(context, request, options);
  return postTrigger(context, task, fields, options);
}

/**
 * Sends exactly one POST, on its own connection, and no other request. It refuses names, and project tasks without both
 * ends of their window, because it would need another request to settle them.
 */
export async function postTrigger(
  context: AxContext,
  task: TaskKind,
  fields: TriggerFields,
  options: ApiCallOptions,
): Promise<TaskRun> {
  check(triggerAction(task.id), fields, triggerFields, triggerRules);
  refuse(task.id, [...triggerFitProblems(fields, task), ...unsettled(task, fields)], task);
  return context.transport.request(
    {
      what: triggerAction(task.id),
      method: 'POST',
      path: path`/v2/tasks/${task.id}/trigger`,
      body: triggerBody(fields),
      safety: 'unsafe',
      names: fields.experimentName !== undefined,
      ...options,
    },
    taskRunSchema,
    (run) => aboutTrigger(task.id, fields, run),
  );
}

function unsettled(task: TaskKind, fields: TriggerFields): string[] {
  const window =
    isProjectTask(task) && (fields.dataStartTime === undefined || fields.dataEndTime === undefined);
  const named = (fields.evaluationTaskIds ?? []).filter(isName);
  return [
    ...(window ? ['a project task requires both dataStartTime and dataEndTime'] : []),
    ...named.map((one) => `evaluationTaskIds: ${quoted(one)} is a name; look up its ID first`),
  ];
}

function refuse(text: string, problems: string[], task: TaskKind): void {
  if (problems.length === 0) return;
  throw new InvalidInputError(triggerAction(text), [...problems, `the task is a ${task.type} task`]);
}

async function evaluationTasks(
  context: AxContext,
  { evaluationTaskIds, space }: TriggerRunRequest,
  options: ApiCallOptions,
): Promise<Pick<TriggerFields, 'evaluationTaskIds'>> {
  if (evaluationTaskIds === undefined) return {};
  const lookUp = new LookUp(context, space, options);
  const ids: string[] = [];
  for (const text of evaluationTaskIds) ids.push(referenceTo((await lookUp.task(text)).id));
  return { evaluationTaskIds: ids };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
