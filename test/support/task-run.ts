import type { TaskRun } from '../../src/model/api/task-run.js';

/** A minute of the hour in which the runs of these tests were created. */
export const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();

/** A run as the list tells it. */
export const run = (id: string, minute: number, more: Partial<TaskRun> = {}): TaskRun => ({
  id,
  taskId: 'task',
  status: 'PENDING',
  rawStatus: 'PENDING',
  experimentId: null,
  runStartedAt: null,
  runFinishedAt: null,
  dataStartTime: null,
  dataEndTime: null,
  counts: { successes: 0, errors: 0, skipped: 0 },
  createdAt: at(minute),
  createdByUserId: null,
  failureReason: null,
  extra: {},
  ...more,
});
