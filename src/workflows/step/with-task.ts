import { executeChild } from '@temporalio/workflow';
import { isOfItems } from '../../model/fan-out/item-expressions.js';
import { stepEnsureWorkflowId } from '../../model/temporal/names.js';
import { omit } from '../../model/base/omit.js';
import type { Step } from '../../model/pipeline/plan.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import { ensureTask } from '../task/ensure-task.js';
import { childOptions } from '../shared/child-options.js';
import { WELL, failed, inStage } from './draft.js';
import type { Draft } from './draft.js';
import { phase } from '../pipeline/engine.js';
import { judging } from '../pipeline/pipeline-activities.js';
import type { Place } from './run-attempts.js';

/**
 * Looks whether what a step requires is there, makes its task what `ensure` says, and goes on to the work. Under a
 * fan-out whose items differ in this it is left to each of them.
 */
export async function withTask(
  step: Step,
  place: Place,
  work: (ready: Step) => Promise<Draft>,
): Promise<Draft> {
  if (isOfItems(step, 'requires', 'ensure', 'task', 'space')) return work(step);
  const missing = await missingOf(step, place);
  if (missing.length > 0) return failed(missing.join('; '));
  const { ensure: definition } = step;
  const ready = omit(step, 'ensure', 'requires');
  if (definition === undefined) return work(ready);
  place.note(phase('preparing'));
  const ensured = await ensure(definition, step, place);
  const task = referenceTo(ensured.taskId);
  return inStage({ ...WELL, ensured }, () => work({ ...ready, task }));
}

async function missingOf(
  { requires = [], task, space, ensure: made }: Step,
  place: Place,
): Promise<string[]> {
  if (requires.length === 0) return [];
  place.note(phase('preparing'));
  return judging(`readiness of ${place.title}`).checkReadiness({
    requirements: requires,
    task: made === undefined ? (task ?? null) : null,
    space: space ?? null,
  });
}

async function ensure(
  definition: TaskDefinition,
  { settleMs }: Step,
  { workflowId, title, searchAttributes }: Place,
): Promise<NonNullable<StepResult['ensured']>> {
  const { action, task } = await executeChild(ensureTask, {
    args: [{ definition, ...(settleMs === undefined ? {} : { settleMs }) }],
    ...childOptions({
      workflowId: stepEnsureWorkflowId(workflowId),
      summary: `${title}: ensure ${definition.name}`,
      details: `Makes the task **${definition.name}** what the pipeline's file says, for ${title}.`,
      searchAttributes,
    }),
  });
  return { action, taskId: task?.id ?? '' };
}
