import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { callOnce } from '../session/call-once.js';
import type { CallOptions } from '../session/call-once.js';

export interface DeleteTaskOptions extends CallOptions, SpaceOption {
  force?: boolean;
}

export async function deleteTask(
  context: CliContext,
  options: DeleteTaskOptions,
  task: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  await confirm(`Delete the task ${task} with all its runs? This cannot be undone.`, options, context);
  return callOnce(context, options, 'deleteTask', { task, ...space }, (_, output) => {
    output.result('deleted', { task }, () => [`Deleted the task ${task}.`]);
  });
}
