import { EXIT } from '../../model/temporal/exit-codes.js';
import { isProjectTask, isRunExperimentTask } from '../../model/api/task.js';
import type { Task } from '../../model/api/task.js';
import { CliError } from '../base/cli-error.js';

/**
 * Refuses a task whose runs take no window of time; `so` says what that means for what was asked.
 * @throws CliError `NoProjectTask`
 */
export function requireProjectTask(task: Task, so: string, hint: string): void {
  if (isProjectTask(task)) return;
  const what = isRunExperimentTask(task) ? 'runs experiments' : 'evaluates experiments of a dataset';
  throw new CliError(
    `The task ${JSON.stringify(task.name)} ${what}: its runs have no time window, so ${so}.`,
    { exitCode: EXIT.refused, code: 'NoProjectTask', hint },
  );
}
