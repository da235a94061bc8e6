import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import { STEPS_MEMO, PIPELINE_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { PipelineMemo, StepMemo } from '../../model/pipeline/pipeline-memo.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { notedSteps } from './noted-steps.js';
import type { ObservedSteps } from './observed-steps.js';
import { stepOfResult } from './observed-steps.js';

/** What a pipeline reports that has just been started. */
const NOTHING_REPORTED: PipelineMemo = { pausedAt: null, pausedBy: null, deadlineAt: null, steps: {} };

/** The steps in list order: from the result of a pipeline that has one, else from its memo and its children. */
export async function pipelineSteps(
  client: Client,
  pipeline: WorkflowExecutionDescription,
  before: WorkflowSnapshot | null,
): Promise<ObservedSteps> {
  const memo = (pipeline.memo?.[STEPS_MEMO] ?? []) as StepMemo[];
  const reported = pipeline.memo?.[PIPELINE_MEMO] as PipelineMemo | undefined;
  const isSame = before?.workflowId === pipeline.workflowId;
  const seen = before?.steps.map((step) => [step.id, step] as const) ?? [];
  // A pipeline that continues as new keeps its steps; a new run of the same id has a memo of its own.
  const isSameRun = isSame && (reported !== undefined || before.executionId === pipeline.runId);
  const observed = { client, pipeline, memo, known: new Map(isSameRun ? seen : []) };
  const result = await pipelineResultOf(client, pipeline);
  return result === null
    ? notedSteps(observed, reported ?? NOTHING_REPORTED)
    : { steps: stepsOfResult(memo, result), overdue: 0 };
}

function stepsOfResult(memo: readonly StepMemo[], { steps }: PipelineResult): StepSnapshot[] {
  const memos = new Map(memo.map((step) => [step.id, step]));
  return steps.map((step) => stepOfResult(memos.get(step.id) ?? { id: step.id, needs: [], task: '' }, step));
}

/** The result of a pipeline that ended with one, or was cancelled; null of others. */
export async function pipelineResultOf(
  client: Client,
  { workflowId, runId, status, memo }: WorkflowExecutionDescription,
): Promise<PipelineResult | null> {
  const kept = memo?.[RESULT_MEMO] as PipelineResult | undefined;
  if (kept !== undefined) return kept;
  if (status.name !== 'COMPLETED') return null;
  return client.workflow.getHandle<() => Promise<PipelineResult>>(workflowId, runId).result();
}
