import { z } from 'zod';
import { invalid, unprocessable } from '../base/problem.js';
import type { Store } from '../store/store.js';
import type { Task, TaskType } from '../store/task-types.js';
import type { World } from '../base/world.js';
import { distinctIds, idText, objectBody, optional, parseBody } from './body.js';
import {
  acceptEvaluators,
  acceptQueryFilters,
  checkDeclared,
  checkSetup,
  evaluatorInputs,
  queryFiltersInput,
} from './evaluator-inputs.js';
import { acceptRunConfiguration, runConfiguration } from './run-configuration.js';

const name = z.string().min(1);

const evaluationTask = z.strictObject({
  name,
  type: z.enum(['TEMPLATE_EVALUATION', 'CODE_EVALUATION']),
  project_id: optional(idText),
  dataset_id: optional(idText),
  experiment_ids: optional(distinctIds()),
  sampling_rate: optional(z.number().min(0).max(1)),
  is_continuous: optional(z.boolean()),
  query_filter: optional(z.string()),
  query_filters: optional(queryFiltersInput),
  evaluators: evaluatorInputs,
});

const runExperimentTask = z.strictObject({
  name,
  type: z.literal('RUN_EXPERIMENT'),
  dataset_id: idText,
  run_configuration: runConfiguration,
});

const taskType = z.looseObject({
  type: z.enum(['TEMPLATE_EVALUATION', 'CODE_EVALUATION', 'RUN_EXPERIMENT']),
});

/** What the caller decides about a new task. */
export type NewTask = Omit<Task, 'id' | 'last_run_at' | 'created_at' | 'updated_at' | 'created_by_user_id'>;

/** A create request, checked (docs/api-contract.md 1.3): 400 for its form, 404 and 422 for what it refers to. */
export function acceptNewTask(
  { store, options }: World,
  body: unknown,
): { readonly task: NewTask; readonly spaceId: string } {
  const { type } = parseBody(taskType, objectBody(body));
  if (type === 'RUN_EXPERIMENT') return acceptRunExperiment(store, body);
  return acceptEvaluation(store, body, options.experimentsOptional);
}

function acceptRunExperiment(
  store: Store,
  body: unknown,
): { readonly task: NewTask; readonly spaceId: string } {
  const input = parseBody(runExperimentTask, body);
  const dataset = store.datasets.get(input.dataset_id);
  const configuration = acceptRunConfiguration(store, input.run_configuration);
  const task: NewTask = {
    ...blankTask(input.name, 'RUN_EXPERIMENT'),
    dataset_id: dataset.id,
    run_configuration: configuration,
  };
  return { task, spaceId: dataset.space_id };
}

function acceptEvaluation(
  store: Store,
  body: unknown,
  experimentsOptional: boolean,
): { readonly task: NewTask; readonly spaceId: string } {
  const input = parseBody(evaluationTask, body);
  const projectId = input.project_id ?? null;
  const datasetId = input.dataset_id ?? null;
  if ((projectId === null) === (datasetId === null)) {
    throw invalid('Exactly one of project_id and dataset_id must be given');
  }
  checkScopeMembers(input, datasetId !== null, experimentsOptional);
  const spaceId = spaceOf(store, projectId, datasetId);
  if (datasetId !== null) checkExperiments(store, datasetId, input.experiment_ids ?? []);
  const task: NewTask = {
    ...blankTask(input.name, input.type),
    project_id: projectId,
    dataset_id: datasetId,
    sampling_rate: projectId === null ? null : (input.sampling_rate ?? 1),
    is_continuous: input.is_continuous ?? false,
    query_filter: input.query_filter ?? null,
    query_filters: input.query_filters ? acceptQueryFilters(input.query_filters) : null,
    evaluators: acceptEvaluators(store, input.type, input.evaluators),
    experiment_ids: input.experiment_ids ?? [],
  };
  checkSetup(store, task);
  checkDeclared(task);
  return { task, spaceId };
}

function checkScopeMembers(
  input: z.infer<typeof evaluationTask>,
  onDataset: boolean,
  experimentsOptional: boolean,
): void {
  const experiments = input.experiment_ids?.length ?? 0;
  if (!onDataset && experiments > 0) throw invalid('experiment_ids: only for tasks on a dataset');
  if (!onDataset) return;
  if (experiments === 0 && !experimentsOptional) {
    throw invalid('experiment_ids: a task on a dataset needs at least one experiment');
  }
  if ((input.sampling_rate ?? null) !== null) throw invalid('sampling_rate: only for tasks on a project');
  if (input.is_continuous === true) throw invalid('is_continuous: only for tasks on a project');
}

function spaceOf(store: Store, projectId: string | null, datasetId: string | null): string {
  if (projectId !== null) return store.projects.get(projectId).space_id;
  return store.datasets.get(datasetId ?? '').space_id;
}

/** Refuses experiments that are not there (404) or not of this dataset (422). */
export function checkExperiments(
  store: Store,
  datasetId: string | null,
  experimentIds: readonly string[],
): void {
  for (const id of experimentIds) {
    const experiment = store.experiments.get(id);
    if (experiment.dataset_id === datasetId) continue;
    throw unprocessable(`experiment_ids: experiment ${id} does not belong to dataset ${datasetId ?? ''}`);
  }
}

function blankTask(taskName: string, type: TaskType): NewTask {
  return {
    name: taskName,
    type,
    project_id: null,
    dataset_id: null,
    sampling_rate: null,
    is_continuous: false,
    query_filter: null,
    query_filters: null,
    evaluators: [],
    experiment_ids: [],
    run_configuration: null,
  };
}
