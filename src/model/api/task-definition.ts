import type { CreateEvaluationTaskRequest, CreateRunExperimentTaskRequest } from './requests.js';
import type { QueryFilters } from './task.js';

/**
 * A task as code: what a create request says, of either kind. A field that is left out is left alone where the task
 * exists; null takes a filter away.
 */
export type TaskDefinition = EvaluationDefinition | RunExperimentDefinition;

/** A task that evaluates, as it is to be. */
export interface EvaluationDefinition extends Omit<
  CreateEvaluationTaskRequest,
  'queryFilter' | 'queryFilters'
> {
  queryFilter?: string | null;
  queryFilters?: QueryFilters | null;
}

/** A task that runs experiments, as it is to be. */
export interface RunExperimentDefinition extends CreateRunExperimentTaskRequest {
  type: 'RUN_EXPERIMENT';
}

/** Where a task's name means one task: its space or, where no space is known, its project or dataset. */
export type TaskScope = { spaceId: string } | { projectId: string } | { datasetId: string };

/** A definition with every name in it turned into an ID, so that nothing is looked up any more when it is sent. */
export interface ResolvedDefinition {
  definition: TaskDefinition;
  scope: TaskScope;
}

export const isRunExperimentDefinition = (
  definition: TaskDefinition,
): definition is RunExperimentDefinition => definition.type === 'RUN_EXPERIMENT';

/** The request that creates the task; a create has no way to say that there is no filter but to leave it out. */
export function createRequestOf(definition: EvaluationDefinition): CreateEvaluationTaskRequest {
  const { queryFilter, queryFilters, ...rest } = definition;
  return {
    ...rest,
    ...(isGiven(queryFilter) ? { queryFilter } : {}),
    ...(isGiven(queryFilters) ? { queryFilters } : {}),
  };
}

export function createRunExperimentRequestOf(
  definition: RunExperimentDefinition,
): CreateRunExperimentTaskRequest {
  const { name, space, dataset, runConfiguration } = definition;
  return { name, dataset, runConfiguration, ...(space === undefined ? {} : { space }) };
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
