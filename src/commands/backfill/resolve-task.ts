import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { evaluatorsKey } from '../../model/api/task.js';
import type { Task } from '../../model/api/task.js';
import type { CliContext } from '../base/context.js';
import { requireProjectTask } from '../coverage/require-project-task.js';
import { usageError } from '../base/cli-error.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { Notify } from '../../client/worker-gap.js';
import { runOperation } from '../session/run-operation.js';
import type { Session } from '../session/session.js';
import type { PlanFlags } from './plan-flags.js';

/** The name or ID of the task, checked before anything is sent. */
export function taskRefOf(flags: PlanFlags, context: CliContext): { task: string; space?: string } {
  const { task } = flags;
  if (task === undefined) throw usageError('A backfill needs --task NAME_OR_ID');
  const space = spaceOf(flags, context);
  requireSpace('The task', task, space);
  return { task, ...space };
}

/** The evaluators that the task of a plan has now. */
export async function evaluatorsNow(
  session: Session,
  { task: { id } }: Pick<BackfillPlan, 'task'>,
  notify: Notify,
): Promise<string> {
  const { evaluators } = await runOperation(session, 'getTask', { task: id }, notify);
  return evaluatorsKey(evaluators);
}

/**
 * The task of a backfill.
 * @throws CliError `NoProjectTask` where its runs take no window
 */
export async function resolveTask(
  session: Session,
  flags: PlanFlags,
  context: CliContext,
  notify: Notify,
): Promise<Task> {
  const task = await runOperation(session, 'getTask', taskRefOf(flags, context), notify);
  requireProjectTask(
    task,
    'there is nothing to backfill',
    'Only tasks that evaluate a project can be backfilled.',
  );
  return task;
}
