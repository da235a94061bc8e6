import type { UpdateTaskRequest } from '../../model/api/requests.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readEvaluators } from '../input/read-evaluators.js';
import { readQueryFilters } from '../input/read-query-filters.js';
import { readRunConfiguration } from '../input/read-run-configuration.js';
import { requireSpace, spaceOf } from '../input/space.js';
import { continuousOf } from './evaluation-options.js';
import type { EvaluationFields, RunExperimentOptions } from './evaluation-options.js';
import { callForTask } from './get-task.js';

export type UpdateTaskOptions = EvaluationFields & Omit<RunExperimentOptions, 'dataset'>;

export async function updateTask(
  context: CliContext,
  options: UpdateTaskOptions,
  task: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  const changes = await changesOf(context, options);
  if (Object.keys(changes).length === 0) {
    throw usageError('Nothing to update', 'Pass at least one field to change; see `ax-tasks update --help`.');
  }
  const request = { task, ...space, ...changes };
  return callForTask(context, options, 'updateTask', request, 'Updated the task.');
}

type Changes = Omit<UpdateTaskRequest, 'task' | 'space'>;

/** Clears what is there. */
const isNone = (text: string): boolean => text === '' || text === 'null';

/** The fields to change. An empty filter clears the one that is there. */
async function changesOf(context: CliContext, options: UpdateTaskOptions): Promise<Changes> {
  const { name, samplingRate, queryFilter, queryFilters, evaluators, runConfiguration } = options;
  return {
    ...continuousOf(options),
    ...(name === undefined ? {} : { name }),
    ...(samplingRate === undefined ? {} : { samplingRate }),
    ...(queryFilter === undefined ? {} : { queryFilter: isNone(queryFilter) ? null : queryFilter }),
    ...(queryFilters === undefined
      ? {}
      : { queryFilters: isNone(queryFilters) ? null : await readQueryFilters(queryFilters, context) }),
    ...(evaluators === undefined ? {} : { evaluators: await readEvaluators(evaluators, context) }),
    ...(runConfiguration === undefined
      ? {}
      : { runConfiguration: await readRunConfiguration(runConfiguration, context) }),
  };
}
