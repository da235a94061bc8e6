import type { Task } from '../../model/api/task.js';
import { taskFacts } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import type { Output } from '../base/output.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { callOnce } from '../session/call-once.js';
import type { CallOptions } from '../session/call-once.js';

export function getTask(
  context: CliContext,
  options: CallOptions & SpaceOption,
  task: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  return callOnce(context, options, 'getTask', { task, ...space }, printTask(context, null));
}

/** Prints a task; `done` says on stderr what happened to it. */
export const printTask =
  (context: CliContext, done: string | null) =>
  (task: Task, output: Output): void => {
    if (done !== null) output.note(done);
    output.result('task', task, (style) => taskFacts(task, style, context.nowMs()));
  };
