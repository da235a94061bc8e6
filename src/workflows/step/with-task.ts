import { ChildWorkflowCancellationType, executeChild } from '@temporalio/workflow';
import { isOfItems } from '../../model/fan-out/item-expressions.js';
import { stepEnsureWorkflowId } from '../../model/temporal/names.js';
import { omit } from '../../model/base/objects.js';
import type { Step } from '../../model/pipeline/plan.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { StepResult } from '../../model/pipeline/results.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { childOptions } from '../shared/child-options.js';
import { SUCCEEDED, failed, inStage } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteUntil } from './pipeline-state.js';
import { inTime } from './step-clock.js';
import { awaitRequirements } from './await-requirements.js';
import type { StepContext } from './step-context.js';

/**
 * Checks what a step requires, creates or updates its task as `ensure` says, then does the work. In a fan-out whose items
 * differ in this, each item does it by itself.
 */
export async function withTask(
  step: Step,
  context: StepContext,
  work: (ready: Step) => Promise<UnfinishedResult>,
): Promise<UnfinishedResult> {
  if (isOfItems(step, 'requires', 'ensure', 'task', 'space')) return work(step);
  const missing = await awaitRequirements(step, context);
  if (missing.length > 0) return failed(missing.join('; '));
  const { ensure: definition } = step;
  const ready = omit(step, 'ensure', 'requires');
  if (definition === undefined) return work(ready);
  context.note(noteUntil('preparing', context.clock));
  const ensured = await inTime(context.clock, 'its task was being created or updated', () =>
    ensure(definition, step, context),
  );
  const task = referenceTo(ensured.taskId);
  return inStage({ ...SUCCEEDED, ensured }, () => work({ ...ready, task }));
}

async function ensure(
  definition: TaskDefinition,
  { settleMs }: Step,
  { workflowId, title, searchAttributes }: StepContext,
): Promise<NonNullable<StepResult['ensured']>> {
  const { action, task } = await executeChild<WorkflowTypes['ensureTask']>(WORKFLOWS.ensureTask, {
    args: [{ definition, ...(settleMs === undefined ? {} : { settleMs }) }],
    ...childOptions({
      workflowId: stepEnsureWorkflowId(workflowId),
      summary: `${title}: ensure ${definition.name}`,
      details: `Creates or updates the task **${definition.name}** as the pipeline's file says, for ${title}.`,
      searchAttributes,
    }),
    // It may settle a request of unknown fate first, for longer than the step has: the step does not wait for that.
    cancellationType: ChildWorkflowCancellationType.TRY_CANCEL,
  });
  return { action, taskId: task?.id ?? '' };
}
