import { z } from 'zod';
import type { UpdateTaskRequest } from '../../model/api/requests.js';
import { isRunExperimentTask, type Task } from '../../model/api/task.js';
import { check, namesNeedSpace, present } from '../checks/check.js';
import { filter, name, reference, share, yesOrNo } from '../checks/fields.js';
import { quoted } from '../checks/quoted.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { NoUpdateFieldsError } from '../errors/no-update-fields-error.js';
import { evaluatorRules, evaluators, queryFilters } from './evaluators.js';
import { runConfigurationProblems } from './run-configuration.js';

const EVALUATION_FIELDS = [
  'samplingRate',
  'isContinuous',
  'queryFilter',
  'queryFilters',
  'evaluators',
] as const;
const FIELDS = ['name', ...EVALUATION_FIELDS, 'runConfiguration'] as const;

const update = z.strictObject({
  task: reference,
  space: reference.optional(),
  name: name.optional(),
  samplingRate: share.optional(),
  isContinuous: yesOrNo.optional(),
  queryFilter: filter.nullish(),
  queryFilters: queryFilters.nullish(),
  evaluators: evaluators.optional(),
  runConfiguration: z.unknown().optional(),
});

export const updateTaskAction = (request: { task: string }): string => `update task ${quoted(request?.task)}`;

/** What can be checked before the task's type is known. Without a field to change: NoUpdateFieldsError. */
export function checkUpdateTask(request: UpdateTaskRequest): void {
  if (present(request, FIELDS).length === 0) throw new NoUpdateFieldsError(updateTaskAction(request), FIELDS);
  check(
    updateTaskAction(request),
    request,
    update,
    namesNeedSpace<UpdateTaskRequest>('task'),
    evaluatorRules,
    ({ runConfiguration, space }) =>
      runConfiguration === undefined ? [] : runConfigurationProblems(runConfiguration, space),
  );
}

/** What the task's own kind forbids (contract section 1.3, "Update"): a clause for each field. */
export function checkUpdateFits(request: UpdateTaskRequest, task: Task): void {
  const problems = isRunExperimentTask(task)
    ? present(request, EVALUATION_FIELDS).map((field) => `${field} is for evaluation tasks only`)
    : evaluationProblems(request, task);
  if (problems.length === 0) return;
  throw new InvalidInputError(updateTaskAction(request), [...problems, `the task is a ${task.type} task`]);
}

function evaluationProblems(request: UpdateTaskRequest, task: Task): string[] {
  const problems =
    request.runConfiguration === undefined ? [] : ['runConfiguration is for RUN_EXPERIMENT tasks only'];
  if (task.projectId !== null || task.datasetId === null) return problems;
  if (request.samplingRate !== undefined) problems.push('samplingRate is for project tasks only');
  if (request.isContinuous === true) problems.push('isContinuous is for project tasks only');
  return problems;
}
