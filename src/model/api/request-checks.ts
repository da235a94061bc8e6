import {
  all,
  anyText,
  expected,
  flag,
  listOf,
  mapOf,
  members,
  nullable,
  number,
  object,
  oneOf,
  optional,
  shape,
  text,
  whole,
} from '../base/checks.js';
import type { Check } from '../base/checks.js';
import { rangeProblem, windowProblem } from '../time/window.js';
import type { Window } from '../time/window.js';
import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  EvaluatorInput,
  TaskRef,
  TriggerFields,
  UpdateTaskRequest,
} from './requests.js';
import { isSendableId, plainId } from './resource-id.js';
import { EVALUATION_TASK_TYPES, TASK_TYPES } from './task.js';
import type { TaskDefinition } from './task-definition.js';

/** Checks of what programs in any language give: the requests of the API, and what they contain. */

export const resourceId = expected(
  'an ID',
  (value) => typeof value === 'string' && isSendableId(plainId(value)),
);

export const taskRef = shape<TaskRef>({ task: text, space: optional(text) });

const texts = listOf(text);
const scalar = expected('a string, a number, true or false', (value) =>
  ['string', 'number', 'boolean'].includes(typeof value),
);

/** Both ends are texts when this is called. */
const endsBy =
  (problemOf: (window: Partial<Window>) => string | null): Check =>
  (value, path) => {
    const problem = problemOf(value as Partial<Window>);
    return problem === null ? null : `${path}: ${problem}`;
  };

const windowEnds = endsBy(windowProblem);

const bothEnds = shape<Window>({ dataStartTime: text, dataEndTime: text });

/** A window with both its ends. */
export const windowCheck = all(bothEnds, windowEnds);

/** A time of any length, with both its ends. */
export const rangeCheck = all(bothEnds, endsBy(rangeProblem));

export const triggerCheck = all(
  shape<TriggerFields>({
    dataStartTime: optional(text),
    dataEndTime: optional(text),
    maxSpans: optional(whole(1)),
    overrideEvaluations: optional(flag),
    experimentIds: optional(texts),
    experimentName: optional(text),
    queryFilter: optional(text),
    datasetVersionId: optional(text),
    exampleIds: optional(texts),
    maxExamples: optional(whole(1)),
    tracingMetadata: optional(mapOf(scalar)),
    evaluationTaskIds: optional(texts),
  }),
  windowEnds,
);

const evaluator = shape<EvaluatorInput>({
  evaluatorId: text,
  evaluatorVersionId: optional(nullable(text)),
  queryFilter: optional(nullable(anyText)),
  columnMappings: optional(nullable(mapOf(anyText))),
  queryMappings: optional(listOf(object)),
});

const runConfiguration = members({ experiment_type: text });

export const evaluationTaskCheck = shape<CreateEvaluationTaskRequest>({
  name: text,
  type: oneOf(EVALUATION_TASK_TYPES),
  space: optional(text),
  project: optional(text),
  dataset: optional(text),
  evaluators: listOf(evaluator),
  experimentIds: optional(texts),
  allowNoExperiments: optional(flag),
  samplingRate: optional(number),
  isContinuous: optional(flag),
  queryFilter: optional(nullable(anyText)),
  queryFilters: optional(nullable(object)),
});

export const runExperimentTaskCheck = members<CreateRunExperimentTaskRequest>({
  name: text,
  space: optional(text),
  dataset: text,
  runConfiguration,
});

export const updateTaskCheck = shape<UpdateTaskRequest>({
  task: text,
  space: optional(text),
  name: optional(text),
  samplingRate: optional(number),
  isContinuous: optional(flag),
  queryFilter: optional(nullable(anyText)),
  queryFilters: optional(nullable(object)),
  evaluators: optional(listOf(evaluator)),
  runConfiguration: optional(runConfiguration),
});

/** A definition of a task of either kind. */
export const definitionCheck: Check = all(
  members<TaskDefinition>({ type: oneOf(TASK_TYPES) }),
  (value, path) =>
    (value as TaskDefinition).type === 'RUN_EXPERIMENT'
      ? runExperimentTaskCheck(value, path)
      : evaluationTaskCheck(value, path),
);

/** The parts of a page request, and those of a filter. */
export const PAGE_CHECKS = { limit: optional(whole(1)), cursor: optional(anyText) };
export const FILTER_CHECKS = { space: optional(text), name: optional(anyText) };

/** State that a workflow carried to its next execution. It comes from the workflow itself and is trusted. */
export const carried = optional(object);
