import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { isRunExperimentDefinition } from '../../model/api/task-definition.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../model/task/ensure-task.js';
import { ensureWorkflowId, operationWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { fingerprint } from '../fingerprint.js';
import { startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';

/** Tells an ensure of the same definition, to which a second start attaches, from one of another definition. */
const DEFINITION_MEMO = 'definition';

/** Starts an ensure of a task, or attaches to the one that runs for this task; a dry run is always a workflow of its own. */
export const startEnsure = (
  client: Client,
  input: EnsureTaskInput,
  options: StartOptions,
): Promise<Started<EnsureTaskInput, EnsureTaskResult>> =>
  startOrAttach(
    client,
    {
      workflow: WORKFLOWS.ensureTask,
      workflowId:
        input.isDryRun === true
          ? operationWorkflowId(WORKFLOWS.ensureTask, randomUUID())
          : ensureWorkflowId(input.definition.name, fingerprint(parentOf(input.definition))),
      input,
      reuse: 'ALLOW_DUPLICATE',
      summary: `ensure task ${input.definition.name}`,
      priority: 'interactive',
      memo: { [DEFINITION_MEMO]: fingerprint(input.definition) },
    },
    options,
  );

/** What makes a task's name mean one task, as far as it can be told without asking the service. */
function parentOf(definition: TaskDefinition): object {
  const { name, space, dataset } = definition;
  if (space !== undefined) return { name, space };
  const project = isRunExperimentDefinition(definition) ? undefined : definition.project;
  return { name, parent: project ?? dataset };
}

/** Whether a running ensure is of this definition. */
export const isEnsureOf = async (
  handle: Pick<WorkflowHandle, 'describe'>,
  definition: TaskDefinition,
): Promise<boolean> => (await handle.describe()).memo?.[DEFINITION_MEMO] === fingerprint(definition);
