import type { EvaluationTaskType, QueryFilters, QueryMapping, RunConfiguration } from './task.js';

/** A name or an ID; a name needs its `space` (docs/api-contract.md 3, rules 1 and 2). */
export interface TaskRef {
  task: string;
  space?: string;
}

/** Which page of a list, and how long. */
export interface PageRequest {
  /** 1 to 100; 50 when absent. */
  limit?: number;
  cursor?: string;
}

/** A page of tasks; what is absent does not narrow it. */
export interface ListTasksRequest extends PageRequest {
  space?: string;
  /** Substring of the task's name, any case. */
  name?: string;
  project?: string;
  dataset?: string;
  type?: string;
}

/** An evaluator to attach. Without `evaluatorVersionId` (or with null) its latest version runs. */
export interface EvaluatorInput {
  /** Name or ID of the evaluator; a name needs the request's `space`. */
  evaluatorId: string;
  evaluatorVersionId?: string | null;
  queryFilter?: string | null;
  columnMappings?: Record<string, string> | null;
  /** TRACE and SESSION shape: excludes `queryFilter` and `columnMappings`. */
  queryMappings?: QueryMapping[];
}

/** Exactly one of `project` and `dataset`. `samplingRate` and `isContinuous` are for projects, `experimentIds` for datasets. */
export interface CreateEvaluationTaskRequest {
  name: string;
  type: EvaluationTaskType;
  space?: string;
  project?: string;
  dataset?: string;
  evaluators: EvaluatorInput[];
  experimentIds?: string[];
  /** Lets a dataset task go without experiments and the server decide (docs/api-contract.md 2, row 10). */
  allowNoExperiments?: boolean;
  samplingRate?: number;
  isContinuous?: boolean;
  queryFilter?: string;
  queryFilters?: QueryFilters;
}

/**
 * A task that runs experiments. In the configuration, `ai_integration` (or `integration` for AGENT_CALL) may name the
 * integration instead of `ai_integration_id` / `integration_id`. Its members may also be in camelCase: `aiIntegration`.
 */
export interface CreateRunExperimentTaskRequest {
  name: string;
  space?: string;
  dataset: string;
  runConfiguration: RunConfiguration;
}

/** At least one field beside the reference. Null clears a filter; a list or configuration is replaced whole. */
export interface UpdateTaskRequest extends TaskRef {
  name?: string;
  samplingRate?: number;
  isContinuous?: boolean;
  queryFilter?: string | null;
  queryFilters?: QueryFilters | null;
  evaluators?: EvaluatorInput[];
  runConfiguration?: RunConfiguration;
}

/** Trigger fields of evaluation tasks. Times are ISO 8601 with zone; the window is half-open and at most 30 days. */
export interface EvaluationTrigger {
  dataStartTime?: string;
  dataEndTime?: string;
  maxSpans?: number;
  overrideEvaluations?: boolean;
  /** Dataset tasks only. */
  experimentIds?: string[];
}

/** Trigger fields of run-experiment tasks. `exampleIds` excludes `maxExamples`. */
export interface RunExperimentTrigger {
  experimentName?: string;
  queryFilter?: string;
  datasetVersionId?: string;
  exampleIds?: string[];
  maxExamples?: number;
  /** Scalars are sent as strings; presence turns tracing on. */
  tracingMetadata?: Record<string, string | number | boolean>;
  /** Evaluation tasks (names or IDs) that the server starts after the experiment. */
  evaluationTaskIds?: string[];
}

/** Fields of both kinds: which of them fit is known once the task's type is known. */
export type TriggerFields = EvaluationTrigger & RunExperimentTrigger;

/** A task with the fields of its trigger. */
export interface TriggerRunRequest extends TaskRef, TriggerFields {}

/** A page of the runs of a task. */
export interface ListRunsRequest extends TaskRef, PageRequest {
  status?: string;
}

/** A run, by its ID. */
export interface RunRef {
  runId: string;
}

/** IDs whose names are wanted, by kind. */
export type NameResourcesRequest = Partial<Record<NamedKind, string[]>>;
export type NamedKind = (typeof NAMED_KINDS)[number];
export const NAMED_KINDS = ['tasks', 'projects', 'datasets', 'experiments'] as const;

/** A list of things that have names, filtered by space and by a substring of the name. */
export interface ListResourcesRequest extends PageRequest {
  space?: string;
  name?: string;
}

export interface ListIntegrationsRequest extends ListResourcesRequest {
  type?: 'LLM' | 'AGENT' | 'EVALUATOR';
}

/** Versions of an evaluator, by its name (with `space`) or ID. */
export interface ListEvaluatorVersionsRequest extends PageRequest {
  evaluator: string;
  space?: string;
}

/** `dataset` (name or ID) or a space alone; a dataset's name needs `space`. */
export interface ListExperimentsRequest extends ListResourcesRequest {
  dataset?: string;
}

/** An experiment by ID, or by name in a dataset. Page size up to 500. */
export interface ListExperimentRunsRequest extends PageRequest {
  experiment: string;
  dataset?: string;
  space?: string;
}

/**
 * Spans of a project, the newest first. Both times are inclusive. `includedColumns` excludes `excludedColumns`; each has 1 to
 * 1,000 full dotted paths, like `attributes.llm.model_name` or `eval.relevance.score`. The page size is up to 500.
 */
export interface ListSpansRequest extends PageRequest {
  project: string;
  space?: string;
  /** ISO 8601 with zone; a week ago when absent. */
  startTime?: string;
  /** ISO 8601 with zone; now when absent. */
  endTime?: string;
  /** Like `status_code = 'ERROR' AND eval.relevance.label = 'bad'`. */
  filter?: string;
  includedColumns?: string[];
  excludedColumns?: string[];
  /** Texts are cut to so many characters. */
  truncateStringLength?: number;
}
