import type { CreateEvaluationTaskRequest } from '../../model/api/requests.js';
import type { EvaluationTaskType } from '../../model/api/task.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readEvaluators } from '../input/read-evaluators.js';
import { readQueryFilters } from '../input/read-query-filters.js';
import { requireSpace, spaceOf } from '../input/space.js';
import { continuousOf, requireOption } from './evaluation-options.js';
import type { CreateEvaluationOptions } from './evaluation-options.js';
import { callForTask } from './get-task.js';

export async function createEvaluation(
  context: CliContext,
  options: CreateEvaluationOptions,
): Promise<number> {
  const request = await requestOf(context, options);
  return callForTask(context, options, 'createEvaluationTask', request, 'Created the task.');
}

async function requestOf(
  context: CliContext,
  options: CreateEvaluationOptions,
): Promise<CreateEvaluationTaskRequest> {
  const { project, dataset, queryFilters } = options;
  const space = spaceOf(options, context);
  requireOneTarget(options);
  requireSpace('The project', project, space);
  requireSpace('The dataset', dataset, space);
  const evaluators = requireOption(
    '--evaluators',
    options.evaluators,
    'an evaluation task needs at least one evaluator',
  );
  return {
    name: requireOption('--name', options.name, 'a task needs a name'),
    type: requireOption(
      '--task-type',
      options.taskType as EvaluationTaskType | undefined,
      'template_evaluation or code_evaluation',
    ),
    evaluators: await readEvaluators(evaluators, context),
    ...space,
    ...(project === undefined ? {} : { project }),
    ...(dataset === undefined ? {} : { dataset }),
    ...plainFields(options),
    ...(queryFilters === undefined ? {} : { queryFilters: await readQueryFilters(queryFilters, context) }),
  };
}

function requireOneTarget({ project, dataset }: CreateEvaluationOptions): void {
  if ((project === undefined) === (dataset === undefined)) {
    throw usageError(
      'An evaluation task evaluates either a project or a dataset',
      'Pass exactly one of --project and --dataset.',
    );
  }
}

function plainFields(options: CreateEvaluationOptions): Partial<CreateEvaluationTaskRequest> {
  const { experimentIds, experiments, samplingRate, queryFilter } = options;
  return {
    ...continuousOf(options),
    ...(experimentIds === undefined ? {} : { experimentIds }),
    ...(experiments === false ? { allowNoExperiments: true } : {}),
    ...(samplingRate === undefined ? {} : { samplingRate }),
    ...(queryFilter === undefined || queryFilter === '' ? {} : { queryFilter }),
  };
}
