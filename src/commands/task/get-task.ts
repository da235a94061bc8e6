import type { Operations } from '../../model/temporal/operations.js';
import { taskFacts } from '../../terminal/views/task-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { SpaceOption } from '../input/space.js';
import type { CallOptions } from '../session/call-once.js';
import { showTasks } from '../session/names.js';
import { runOperation } from '../session/run-operation.js';
import { withSession } from '../session/session.js';

export function getTask(
  context: CliContext,
  options: CallOptions & SpaceOption,
  task: string,
): Promise<number> {
  const space = spaceOf(options, context);
  requireSpace('The task', task, space);
  return callForTask(context, options, 'getTask', { task, ...space }, null);
}

type TaskVerb = 'getTask' | 'createEvaluationTask' | 'createRunExperimentTask' | 'updateTask';

/** Runs a call that returns a task, and prints the task; `done` says on stderr what happened to it. */
export async function callForTask<V extends TaskVerb>(
  context: CliContext,
  options: CallOptions,
  verb: V,
  request: Operations[V]['request'],
  done: string | null,
): Promise<0> {
  const output = new Output(context, options);
  const [task] = await withSession(context, options, async (session) =>
    showTasks(session, [await runOperation(session, verb, request, (line) => output.warn(line))]),
  );
  if (done !== null) output.note(done);
  if (task !== undefined) output.result('task', task, (style) => taskFacts(task, style, context.nowMs()));
  return 0;
}
