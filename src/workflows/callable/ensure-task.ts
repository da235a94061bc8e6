import { workflowInfo } from '@temporalio/workflow';
import { ensureTaskProblem } from '../../model/task/ensure-task.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../model/task/ensure-task.js';
import { ensureTask as itself } from '../task/ensure-task.js';
import { requireInput } from '../shared/require-input.js';
import { asChild } from './as-child.js';
import type { ChildOptions } from './as-child.js';

/**
 * Makes a task what its definition says: creates it if there is none of its name, updates it if it differs, and
 * says what changed. Fields that the definition leaves out are left alone. As a workflow, or called as a function in
 * another workflow: then it runs as a child of that one.
 *
 * Fails as `AxConflict` if the task differs in what cannot be changed, and as `CreateUnresolved` if a create cannot
 * be settled.
 */
export async function ensureTask(
  input: EnsureTaskInput,
  options: ChildOptions = {},
): Promise<EnsureTaskResult> {
  requireInput(WORKFLOWS.ensureTask, ensureTaskProblem(input));
  if (workflowInfo().workflowType === WORKFLOWS.ensureTask) return itself(input);
  const { name } = input.definition;
  return asChild(WORKFLOWS.ensureTask, input, options, { summary: `ensure task ${name}` });
}
