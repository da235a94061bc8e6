import {
  FILTER_CHECKS,
  PAGE_CHECKS,
  definitionCheck,
  evaluationTaskCheck,
  resourceId,
  runExperimentTaskCheck,
  taskRef,
  updateTaskCheck,
} from '../api/request-checks.js';
import { byMember, flag, listOf, members, nullable, oneOf, optional, shape, text } from '../base/checks.js';
import type { Check } from '../base/checks.js';
import type { SyncCoverageRequest, SyncedCoverage } from '../coverage/coverage-messages.js';
import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  ListEvaluatorVersionsRequest,
  ListExperimentRunsRequest,
  ListExperimentsRequest,
  ListIntegrationsRequest,
  ListResourcesRequest,
  ListRunsRequest,
  ListTasksRequest,
  NameResourcesRequest,
  RunRef,
  TaskRef,
  UpdateTaskRequest,
} from '../api/requests.js';
import type {
  EvaluatorVersion,
  Experiment,
  ExperimentRun,
  Page,
  ResourceName,
  Space,
  SpaceResource,
} from '../api/resources.js';
import { keepQualityRequestCheck } from '../quality/kept/quality-messages.js';
import type { KeepQualityRequest } from '../quality/kept/quality-messages.js';
import type { RunQuality } from '../quality/kept/run-quality.js';
import { countWindowsCheck } from '../backfill/plan-census.js';
import type { CountWindowsRequest, CountedWindows } from '../backfill/plan-census.js';
import { verifyCoverageCheck } from '../coverage/verify-coverage.js';
import type { CoverageVerification, VerifyCoverageRequest } from '../coverage/verify-coverage.js';
import { requirementsCheck } from '../pipeline/plan-problem.js';
import type { ReadinessRequest } from '../pipeline/requires/requirements.js';
import type { ResolvedDefinition, TaskDefinition } from '../api/task-definition.js';
import type { TaskRun } from '../api/task-run.js';
import type { Task } from '../api/task.js';

/**
 * What can be asked of the API in one short run of the workflow `taskOperation`: the verb (also the name of the activity) with
 * its request and result.
 */
export interface Operations {
  listTasks: { request: ListTasksRequest; result: Page<Task> };
  getTask: { request: TaskRef; result: Task };
  createEvaluationTask: { request: CreateEvaluationTaskRequest; result: Task };
  createRunExperimentTask: { request: CreateRunExperimentTaskRequest; result: Task };
  updateTask: { request: UpdateTaskRequest; result: Task };
  deleteTask: { request: TaskRef; result: null };
  listRuns: { request: ListRunsRequest; result: Page<TaskRun> };
  getRun: { request: RunRef; result: TaskRun };
  cancelRun: { request: RunRef; result: TaskRun };
  /** What is missing of that which a step of a pipeline requires, one sentence each. */
  checkReadiness: { request: ReadinessRequest; result: string[] };
  /** Why no worker has an own activity of this name, in at most one sentence; empty too where the worker cannot tell. */
  checkActivity: { request: ActivityNameRequest; result: string[] };
  /** A definition with its names resolved to IDs. */
  resolveDefinition: { request: TaskDefinition; result: ResolvedDefinition };
  listSpaces: { request: ListResourcesRequest; result: Page<Space> };
  listProjects: { request: ListResourcesRequest; result: Page<SpaceResource> };
  listDatasets: { request: ListResourcesRequest; result: Page<SpaceResource> };
  listEvaluators: { request: ListResourcesRequest; result: Page<SpaceResource> };
  listEvaluatorVersions: { request: ListEvaluatorVersionsRequest; result: Page<EvaluatorVersion> };
  listAiIntegrations: { request: ListResourcesRequest; result: Page<SpaceResource> };
  listIntegrations: { request: ListIntegrationsRequest; result: Page<SpaceResource> };
  listExperiments: { request: ListExperimentsRequest; result: Page<Experiment> };
  listExperimentRuns: { request: ListExperimentRunsRequest; result: Page<ExperimentRun> };
  /** A request for each ID, at most twenty. What cannot be read is left out of the result. */
  nameResources: { request: NameResourcesRequest; result: ResourceName[] };
  /** Many calls: what is new in the list of runs is recorded in the task's ledger (design/coverage.md). */
  syncCoverage: { request: SyncCoverageRequest; result: SyncedCoverage };
  /** Many calls: the spans of a window are read, and what their evaluations say is kept (design/quality.md). */
  keepQuality: { request: KeepQualityRequest; result: RunQuality | null };
  /** Many calls: the windows of the task's ledger beside the spans of its project. The ledger keeps what was found. */
  verifyCoverage: { request: VerifyCoverageRequest; result: CoverageVerification };
  /** Many calls: the spans of windows, and how many carry the task's evaluations. */
  countWindows: { request: CountWindowsRequest; result: CountedWindows };
}

export type Verb = keyof Operations;

/** Request of the activity `checkActivity`. */
export interface ActivityNameRequest {
  activity: string;
}

/** One call: `{verb, request}`. Triggering is not among them: it goes through `runTask`, which does it once. */
export type Operation = { [V in Verb]: { verb: V; request: Operations[V]['request'] } }[Verb];

const runRef = shape<RunRef>({ runId: resourceId });
const resources = shape<ListResourcesRequest>({ ...PAGE_CHECKS, ...FILTER_CHECKS });

const REQUEST_CHECKS: Record<Verb, Check> = {
  listTasks: shape<ListTasksRequest>({
    ...PAGE_CHECKS,
    ...FILTER_CHECKS,
    project: optional(text),
    dataset: optional(text),
    type: optional(text),
  }),
  getTask: taskRef,
  createEvaluationTask: evaluationTaskCheck,
  createRunExperimentTask: runExperimentTaskCheck,
  updateTask: updateTaskCheck,
  deleteTask: taskRef,
  listRuns: shape<ListRunsRequest>({
    ...PAGE_CHECKS,
    task: text,
    space: optional(text),
    status: optional(text),
  }),
  getRun: runRef,
  cancelRun: runRef,
  checkReadiness: shape<ReadinessRequest>({
    requirements: requirementsCheck,
    task: nullable(text),
    space: nullable(text),
    spansOf: optional(members({ owner: members({ space: nullable(text) }), window: members({}) })),
  }),
  checkActivity: shape<ActivityNameRequest>({ activity: text }),
  resolveDefinition: definitionCheck,
  listSpaces: resources,
  listProjects: resources,
  listDatasets: resources,
  listEvaluators: resources,
  listEvaluatorVersions: shape<ListEvaluatorVersionsRequest>({
    ...PAGE_CHECKS,
    evaluator: text,
    space: optional(text),
  }),
  listAiIntegrations: resources,
  listIntegrations: shape<ListIntegrationsRequest>({
    ...PAGE_CHECKS,
    ...FILTER_CHECKS,
    type: optional(oneOf(['LLM', 'AGENT', 'EVALUATOR'])),
  }),
  listExperiments: shape<ListExperimentsRequest>({
    ...PAGE_CHECKS,
    ...FILTER_CHECKS,
    dataset: optional(text),
  }),
  listExperimentRuns: shape<ListExperimentRunsRequest>({
    ...PAGE_CHECKS,
    experiment: text,
    dataset: optional(text),
    space: optional(text),
  }),
  nameResources: shape<NameResourcesRequest>({
    tasks: optional(listOf(resourceId)),
    projects: optional(listOf(resourceId)),
    datasets: optional(listOf(resourceId)),
    experiments: optional(listOf(resourceId)),
  }),
  keepQuality: keepQualityRequestCheck,
  syncCoverage: shape<SyncCoverageRequest>({ taskId: resourceId, isWhole: optional(flag) }),
  verifyCoverage: verifyCoverageCheck,
  countWindows: countWindowsCheck,
};

const operationCheck = byMember(
  'verb',
  Object.fromEntries(
    Object.entries(REQUEST_CHECKS).map(([verb, request]) => [
      verb,
      shape<Operation>({ verb: text, request }),
    ]),
  ),
);

/** What is wrong with an input of `taskOperation` from any program; null if nothing is. */
export const operationProblem = (input: unknown): string | null => operationCheck(input, 'input');
