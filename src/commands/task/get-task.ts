import type { CliContext } from '../base/context.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import { callOnce } from '../session/call-once.js';
import type { CallOptions } from '../session/call-once.js';
import { printTask } from './print-task.js';

export function getTask(
  context: CliContext,
  options: CallOptions & SpaceOption,
  task: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  return callOnce(context, options, 'getTask', { task, ...space }, printTask(context, null));
}
