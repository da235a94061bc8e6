import type { AxClient } from '../../ax/ax-client.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { Task } from '../../model/api/task.js';
import { selectionOf } from '../../model/coverage/selection.js';
import type { Selection } from '../../model/coverage/selection.js';
import { failure } from '../base/failures.js';
import { evaluationsOf } from './evaluations-of-task.js';

/** What is to be known of a task to read the spans that it evaluates. */
export interface SpansOfTask {
  task: Task;
  projectId: string;
  /** By name. */
  evaluations: string[];
  selection: Selection;
}

/** @throws ApplicationFailure `InvalidInput` if the task is not on a project */
export async function spansOfTask(ax: AxClient, taskId: string): Promise<SpansOfTask> {
  const task = await ax.getTask({ task: referenceTo(taskId) });
  const { projectId, evaluators, name } = task;
  if (projectId === null) throw failure('InvalidInput', `the task ${name} has no project with spans`);
  return { task, projectId, evaluations: await evaluationsOf(ax, evaluators), selection: selectionOf(task) };
}
