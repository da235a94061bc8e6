import type {
  CreateEvaluationTaskRequest,
  CreateRunExperimentTaskRequest,
  ListEvaluatorVersionsRequest,
  ListExperimentRunsRequest,
  ListExperimentsRequest,
  ListIntegrationsRequest,
  ListResourcesRequest,
  ListRunsRequest,
  ListSpansRequest,
  ListTasksRequest,
  NameResourcesRequest,
  RunRef,
  TaskRef,
  TriggerFields,
  TriggerRunRequest,
  UpdateTaskRequest,
} from '../model/api/requests.js';
import type { TaskDefinition } from '../model/api/task-definition.js';
import { endsAsText } from '../model/time/window.js';
import type { WithDates } from '../model/time/window.js';
import { intervalOf } from '../model/time/interval.js';
import type { Interval, TimeRange } from '../model/time/interval.js';
import type { TaskKind } from '../model/run/trigger-fit.js';
import type { AxContext } from './http/transport.js';
import type { ApiCallOptions } from './http/call.js';
import { Transport } from './http/transport.js';
import * as creating from './operations/create-tasks.js';
import * as datasets from './operations/datasets.js';
import * as experiments from './operations/experiments.js';
import { findTask, type FindTaskRequest } from './operations/tasks.js';
import * as lookUps from './operations/look-ups.js';
import { resolveDefinition } from './operations/resolve-definition.js';
import * as resolving from './operations/resolve.js';
import * as runs from './operations/runs.js';
import * as spans from './operations/spans.js';
import * as tasks from './operations/tasks.js';
import * as triggering from './operations/trigger-run.js';
import { updateTask, type UpdateOptions } from './operations/update-task.js';
import { checkOptions, type AxClientOptions } from './http/options.js';
import { eachItem } from './wire/pages.js';
import { AI_INTEGRATIONS, DATASETS, EVALUATORS, PROJECTS } from './resolve/lists.js';

const PRE_RELEASE =
  'The Arize AX tasks API is a pre-release and may change without notice. Set DISABLE_PRERELEASE_WARNING=true to hide this warning.';

let warned = false;

/** Warns, once per process, that the API is a pre-release (docs/api-contract.md 2, row 2). */
function warnOncePerProcess(warn: (text: string) => void): void {
  if (warned) return;
  warned = true;
  warn(PRE_RELEASE);
}

/**
 * Client of the Arize AX tasks API. It checks each request before it opens a connection, and it never sends a request
 * twice. Every method takes `{signal}` as its last argument. A request says which of its members may be a name or an ID;
 * a name requires the request's `space`.
 * @throws InvalidInputError if the request is not valid; any other {@link AxError} if the call failed.
 */
export class AxClient {
  readonly #context: AxContext;

  constructor(options: AxClientOptions) {
    checkOptions(options);
    const warn = options.onWarning ?? (() => undefined);
    this.#context = { transport: new Transport(options), wireCase: options.wireCase ?? 'upper', warn };
    if (options.preReleaseWarning !== false) warnOncePerProcess(warn);
  }

  listTasks = (r: ListTasksRequest, o: ApiCallOptions = {}) => tasks.listTasks(this.#context, r, o);
  eachTask = (r: ListTasksRequest, o?: ApiCallOptions) => eachItem((page) => this.listTasks(page, o), r);
  getTask = (r: TaskRef, o: ApiCallOptions = {}) => tasks.getTask(this.#context, r, o);
  createEvaluationTask = (r: CreateEvaluationTaskRequest, o: ApiCallOptions = {}) =>
    creating.createEvaluationTask(this.#context, r, o);
  createRunExperimentTask = (r: CreateRunExperimentTaskRequest, o: ApiCallOptions = {}) =>
    creating.createRunExperimentTask(this.#context, r, o);
  /** With `unlessDone`, sends nothing if the task already has the values. */
  updateTask = (r: UpdateTaskRequest, o: UpdateOptions = {}) => updateTask(this.#context, r, o);
  deleteTask = (r: TaskRef, o: ApiCallOptions = {}) => tasks.deleteTask(this.#context, r, o);

  /** Checks a definition as a create does and resolves its names to IDs, without creating anything. */
  resolveDefinition = (r: TaskDefinition, o: ApiCallOptions = {}) => resolveDefinition(this.#context, r, o);
  /** The task with exactly this name, or null. */
  findTask = (r: FindTaskRequest, o: ApiCallOptions = {}) => findTask(this.#context, r, o);

  /** Reads the task, checks and completes the trigger, and sends it. */
  triggerRun = (r: WithDates<TriggerRunRequest>, o: ApiCallOptions = {}) =>
    triggering.triggerRun(this.#context, endsAsText(r), o);
  /** The first half of `triggerRun`: everything except the POST. */
  prepareTrigger = (r: WithDates<TriggerRunRequest>, o: ApiCallOptions = {}) =>
    triggering.prepareTrigger(this.#context, endsAsText(r), o);
  /** The second half of `triggerRun`: exactly one POST, on its own connection, and no other request. */
  postTrigger = (task: TaskKind, fields: WithDates<TriggerFields>, o: ApiCallOptions = {}) =>
    triggering.postTrigger(this.#context, task, endsAsText(fields), o);

  /** Newest first. */
  listRuns = (r: ListRunsRequest, o: ApiCallOptions = {}) => runs.listRuns(this.#context, r, o);
  eachRun = (r: ListRunsRequest, o?: ApiCallOptions) => eachItem((page) => this.listRuns(page, o), r);
  getRun = (r: RunRef, o: ApiCallOptions = {}) => runs.getRun(this.#context, r, o);
  cancelRun = (r: RunRef, o: ApiCallOptions = {}) => runs.cancelRun(this.#context, r, o);

  listSpaces = (r: ListResourcesRequest = {}, o: ApiCallOptions = {}) =>
    lookUps.listSpaces(this.#context, r, o);
  eachSpace = (r: ListResourcesRequest = {}, o?: ApiCallOptions) =>
    eachItem((page) => this.listSpaces(page, o), r);
  listProjects = (r: ListResourcesRequest, o: ApiCallOptions = {}) =>
    lookUps.listResources(this.#context, PROJECTS, r, o);
  eachProject = (r: ListResourcesRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listProjects(page, o), r);
  listDatasets = (r: ListResourcesRequest, o: ApiCallOptions = {}) =>
    lookUps.listResources(this.#context, DATASETS, r, o);
  eachDataset = (r: ListResourcesRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listDatasets(page, o), r);
  listEvaluators = (r: ListResourcesRequest, o: ApiCallOptions = {}) =>
    lookUps.listResources(this.#context, EVALUATORS, r, o);
  eachEvaluator = (r: ListResourcesRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listEvaluators(page, o), r);
  listEvaluatorVersions = (r: ListEvaluatorVersionsRequest, o: ApiCallOptions = {}) =>
    lookUps.listEvaluatorVersions(this.#context, r, o);
  eachEvaluatorVersion = (r: ListEvaluatorVersionsRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listEvaluatorVersions(page, o), r);
  listAiIntegrations = (r: ListResourcesRequest, o: ApiCallOptions = {}) =>
    lookUps.listResources(this.#context, AI_INTEGRATIONS, r, o);
  eachAiIntegration = (r: ListResourcesRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listAiIntegrations(page, o), r);
  listIntegrations = (r: ListIntegrationsRequest, o: ApiCallOptions = {}) =>
    lookUps.listIntegrations(this.#context, r, o);
  eachIntegration = (r: ListIntegrationsRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listIntegrations(page, o), r);

  listExperiments = (r: ListExperimentsRequest, o: ApiCallOptions = {}) =>
    lookUps.listExperiments(this.#context, r, o);
  eachExperiment = (r: ListExperimentsRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listExperiments(page, o), r);
  getExperiment = (r: experiments.ExperimentRef, o: ApiCallOptions = {}) =>
    experiments.getExperiment(this.#context, r, o);
  listExperimentRuns = (r: ListExperimentRunsRequest, o: ApiCallOptions = {}) =>
    experiments.listExperimentRuns(this.#context, r, o);
  eachExperimentRun = (r: ListExperimentRunsRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listExperimentRuns(page, o), r);
  /** Names of what is known by ID: at most twenty, with a request for each. What cannot be read is left out. */
  nameResources = (r: NameResourcesRequest, o: ApiCallOptions = {}) =>
    lookUps.nameResources(this.#context, r, o);
  getDataset = (r: datasets.DatasetRef, o: ApiCallOptions = {}) => datasets.getDataset(this.#context, r, o);
  listDatasetExamples = (r: datasets.ListDatasetExamplesRequest, o: ApiCallOptions = {}) =>
    datasets.listDatasetExamples(this.#context, r, o);
  eachDatasetExample = (r: datasets.ListDatasetExamplesRequest, o?: ApiCallOptions) =>
    eachItem((page) => this.listDatasetExamples(page, o), r);

  /** Newest first; both ends of the window are inclusive. */
  listSpans = (r: ListSpansRequest, o: ApiCallOptions = {}) => spans.listSpans(this.#context, r, o);
  eachSpan = (r: ListSpansRequest, o?: ApiCallOptions) => eachItem((page) => this.listSpans(page, o), r);
  /** The spans that start in a half-open window, each once, even if pages repeat some. */
  eachSpanWithin = (
    r: Omit<ListSpansRequest, 'startTime' | 'endTime' | 'cursor'>,
    range: Interval | TimeRange,
    o?: ApiCallOptions,
  ) => spans.spansWithin((page) => this.listSpans(page, o), r, intervalOf(range));

  /** Matches names exactly, including case, over all pages. An ID is returned without a request, with a null name. */
  resolveSpace = (r: { space: string }, o: ApiCallOptions = {}) =>
    resolving.resolveSpace(this.#context, r, o);
  resolveTask = (r: TaskRef, o: ApiCallOptions = {}) => resolving.resolveTask(this.#context, r, o);
  resolveProject = ({ project, ...scope }: { project: string; space?: string }, o: ApiCallOptions = {}) =>
    resolving.resolveInSpace(this.#context, PROJECTS, { reference: project, ...scope }, o);
  resolveDataset = ({ dataset, ...scope }: { dataset: string; space?: string }, o: ApiCallOptions = {}) =>
    resolving.resolveInSpace(this.#context, DATASETS, { reference: dataset, ...scope }, o);
  resolveEvaluator = (
    { evaluator, ...scope }: { evaluator: string; space?: string },
    o: ApiCallOptions = {},
  ) => resolving.resolveInSpace(this.#context, EVALUATORS, { reference: evaluator, ...scope }, o);
  resolveAiIntegration = (
    { integration, ...scope }: { integration: string; space?: string },
    o: ApiCallOptions = {},
  ) => resolving.resolveInSpace(this.#context, AI_INTEGRATIONS, { reference: integration, ...scope }, o);
  resolveAgentIntegration = (r: { integration: string }, o: ApiCallOptions = {}) =>
    resolving.resolveAgentIntegration(this.#context, r, o);
  resolveExperiment = (r: experiments.ExperimentRef, o: ApiCallOptions = {}) =>
    resolving.resolveExperiment(this.#context, r, o);

  /** Waits for requests in progress, then closes the connections. */
  close(): Promise<void> {
    return this.#context.transport.close();
  }
}
