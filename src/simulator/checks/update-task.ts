import { z } from 'zod';
import { invalid } from '../base/problem.js';
import type { Store } from '../store/store.js';
import type { Task } from '../store/task-types.js';
import { objectBody, parseBody } from './body.js';
import {
  acceptEvaluators,
  acceptQueryFilters,
  checkDeclared,
  checkSetup,
  evaluatorInputs,
  queryFiltersInput,
} from './evaluator-inputs.js';
import { acceptRunConfiguration, runConfiguration } from './run-configuration.js';

const evaluationUpdate = z.strictObject({
  name: z.string().min(1).optional(),
  sampling_rate: z.number().min(0).max(1).optional(),
  is_continuous: z.boolean().optional(),
  query_filter: z.string().nullable().optional(),
  query_filters: queryFiltersInput.nullable().optional(),
  evaluators: evaluatorInputs.optional(),
});

const runExperimentUpdate = z.strictObject({
  name: z.string().min(1).optional(),
  run_configuration: runConfiguration.optional(),
});

/** The task as an update leaves it. Members left out stay; null clears a filter; lists and configurations are replaced whole. */
export function acceptUpdate(store: Store, task: Task, body: unknown): Task {
  if (Object.keys(objectBody(body)).length === 0) throw invalid('At least one field must be provided');
  return task.type === 'RUN_EXPERIMENT'
    ? updatedRunExperiment(store, task, parseBody(runExperimentUpdate, body))
    : updatedEvaluation(store, task, parseBody(evaluationUpdate, body));
}

function updatedRunExperiment(store: Store, task: Task, input: z.infer<typeof runExperimentUpdate>): Task {
  const configuration =
    input.run_configuration === undefined
      ? task.run_configuration
      : acceptRunConfiguration(store, input.run_configuration);
  return { ...task, name: input.name ?? task.name, run_configuration: configuration };
}

function updatedEvaluation(store: Store, task: Task, input: z.infer<typeof evaluationUpdate>): Task {
  if (task.project_id === null) {
    if (input.sampling_rate !== undefined) throw invalid('sampling_rate: only for tasks on a project');
    if (input.is_continuous === true) throw invalid('is_continuous: only for tasks on a project');
  }
  const updated: Task = {
    ...task,
    name: input.name ?? task.name,
    sampling_rate: input.sampling_rate ?? task.sampling_rate,
    is_continuous: input.is_continuous ?? task.is_continuous,
    ...updatedFilters(task, input),
    evaluators:
      input.evaluators === undefined ? task.evaluators : acceptEvaluators(store, task.type, input.evaluators),
  };
  checkSetup(store, updated);
  if (updated.query_filters !== null || input.evaluators !== undefined) checkDeclared(updated);
  return updated;
}

function updatedFilters(
  task: Task,
  input: z.infer<typeof evaluationUpdate>,
): Pick<Task, 'query_filter' | 'query_filters'> {
  if (typeof input.query_filter === 'string' && input.query_filters) {
    throw invalid('query_filter and query_filters must not be given together');
  }
  const filters = input.query_filters ? acceptQueryFilters(input.query_filters) : input.query_filters;
  return {
    query_filter: input.query_filter === undefined ? task.query_filter : input.query_filter,
    query_filters: filters === undefined ? task.query_filters : filters,
  };
}
