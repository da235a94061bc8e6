import { z } from 'zod';
import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
} from '../../model/api/requests.js';
import { check, namesNeedSpace } from '../checks/check.js';
import { filter, ids, name, oneOf, reference, share, yesOrNo } from '../checks/fields.js';
import { quoted } from '../checks/quoted.js';
import { evaluatorRules, evaluators, queryFilters } from './evaluators.js';
import { runConfigurationProblems } from './run-configuration.js';

const evaluationTask = z.strictObject({
  name,
  type: oneOf(['TEMPLATE_EVALUATION', 'CODE_EVALUATION']),
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

/** Throws InvalidInputError with everything that is wrong (contract section 1.3, "Create, evaluation"). */
export function checkCreateEvaluationTask(request: CreateEvaluationTaskRequest): void {
  const needsSpace = namesNeedSpace<CreateEvaluationTaskRequest>('project', 'dataset');
  check(createTaskAction(request), request, evaluationTask, dataSourceRules, evaluatorRules, needsSpace);
}

function dataSourceRules(request: CreateEvaluationTaskRequest): (string | null)[] {
  const { project, dataset } = request;
  if ((project === undefined) === (dataset === undefined))
    return ['exactly one of project and dataset is needed'];
  const experiments = request.experimentIds?.length ?? 0;
  if (dataset === undefined) return [experiments > 0 ? 'experimentIds are for dataset tasks only' : null];
  return [
    experiments > 0 || request.allowNoExperiments === true
      ? null
      : 'experimentIds needs at least one experiment for a dataset task (or set allowNoExperiments)',
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

/** Throws InvalidInputError with everything that is wrong (contract section 1.3, "Create, run experiment"). */
export function checkCreateRunExperimentTask(request: CreateRunExperimentTaskRequest): void {
  check(
    createTaskAction(request),
    request,
    runExperimentTask,
    namesNeedSpace<CreateRunExperimentTaskRequest>('dataset'),
    ({ runConfiguration, space }) => runConfigurationProblems(runConfiguration, space),
  );
}
