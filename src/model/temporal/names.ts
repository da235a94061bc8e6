import { hash32 } from '../base/hash.js';
import type { RunMark } from '../run/fence.js';
import { isFixed } from '../run/intent.js';
import type { RunIntent } from '../run/intent.js';

/**
 * The durable names: workflow ids, and the experiment names derived from them. Histories and callers hold them. A
 * `fingerprint` is a short hash of the canonical JSON of what the name stands for.
 */

export const DEFAULT_TASK_QUEUE = 'ax-tasks';

/**
 * The id under which an intent runs: equal intents have equal ids, so a second start attaches to the first. `task` in
 * the intent is the task's ID by the time this is called, so that name and ID mean the same workflow.
 */
export const runWorkflowId = (intent: RunIntent, fingerprint: string): string =>
  `ax-run/${slug(intent.task)}/${isFixed(intent) ? '' : 'latest-'}${fingerprint}`;

/** Of a wait for a run that was started elsewhere, under one policy. */
export const waitWorkflowId = (runId: string, fingerprint: string): string =>
  `ax-wait/${slug(runId)}/${fingerprint}`;

/** Of a pipeline; the fingerprint is of its plan and key. */
export const pipelineWorkflowId = (name: string, fingerprint: string): string =>
  `ax-pipeline/${slug(name)}/${fingerprint}`;

/** Of a step’s first attempt, or of its fan-out. */
export const stepWorkflowId = (pipelineId: string, stepId: string): string => `${pipelineId}/${stepId}`;

/** Of a step (or an item of one) from its second attempt on; the first one has the plain id. */
export const attemptWorkflowId = (workflowId: string, attempt: number): string =>
  attempt > 1 ? `${workflowId}~${attempt}` : workflowId;

/** An item of the step's fan-out. */
export const itemWorkflowId = (pipelineId: string, stepId: string, key: string): string =>
  `${stepWorkflowId(pipelineId, stepId)}/${key}`;

/** Makes the task of a step, or of an item, what its definition says. */
export const stepEnsureWorkflowId = (workflowId: string): string => `${workflowId}/ensure`;

/** An experiment's name for a later attempt: the service refuses a second one of a name in the dataset. */
export const attemptExperimentName = (name: string, attempt: number): string =>
  attempt > 1 ? `${name}-${attempt}` : name;

/** The turn that intents take whose runs the list of runs cannot tell apart: the same task, and the same window if any. */
export const turnWorkflowId = ({ taskId, window }: Pick<RunMark, 'taskId' | 'window'>): string =>
  `ax-turn/${slug(taskId)}/${window === null ? 'any' : `${window.dataStartTime}-${window.dataEndTime}`}`;
/** The turn of a dataset, whose experiments run one at a time. */
export const datasetTurnWorkflowId = (datasetId: string): string => `ax-turn/dataset/${slug(datasetId)}`;

/** Marks that a trigger of the workflow ended unresolved. */
export const unresolvedMarkWorkflowId = (workflowId: string): string => `ax-unresolved/${workflowId}`;

/** Of one task, by its name in its space or project: two ensures of it run one after the other. */
export const ensureWorkflowId = (name: string, fingerprint: string): string =>
  `ax-ensure/${slug(name)}/${fingerprint}`;

/** Of one scope and action: a second sweep of the same kind attaches to the first. */
export const sweepWorkflowId = (action: string, fingerprint: string): string =>
  `ax-sweep/${action}/${fingerprint}`;

/** The schedule that sweeps; its workflows have this id with a time behind it. */
export const SWEEP_SCHEDULE_ID = 'ax-sweep';

/** Of a plan; the fingerprint is of the plan, so that starting it twice is one backfill. */
export const backfillWorkflowId = (taskName: string, fingerprint: string): string =>
  `ax-backfill/${slug(taskName)}/${fingerprint}`;

/** Grants the time of a task to its backfills. */
export const backfillsWorkflowId = (taskId: string): string => `ax-backfills/${slug(taskId)}`;

/**
 * Looks after the runs of a task for many waits. Those of another task queue have another one, since its workers may have
 * another key; `shard` counts from 0.
 */
export const watchWorkflowId = (taskId: string, taskQueue: string, shard: number): string =>
  [
    `ax-watch/${slug(taskId)}`,
    ...(taskQueue === DEFAULT_TASK_QUEUE ? [] : [`q${hash32(taskQueue).toString(16)}`]),
    ...(shard === 0 ? [] : [String(shard)]),
  ].join('/');

/** The ledger of a task: which months it has, and up to where the service's list was read. */
export const coverageWorkflowId = (taskId: string): string => `ax-coverage/${slug(taskId)}`;

/** The runs of the ledger whose windows begin in a month (UTC), like `2026-11`. */
export const coverageMonthWorkflowId = (taskId: string, month: string): string =>
  `${coverageWorkflowId(taskId)}/${month}`;

/** What the evaluations of a task said in the windows that begin in a month (UTC), like `2026-11`. */
export const qualityMonthWorkflowId = (taskId: string, month: string): string =>
  `ax-quality/${slug(taskId)}/${month}`;

/** A schedule, and the workflows it starts, which have the nominal time behind this id. */
export const scheduleId = (name: string): string => `ax-schedule/${slug(name)}`;

/** Where a schedule keeps until where all is proven. */
export const watermarkWorkflowId = (name: string): string => `ax-watermark/${slug(name)}`;

/** The work of a firing on one of its windows; a pipeline is found by its name, as gates look for former ones. */
export const firedRunWorkflowId = (firingId: string, start: string | null): string =>
  start === null ? `${firingId}/run` : `${firingId}/${start}`;
export const firedPipelineWorkflowId = (name: string, firingId: string, start: string | null): string =>
  `ax-pipeline/${slug(name)}/${firingId.replaceAll('/', '-')}${start === null ? '' : `/${start}`}`;

/** Delivers a notice: what has the same id is the same fact. */
export const noticeWorkflowId = (noticeId: string): string => `ax-notice/${noticeId}`;

export const operationWorkflowId = (verb: string, unique: string): string => `ax-op/${verb}/${unique}`;

/**
 * The name of an experiment whose caller gave none. Derived from the workflow's first execution, so that every attempt,
 * replay and reset of it asks for the same experiment: the API refuses a second one of that name in the dataset
 * (docs/api-contract.md 3, rule 10). Run IDs begin with the time in milliseconds, which workflows that start together
 * share; their end is random.
 */
export const derivedExperimentName = (label: string, firstExecutionRunId: string): string =>
  `${slug(label)}-${firstExecutionRunId.replaceAll('-', '').slice(-12)}`;

/** Letters, digits and `._-=+` of a text, at most 60 characters; everything else becomes a dash. */
function slug(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._=+-]+/g, '-').replace(/^-+|-+$/g, '');
  return plain.length === 0 ? 'x' : plain.slice(0, 60);
}

/** The ID of an activity that works for a step: observers tell by it whose it is. `unique` keeps two of a step apart. */
export const stepActivityId = (stepId: string, unique: string): string => `${stepId}/${unique.slice(0, 8)}`;

/** The step in a {@link stepActivityId}; null if the ID is another. */
export const stepOfActivityId = (activityId: string): string | null => {
  const end = activityId.indexOf('/');
  return end < 0 ? null : activityId.slice(0, end);
};
