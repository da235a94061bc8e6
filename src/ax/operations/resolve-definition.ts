import { referenceTo } from '../../model/api/resource-id.js';
import {
  createRequestOf,
  createRunExperimentRequestOf,
  isRunExperimentDefinition,
} from '../../model/api/task-definition.js';
import type {
  EvaluationDefinition,
  ResolvedDefinition,
  RunExperimentDefinition,
  TaskDefinition,
  TaskScope,
} from '../../model/api/task-definition.js';
import { isName } from '../base/texts.js';
import type { AxContext } from '../http/transport.js';
import type { ApiCallOptions } from '../http/call.js';
import {
  checkCreateEvaluationTask,
  checkCreateRunExperimentTask,
  createTaskAction,
} from '../requests/task.js';
import { DATASETS, PROJECTS } from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { resolveConfiguration, resolveEvaluators } from './create-tasks.js';

/** Checks a definition as a create does and resolves every name in it to an ID, without creating anything. */
export const resolveDefinition = (
  context: AxContext,
  definition: TaskDefinition,
  options: ApiCallOptions,
): Promise<ResolvedDefinition> =>
  isRunExperimentDefinition(definition)
    ? resolveRunExperiment(context, definition, options)
    : resolveEvaluation(context, definition, options);

async function resolveEvaluation(
  context: AxContext,
  given: EvaluationDefinition,
  options: ApiCallOptions,
): Promise<ResolvedDefinition> {
  checkCreateEvaluationTask(createRequestOf(given));
  const { space, project, dataset, ...rest } = given;
  const lookUp = new LookUp(context, space, options);
  const evaluators = await resolveEvaluators(lookUp, given.evaluators, createTaskAction(given));
  if (project === undefined) {
    const { id } = await lookUp.inSpace(DATASETS, dataset ?? '');
    const scope = await scopeOf(lookUp, dataset ?? '', { datasetId: id });
    return { definition: { ...rest, dataset: referenceTo(id), evaluators }, scope };
  }
  const { id } = await lookUp.inSpace(PROJECTS, project);
  const scope = await scopeOf(lookUp, project, { projectId: id });
  return { definition: { ...rest, project: referenceTo(id), evaluators }, scope };
}

async function resolveRunExperiment(
  context: AxContext,
  given: RunExperimentDefinition,
  options: ApiCallOptions,
): Promise<ResolvedDefinition> {
  checkCreateRunExperimentTask(createRunExperimentRequestOf(given));
  const { space, dataset, ...rest } = given;
  const lookUp = new LookUp(context, space, options);
  const { id } = await lookUp.inSpace(DATASETS, dataset);
  const runConfiguration = await resolveConfiguration(lookUp, given.runConfiguration);
  const scope = await scopeOf(lookUp, dataset, { datasetId: id });
  return { definition: { ...rest, dataset: referenceTo(id), runConfiguration }, scope };
}

// The space of a resource given by ID is not known: the request's space is for names only (docs/api-contract.md 3, rule 2).
const scopeOf = async (lookUp: LookUp, parent: string, ownScope: TaskScope): Promise<TaskScope> =>
  isName(parent) ? { spaceId: await lookUp.spaceId() } : ownScope;
