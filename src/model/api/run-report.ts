import type { RunCounts, TaskRun } from './task-run.js';

/** A run as histories, heartbeats and reports hold it: what is needed to judge it. Times are ISO 8601 with zone. */
export interface RunReport {
  runId: string;
  taskId: string;
  status: TaskRun['status'];
  counts: RunCounts;
  experimentId: string | null;
  failureReason: string | null;
  dataStartTime: string | null;
  dataEndTime: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export const reportOf = (run: TaskRun): RunReport => ({
  runId: run.id,
  taskId: run.taskId,
  status: run.status,
  counts: run.counts,
  experimentId: run.experimentId,
  failureReason: run.failureReason,
  dataStartTime: run.dataStartTime,
  dataEndTime: run.dataEndTime,
  createdAt: run.createdAt,
  startedAt: run.runStartedAt,
  finishedAt: run.runFinishedAt,
});
