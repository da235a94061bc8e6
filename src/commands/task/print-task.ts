import type { Task } from '../../model/api/task.js';
import { taskFacts } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import type { Output } from '../base/output.js';

/** Prints a task; `done` says on stderr what happened to it. */
export const printTask =
  (context: CliContext, done: string | null) =>
  (task: Task, output: Output): void => {
    if (done !== null) output.note(done);
    output.result('task', task, (style) => taskFacts(task, style, context.nowMs()));
  };
