/** The kinds of evaluation task (docs/api-contract.md 1.3), in the current wire's casing, whatever casing a server used. */
export type EvaluationTaskType = (typeof EVALUATION_TASK_TYPES)[number];
export const EVALUATION_TASK_TYPES = ['TEMPLATE_EVALUATION', 'CODE_EVALUATION'] as const;

/** All kinds of task. */
export const TASK_TYPES = [...EVALUATION_TASK_TYPES, 'RUN_EXPERIMENT'] as const;

/** An evaluator as a task holds it. A null version means: the latest at the time of each run. */
export interface TaskEvaluator {
  evaluatorId: string;
  evaluatorName: string | null;
  evaluatorVersionId: string | null;
  queryFilter: string | null;
  columnMappings: Record<string, string> | null;
  queryMappings: QueryMapping[] | null;
}

/** Maps one template variable to an attribute of the spans that the named queries select (TRACE and SESSION shape). */
export interface QueryMapping {
  variableName: string;
  /** Ids declared in the task's `queryFilters`; empty means any. */
  queryIds: string[];
  attributePath: string;
}

/** The named filters of a TRACE or SESSION task; `expression` is required from two filters on. */
export interface QueryFilters {
  filters: { id: string; filter: string }[];
  expression?: string;
}

/**
 * How a run-experiment task runs, as the wire has it (snake_case, discriminated by `experiment_type`). Configurations
 * that this version does not know pass through unchanged.
 */
export type RunConfiguration = { experiment_type: string } & Record<string, unknown>;

/** A task of Arize AX. Times are ISO 8601 with zone. Members that this version does not know are in `extra`. */
export interface Task {
  id: string;
  name: string;
  /** An `EvaluationTaskType`, `RUN_EXPERIMENT`, or a type this version does not know; in upper case. */
  type: string;
  projectId: string | null;
  datasetId: string | null;
  samplingRate: number | null;
  isContinuous: boolean;
  queryFilter: string | null;
  queryFilters: QueryFilters | null;
  evaluators: TaskEvaluator[];
  experimentIds: string[];
  runConfiguration: RunConfiguration | null;
  lastRunAt: string | null;
  createdAt: string;
  updatedAt: string;
  createdByUserId: string | null;
  extra: Record<string, unknown>;
}

export const isRunExperimentTask = (task: Pick<Task, 'type'>): boolean => task.type === 'RUN_EXPERIMENT';

export const isProjectTask = (task: Pick<Task, 'type' | 'projectId'>): boolean =>
  !isRunExperimentTask(task) && task.projectId !== null;

/** What a workflow needs to know of a task before it triggers it. */
export type TaskSummary = Pick<Task, 'id' | 'name' | 'type' | 'projectId' | 'datasetId' | 'lastRunAt'>;

export const summaryOf = ({ id, name, type, projectId, datasetId, lastRunAt }: Task): TaskSummary => ({
  id,
  name,
  type,
  projectId,
  datasetId,
  lastRunAt,
});

/** The evaluators of a task with the versions they are pinned to, as one text: equal for equal sets of them. */
export const evaluatorsKey = (
  evaluators: readonly Pick<TaskEvaluator, 'evaluatorId' | 'evaluatorVersionId'>[],
): string =>
  evaluators
    .map(({ evaluatorId, evaluatorVersionId }) => `${evaluatorId}@${evaluatorVersionId ?? 'latest'}`)
    .sort()
    .join('+');
