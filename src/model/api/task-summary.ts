import type { Task } from './task.js';

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
