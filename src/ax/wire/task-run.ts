import { z } from 'zod';
import { RUN_STATUSES, type RunStatus, type TaskRun } from '../../model/api/task-run.js';
import { count, maybeText, membersBeside, namesOf } from './parts.js';

const shape = {
  id: z.string().min(1),
  task_id: z.string(),
  status: z.string(),
  experiment_id: maybeText,
  run_started_at: maybeText,
  run_finished_at: maybeText,
  data_start_time: maybeText,
  data_end_time: maybeText,
  num_successes: count,
  num_errors: count,
  num_skipped: count,
  created_at: z.string(),
  created_by_user_id: maybeText,
  failure_reason: maybeText,
};
const wire = z.looseObject(shape);
const known = namesOf(shape);

/** A run of a task (docs/api-contract.md 1.3). */
export const taskRunSchema: z.ZodType<TaskRun> = wire.transform(toTaskRun);

function toTaskRun(run: z.output<typeof wire>): TaskRun {
  return {
    id: run.id,
    taskId: run.task_id,
    status: statusOf(run.status),
    rawStatus: run.status,
    experimentId: run.experiment_id,
    runStartedAt: run.run_started_at,
    runFinishedAt: run.run_finished_at,
    dataStartTime: run.data_start_time,
    dataEndTime: run.data_end_time,
    counts: { successes: run.num_successes, errors: run.num_errors, skipped: run.num_skipped },
    createdAt: run.created_at,
    createdByUserId: run.created_by_user_id,
    failureReason: run.failure_reason,
    extra: membersBeside(run, known),
  };
}

function statusOf(raw: string): TaskRun['status'] {
  const upper = raw.toUpperCase() as RunStatus;
  return RUN_STATUSES.includes(upper) ? upper : 'UNKNOWN';
}
