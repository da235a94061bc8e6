import { z } from 'zod';
import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  UpdateTaskRequest,
} from '../../model/api/requests.js';
import { check, namesNeedSpace, present } from '../checks/check.js';
import { filter, ids, name, oneOf, reference, share, yesOrNo } from '../checks/fields.js';
import { quoted } from '../base/texts.js';
import { evaluatorRules, evaluators, queryFilters } from './evaluators.js';
import { runConfigurationProblems } from './run-configuration.js';
import { EVALUATION_TASK_TYPES, isRunExperimentTask, type Task } from '../../model/api/task.js';
import { InvalidInputError, NoUpdateFieldsError } from '../base/errors.js';

const evaluationTask = z.strictObject({
  name,
  type: oneOf(EVALUATION_TASK_TYPES),
  space: reference.optional(),
  project: reference.optional(),
  dataset: reference.optional(),
  evaluators,
  experimentIds: ids.optional(),
  allowNoExperiments: yesOrNo.optional(),
  samplingRate: share.optional(),
  isContinuous: yesOrNo.optional(),
  queryFilter: filter.optional(),
  queryFilters: queryFilters.optional(),
});

export const createTaskAction = (request: { name: string }): string => `create task ${quoted(request?.name)}`;

/**
 * Checks the creation of an evaluation task (docs/api-contract.md 1.3, "Create, evaluation").
 * @throws InvalidInputError with every problem found.
 */
export function checkCreateEvaluationTask(request: CreateEvaluationTaskRequest): void {
  const needsSpace = namesNeedSpace<CreateEvaluationTaskRequest>('project', 'dataset');
  check(createTaskAction(request), request, evaluationTask, dataSourceRules, evaluatorRules, needsSpace);
}

function dataSourceRules(request: CreateEvaluationTaskRequest): (string | null)[] {
  const { project, dataset } = request;
  if ((project === undefined) === (dataset === undefined))
    return ['exactly one of project and dataset is required'];
  const experiments = request.experimentIds?.length ?? 0;
  if (dataset === undefined) return [experiments > 0 ? 'experimentIds are for dataset tasks only' : null];
  return [
    experiments > 0 || request.allowNoExperiments === true
      ? null
      : 'a dataset task requires at least one experiment in experimentIds (or set allowNoExperiments)',
    request.samplingRate === undefined ? null : 'samplingRate is for project tasks only',
    request.isContinuous === true ? 'isContinuous is for project tasks only' : null,
  ];
}

const runExperimentTask = z.strictObject({
  name,
  space: reference.optional(),
  dataset: reference,
  runConfiguration: z.unknown().optional(),
});

/**
 * Checks the creation of a run-experiment task (docs/api-contract.md 1.3, "Create, run experiment").
 * @throws InvalidInputError with every problem found.
 */
export function checkCreateRunExperimentTask(request: CreateRunExperimentTaskRequest): void {
  check(
    createTaskAction(request),
    request,
    runExperimentTask,
    namesNeedSpace<CreateRunExperimentTaskRequest>('dataset'),
    ({ runConfiguration, space }) => runConfigurationProblems(runConfiguration, space),
  );
}

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

/**
 * Checks what can be checked before the task's type is known.
 * @throws NoUpdateFieldsError if no field is set; InvalidInputError with every other problem.
 */
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

/**
 * Checks that the fields fit the task's kind (docs/api-contract.md 1.3, "Update").
 * @throws InvalidInputError with a clause for each field that does not.
 */
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
