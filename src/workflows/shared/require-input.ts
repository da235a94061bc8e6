import { workflowInfo } from '@temporalio/workflow';
import { isForNewerWorker } from '../../model/temporal/newer-input.js';
import type { Origin } from '../../model/temporal/newer-input.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { failure } from './failures.js';

/**
 * Fails as `InvalidInput` if a workflow that is nothing but a workflow is called as a function in another one: its id,
 * memo and messages would be its caller's.
 */
export function requireOwn(workflow: string): void {
  const { workflowType } = workflowInfo();
  if (workflowType === workflow) return;
  throw failure(
    'InvalidInput',
    `${workflow} cannot be called in the workflow ${workflowType}: start it as a workflow of its own`,
  );
}

/**
 * Fails as `InvalidInput` if there is a problem with the workflow's input, which may come from any program. State that
 * the workflow carried to this execution (`resume`) is its own, so its contents are trusted. An input that a worker of a
 * newer version seems to have written fails the workflow task alone, which Temporal gives to another worker then.
 */
export function requireInput(workflow: string, problem: string | null): void {
  if (problem === null) return;
  if (isForNewerWorker(problem, originOf(workflow))) {
    throw new Error(
      `${workflow} waits for a worker of a newer version, which knows what this one does not: ${problem}`,
    );
  }
  throw failure(
    'InvalidInput',
    `${workflow} cannot start: ${problem}. Correct the input and start it again; nothing was sent to Arize AX`,
  );
}

/**
 * They are started by the activities of some worker, live for as long as what they keep, and answer updates: one that failed
 * because its input is newer would lose that, and one that rejected an update would fail whoever asked.
 */
const KEEPERS: ReadonlySet<string> = new Set([
  WORKFLOWS.keepWatermark,
  WORKFLOWS.keepBackfills,
  WORKFLOWS.keepCoverage,
  WORKFLOWS.keepCoverageMonth,
  WORKFLOWS.keepQualityMonth,
]);

/** What is called as a function has its input from the code of this very worker. */
function originOf(workflow: string): Origin {
  if (KEEPERS.has(workflow)) return { isByWorkflow: true, ageMs: 0 };
  const { workflowType, parent, continuedFromExecutionRunId, startTime } = workflowInfo();
  const isByWorkflow = parent !== undefined || continuedFromExecutionRunId !== undefined;
  return {
    isByWorkflow: workflowType === workflow && isByWorkflow,
    ageMs: Date.now() - startTime.getTime(),
  };
}
