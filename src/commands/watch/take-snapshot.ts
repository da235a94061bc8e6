import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { STEPS_MEMO, WORKFLOWS } from '../../model/inputs.js';
import { stepWorkflowId } from '../../model/names.js';
import { isFinal } from '../../model/snapshot.js';
import type { StepSnapshot, WorkflowSnapshot } from '../../model/snapshot.js';
import { overdueMs } from '../session/untaken.js';
import { TITLE_MEMO } from '../session/start-or-attach.js';
import { describeRun } from './describe-run.js';
import { describeSweep } from './describe-sweep.js';

/** A step as whoever started the pipeline left it in the memo. */
export interface StepMemo {
  id: string;
  needs: string[];
  task: string;
}

/**
 * The state of a workflow and its steps, read from descriptions alone. Steps that had ended in `before` are not asked
 * again.
 */
export async function takeSnapshot(
  client: Client,
  workflowId: string,
  before: WorkflowSnapshot | null,
): Promise<WorkflowSnapshot> {
  const description = await client.workflow.getHandle(workflowId).describe();
  const { steps, overdue } = await stepsOf(client, description, before);
  return {
    workflowId,
    executionId: description.runId,
    type: description.type,
    status: description.status.name,
    startedAt: description.startTime.toISOString(),
    closedAt: description.closeTime?.toISOString() ?? null,
    steps,
    overdueMs: Math.max(overdueMs(description.raw, Date.now()), overdue),
  };
}

/** Workflows of one run. */
const OF_A_RUN: ReadonlySet<string> = new Set([WORKFLOWS.runTask, WORKFLOWS.waitForRun]);

interface Steps {
  steps: StepSnapshot[];
  overdue: number;
}

async function stepsOf(
  client: Client,
  description: WorkflowExecutionDescription,
  before: WorkflowSnapshot | null,
): Promise<Steps> {
  if (description.type === WORKFLOWS.runPipeline) return pipelineSteps(client, description, before);
  if (description.type === WORKFLOWS.sweepRuns) return { steps: [describeSweep(description)], overdue: 0 };
  if (!OF_A_RUN.has(description.type)) return { steps: [], overdue: 0 };
  const title = description.memo?.[TITLE_MEMO];
  const step = await describeRun(
    client,
    { id: typeof title === 'string' ? title : 'run', task: null },
    description,
    before?.steps[0] ?? null,
  );
  return { steps: [step], overdue: 0 };
}

async function pipelineSteps(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  before: WorkflowSnapshot | null,
): Promise<Steps> {
  const memo = (pipeline.memo?.[STEPS_MEMO] ?? []) as StepMemo[];
  const known = new Map(
    before?.executionId === pipeline.runId ? before.steps.map((step) => [step.id, step]) : [],
  );
  const isClosed = pipeline.status.name !== 'RUNNING';
  let overdue = 0;
  const steps: StepSnapshot[] = [];
  for (const step of memo) {
    const seen = known.get(step.id);
    if (seen !== undefined && isFinal(seen)) steps.push(seen);
    else if (isSkipped(step, steps)) steps.push(notStarted(step, 'skipped'));
    else if (isWaiting(step, steps)) steps.push(notStarted(step, isClosed ? 'skipped' : 'waiting'));
    else {
      const child = await describeChild(client, pipeline, step.id);
      overdue = Math.max(overdue, child === null ? 0 : overdueMs(child.raw, Date.now()));
      steps.push(
        child === null
          ? notStarted(step, isClosed ? 'skipped' : 'waiting')
          : await describeRun(client, step, child, seen ?? null),
      );
    }
  }
  return { steps, overdue };
}

const needed = (step: StepMemo, earlier: readonly StepSnapshot[]): StepSnapshot[] =>
  earlier.filter(({ id }) => step.needs.includes(id));

/** Something it needs ended badly. */
const isSkipped = (step: StepMemo, earlier: readonly StepSnapshot[]): boolean =>
  needed(step, earlier).some((need) => isFinal(need) && need.stage !== 'succeeded');

// A step that stands before what it needs in the file is asked for in vain until then, which does no harm.
const isWaiting = (step: StepMemo, earlier: readonly StepSnapshot[]): boolean =>
  needed(step, earlier).some((need) => !isFinal(need));

/** The child of this execution of the pipeline; null where it has none yet. */
async function describeChild(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  stepId: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    const child = await client.workflow.getHandle(stepWorkflowId(pipeline.workflowId, stepId)).describe();
    // The same pipeline may have run before, with children of the same ids.
    return child.parentExecution?.runId === pipeline.runId ? child : null;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}

const notStarted = ({ id, task }: StepMemo, stage: 'waiting' | 'skipped'): StepSnapshot => ({
  id,
  task,
  stage,
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: null,
  endedAt: null,
  note: null,
  result: null,
});
