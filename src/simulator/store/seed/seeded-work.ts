import { hash32 } from '../random.js';
import type * as types from '../resource-types.js';
import type { Task, TaskEvaluator, TaskRecord } from '../task-types.js';
import type { SeedBuilder } from './builder.js';
import type { Dataset, Evaluator, Experiment, Integration, Project, Space } from '../resource-types.js';

/** An experiment of a dataset, or a standalone one. */
export function addExperiment(
  builder: SeedBuilder,
  space: types.Space,
  dataset: types.Dataset | null,
  name: string,
  days: number,
): types.Experiment {
  return builder.store.experiments.add({
    ...builder.identity('Experiment'),
    name,
    space_id: space.id,
    dataset_id: dataset?.id ?? null,
    dataset_version_id: dataset?.versions.at(-1)?.id ?? null,
    created_at: builder.at(days),
    updated_at: builder.at(days),
    experiment_traces_project_id: null,
    integration_id: null,
    runs: [],
  });
}

/** A run of an experiment. */
export function addExperimentRun(
  builder: SeedBuilder,
  experiment: types.Experiment,
  exampleId: string | null,
  output: string,
): types.ExperimentRun {
  const run: types.ExperimentRun = {
    ...builder.identity('ExperimentRun'),
    example_id: exampleId,
    output,
    error: null,
    columns: { latency_ms: 200 + (hash32(experiment.name, output) % 1_500) },
    annotations: [],
  };
  experiment.runs.push(run);
  return run;
}

/** A task; members left out are those of an evaluation without extras. */
export function addTask(
  builder: SeedBuilder,
  space: types.Space,
  name: string,
  members: Partial<Task> & Pick<Task, 'type'>,
): TaskRecord {
  const identity = builder.identity('OnlineTask');
  const wire: Task = {
    id: identity.id,
    name,
    project_id: null,
    dataset_id: null,
    sampling_rate: members.project_id === undefined ? null : 1,
    is_continuous: false,
    query_filter: null,
    query_filters: null,
    evaluators: [],
    experiment_ids: [],
    run_configuration: null,
    last_run_at: null,
    created_at: builder.at(60),
    updated_at: builder.at(45),
    created_by_user_id: builder.ownerId,
    ...members,
  };
  return builder.store.addTask({ ordinal: identity.ordinal, wire, spaceId: space.id, runs: [] });
}

/** An attachment without pin, filter or mappings. */
export function attach(evaluator: types.Evaluator, members: Partial<TaskEvaluator> = {}): TaskEvaluator {
  return {
    evaluator_id: evaluator.id,
    evaluator_name: evaluator.name,
    evaluator_version_id: null,
    query_filter: null,
    column_mappings: null,
    query_mappings: null,
    ...members,
  };
}

/** The parts of the space `research` that tasks are made of. */
export interface ResearchParts {
  readonly space: Space;
  readonly project: Project;
  readonly dataset: Dataset;
  /** Scored by a seeded run of `score-experiments`. */
  readonly baseline: Experiment;
  /** Not scored yet. */
  readonly candidate: Experiment;
  readonly integration: Integration;
  readonly agent: Integration;
  readonly hallucination: Evaluator;
  readonly relevance: Evaluator;
  readonly completion: Evaluator;
  readonly frustration: Evaluator;
  readonly json: Evaluator;
  readonly policy: Evaluator;
}
