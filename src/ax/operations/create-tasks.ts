import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  EvaluatorInput,
} from '../../model/api/requests.js';
import { plainId, referenceTo } from '../../model/api/resource-id.js';
import { inApiWords } from '../../model/api/run-configuration.js';
import type { RunConfiguration, Task } from '../../model/api/task.js';
import type { AxContext } from '../http/transport.js';
import { InvalidInputError } from '../base/errors.js';
import type { ApiCallOptions } from '../http/call.js';
import {
  checkCreateEvaluationTask,
  checkCreateRunExperimentTask,
  createTaskAction,
} from '../requests/task.js';
import { duplicates, evaluatorBodies } from '../requests/evaluators.js';
import { runConfigurationWarnings } from '../requests/run-configuration.js';
import { AI_INTEGRATIONS, DATASETS, EVALUATORS, PROJECTS } from '../resolve/lists.js';
import { LookUp } from '../resolve/look-up.js';
import { caseEnums, inCase } from '../wire/run-configuration.js';
import { taskSchema } from '../wire/task.js';

export async function createEvaluationTask(
  context: AxContext,
  request: CreateEvaluationTaskRequest,
  options: ApiCallOptions,
): Promise<Task> {
  checkCreateEvaluationTask(request);
  const lookUp = new LookUp(context, request.space, options);
  const { project, dataset, samplingRate, queryFilter, queryFilters, experimentIds = [] } = request;
  const source =
    project === undefined
      ? { dataset_id: (await lookUp.inSpace(DATASETS, dataset ?? '')).id }
      : {
          project_id: (await lookUp.inSpace(PROJECTS, project)).id,
          is_continuous: request.isContinuous ?? false,
        };
  return postTask(context, request, options, {
    name: request.name,
    type: inCase(request.type, context.wireCase),
    ...source,
    evaluators: evaluatorBodies(
      await resolveEvaluators(lookUp, request.evaluators, createTaskAction(request)),
    ),
    ...(experimentIds.length === 0 ? {} : { experiment_ids: experimentIds.map(plainId) }),
    ...(samplingRate === undefined ? {} : { sampling_rate: samplingRate }),
    ...(queryFilter === undefined ? {} : { query_filter: queryFilter }),
    ...(queryFilters === undefined ? {} : { query_filters: queryFilters }),
  });
}

export async function createRunExperimentTask(
  context: AxContext,
  request: CreateRunExperimentTaskRequest,
  options: ApiCallOptions,
): Promise<Task> {
  checkCreateRunExperimentTask(request);
  const lookUp = new LookUp(context, request.space, options);
  return postTask(context, request, options, {
    name: request.name,
    type: inCase('RUN_EXPERIMENT', context.wireCase),
    dataset_id: (await lookUp.inSpace(DATASETS, request.dataset)).id,
    run_configuration: await configurationBody(context, lookUp, request.runConfiguration),
  });
}

const postTask = (
  context: AxContext,
  request: { name: string },
  options: ApiCallOptions,
  body: object,
): Promise<Task> =>
  context.transport.request(
    {
      what: createTaskAction(request),
      method: 'POST',
      path: '/v2/tasks',
      body,
      safety: 'unsafe',
      names: true,
      ...options,
    },
    taskSchema,
  );

/** Resolves evaluators to IDs. Only then does it show whether two references name the same evaluator. */
export async function resolveEvaluators(
  lookUp: LookUp,
  inputs: EvaluatorInput[],
  what: string,
): Promise<EvaluatorInput[]> {
  const ids: string[] = [];
  for (const input of inputs) ids.push((await lookUp.inSpace(EVALUATORS, input.evaluatorId)).id);
  const twice = duplicates(ids);
  if (twice !== null) throw new InvalidInputError(what, [twice]);
  return inputs.map((input, at) => ({ ...input, evaluatorId: referenceTo(ids[at] ?? '') }));
}

/** A run configuration as the wire expects it, with integration IDs and enum values in the wire's casing. Warns of oddities. */
export async function configurationBody(
  context: AxContext,
  lookUp: LookUp,
  configuration: RunConfiguration,
): Promise<RunConfiguration> {
  for (const warning of runConfigurationWarnings(configuration)) context.warn(warning);
  return caseEnums(await resolveConfiguration(lookUp, configuration), context.wireCase);
}

/** A run configuration with its integrations resolved to IDs. */
export async function resolveConfiguration(
  lookUp: LookUp,
  configuration: RunConfiguration,
): Promise<RunConfiguration> {
  const { ai_integration: ai, integration: agent, ...rest } = inApiWords(configuration);
  const named = {
    ...(typeof ai === 'string' ? { ai_integration_id: (await lookUp.inSpace(AI_INTEGRATIONS, ai)).id } : {}),
    ...(typeof agent === 'string' ? { integration_id: (await lookUp.agentIntegration(agent)).id } : {}),
  };
  return { ...(rest as RunConfiguration), ...named };
}
