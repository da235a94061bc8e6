import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { FAN_OUT_MEMO, PIPELINE_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { FanOutMemo, PipelineMemo } from '../../model/pipeline/pipeline-memo.js';
import { FIRING_MEMO } from '../../model/schedule/firing.js';
import type { FiringMemo } from '../../model/schedule/firing.js';
import type { StepSnapshot, StepStage } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { overdueMs } from '../worker-gap.js';
import { backfillFacts } from './describe-backfill.js';
import { describeFanOut } from './describe-fan-out.js';
import { describeRun } from './describe-run.js';
import { pipelineSteps } from './pipeline-steps.js';
import type { ObservedSteps } from './observed-steps.js';
import { SWEEP_MEMO } from '../../model/sweep/inputs.js';
import type { SweepMemo } from '../../model/sweep/inputs.js';

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
    taskQueue: description.taskQueue,
    status: description.status.name,
    startedAt: description.startTime.toISOString(),
    closedAt: description.closeTime?.toISOString() ?? null,
    steps,
    overdueMs: Math.max(overdueMs(description.raw, Date.now()), overdue),
    ...(description.type === WORKFLOWS.runFiring ? childFacts(description) : {}),
    ...factsOf(description),
  };
}

function factsOf(description: WorkflowExecutionDescription): Partial<WorkflowSnapshot> {
  if (description.type === WORKFLOWS.runBackfill) return backfillFacts(description);
  const firing = description.memo?.[FIRING_MEMO] as FiringMemo | undefined;
  return firing === undefined ? pipelineFacts(description) : { firing };
}

/** Workflows of one run. */
const OF_A_RUN: ReadonlySet<string> = new Set([WORKFLOWS.runTask, WORKFLOWS.waitForRun]);

async function stepsOf(
  client: Client,
  description: WorkflowExecutionDescription,
  before: WorkflowSnapshot | null,
): Promise<ObservedSteps> {
  if (description.type === WORKFLOWS.runPipeline) return pipelineSteps(client, description, before);
  if (description.type === WORKFLOWS.sweepRuns) return { steps: [describeSweep(description)], overdue: 0 };
  if (description.type === WORKFLOWS.runFanOut) return { steps: [fanOutStep(description)], overdue: 0 };
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

/** A fan-out that is observed by itself. */
const fanOutStep = (description: WorkflowExecutionDescription): StepSnapshot => ({
  ...UNSEEN,
  id: 'items',
  ...describeFanOut(description, description.memo?.[FAN_OUT_MEMO] as FanOutMemo | undefined),
});

const UNSEEN = {
  task: null,
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  note: null,
  result: null,
};

function pipelineFacts({
  memo,
  status,
}: WorkflowExecutionDescription): Pick<
  WorkflowSnapshot,
  'pausedAt' | 'pausedBy' | 'pausedReason' | 'deadlineAt'
> {
  const reported = memo?.[PIPELINE_MEMO] as PipelineMemo | undefined;
  if (reported === undefined || status.name !== 'RUNNING') return {};
  const { pausedAt, pausedBy, pausedReason, deadlineAt } = reported;
  return {
    ...(pausedAt === null ? {} : { pausedAt, ...(pausedBy === null ? {} : { pausedBy }) }),
    ...(pausedAt === null || pausedReason === undefined ? {} : { pausedReason }),
    ...(deadlineAt === null ? {} : { deadlineAt }),
  };
}

const childFacts = ({ raw }: WorkflowExecutionDescription): Pick<WorkflowSnapshot, 'waitsFor'> => ({
  waitsFor: (raw.pendingChildren ?? []).flatMap((child) => child.workflowId ?? []),
});

const STAGES: Readonly<Record<string, StepStage>> = {
  RUNNING: 'running',
  COMPLETED: 'succeeded',
  CANCELLED: 'cancelled',
};

/** The state of a sweep, from its description alone: while the grace time passes it says so in its memo. */
const describeSweep = (description: WorkflowExecutionDescription): StepSnapshot => ({
  id: 'sweep',
  task: null,
  stage: STAGES[description.status.name] ?? 'failed',
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: description.startTime.toISOString(),
  endedAt: description.closeTime?.toISOString() ?? null,
  note: description.status.name === 'RUNNING' ? noteOf(description) : null,
  result: null,
});

function noteOf({ memo }: WorkflowExecutionDescription): string | null {
  const waiting = memo?.[SWEEP_MEMO] as SweepMemo | undefined;
  if (waiting === undefined) return null;
  const { suspects, againAt } = waiting;
  return `${suspects} without a workflow, checked again at ${againAt.slice(11, 19)}Z`;
}
