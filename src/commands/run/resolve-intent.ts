import type { RunIntent } from '../../model/run/intent.js';
import { isResourceId } from '../../model/api/resource-id.js';
import type { CliContext } from '../base/context.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import type { Notify } from '../../client/worker-gap.js';
import { runOperation } from '../session/run-operation.js';
import type { Session } from '../session/session.js';
import type { TriggerRunOptions } from './trigger-options.js';

export interface ResolvedIntent {
  intent: RunIntent;
  /** What the task is called on the screen: as the user called it. */
  title: string;
}

/**
 * The intent with the task's ID in place of its name, so that name and ID mean the same run. The space stays only where
 * names are left that need it.
 */
export async function resolveIntent(
  session: Session,
  context: CliContext,
  options: TriggerRunOptions,
  given: Omit<RunIntent, 'space'>,
  notify: Notify,
): Promise<ResolvedIntent> {
  const space = spaceOf(options, context);
  const task = await taskIdOf(session, given.task, space, notify);
  const hasNames = (given.trigger.evaluationTaskIds ?? []).some((id) => !isResourceId(id));
  return { intent: { ...given, task, ...(hasNames ? space : {}) }, title: given.task };
}

async function taskIdOf(session: Session, task: string, space: SpaceOption, notify: Notify): Promise<string> {
  if (isResourceId(task)) return task;
  requireSpace('The task', task, space);
  return (await runOperation(session, 'getTask', { task, ...space }, notify)).id;
}
