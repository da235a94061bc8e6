import { ApplicationFailure } from '@temporalio/common';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../model/task/ensure-task.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { ResolvedDefinition } from '../../model/api/task-definition.js';
import {
  createdFields,
  definedFields,
  fieldsToSend,
  fixedDifferences,
  taskChanges,
} from '../../model/task/task-difference.js';
import type { TaskChange } from '../../model/task/task-difference.js';
import type { Task } from '../../model/api/task.js';
import { prompt } from '../shared/activities.js';
import { createOnce, findDefined } from './create-once.js';
import { failure, innermost } from '../shared/failures.js';

/**
 * Makes a task what its definition says: creates it if there is none of its name, updates it if it differs, and
 * says what changed. Fields that the definition leaves out are left alone.
 *
 * Fails as `AxConflict` if the task differs in what cannot be changed, and as `CreateUnresolved` if a create
 * cannot be settled.
 */
export async function ensureTask(input: EnsureTaskInput): Promise<EnsureTaskResult> {
  try {
    const resolved = await prompt.resolveDefinition(input.definition);
    const found = await findDefined(resolved);
    return found === null ? await create(resolved, input) : await bringInto(found, resolved, input);
  } catch (error) {
    throw innermost(error);
  }
}

async function create(resolved: ResolvedDefinition, input: EnsureTaskInput): Promise<EnsureTaskResult> {
  const { isDryRun = false, settleMs } = input;
  const changes = createdFields(resolved.definition);
  if (isDryRun) return { action: 'created', isDryRun, task: null, changes };
  try {
    return { action: 'created', isDryRun, task: await createOnce(resolved, settleMs), changes };
  } catch (error) {
    // Somebody else created it since the first look: once, it is taken for what was there.
    const found = isConflict(error) ? await findDefined(resolved) : null;
    if (found === null) throw error;
    return bringInto(found, resolved, input);
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === ('AxConflict' satisfies FailureType);

async function bringInto(
  task: Task,
  { definition }: ResolvedDefinition,
  { isDryRun = false }: EnsureTaskInput,
): Promise<EnsureTaskResult> {
  refuseFixed(task, fixedDifferences(task, definition));
  const fields = definedFields(definition, task);
  const changes = taskChanges(task, fields);
  if (changes.length === 0) return { action: 'unchanged', isDryRun, task, changes };
  if (isDryRun) return { action: 'updated', isDryRun, task, changes };
  const request = { task: referenceTo(task.id), ...fieldsToSend(fields, changes) };
  return { action: 'updated', isDryRun, task: await prompt.updateTask(request), changes };
}

function refuseFixed(task: Task, differences: readonly TaskChange[]): void {
  if (differences.length === 0) return;
  const said = differences.map(
    ({ field, from, to }) =>
      `${field} is ${JSON.stringify(from)} and the definition says ${JSON.stringify(to)}`,
  );
  throw failure(
    'AxConflict',
    `Cannot make task ${JSON.stringify(task.name)} (${task.id}) what is defined: ${said.join('; ')}. ` +
      'The API cannot change this: delete the task first, or define another name.',
  );
}
