import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { StepMemo } from '../../model/pipeline/pipeline-memo.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { approvalText } from '../../model/pipeline/result-text.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { stageOfStep } from '../../model/pipeline/snapshot.js';
import { countsOf } from '../../model/pipeline/measured-step.js';
import type { RunResult } from '../../model/run/run-result.js';
import { duplicatesText, outcomeText } from '../../model/run/outcome-text.js';

/** A pipeline whose steps are observed. */
export interface ObservedPipeline {
  client: Client;
  pipeline: WorkflowExecutionDescription;
  memo: readonly StepMemo[];
  /** The steps as they were observed last, by id. */
  known: ReadonlyMap<string, StepSnapshot>;
}

/** The steps of a pipeline at one moment. */
export interface ObservedSteps {
  steps: StepSnapshot[];
  /** How long the longest overdue step has waited for a worker, in milliseconds; 0 if none has. */
  overdue: number;
}

/** A step of which there is nothing to observe. */
export const notStarted = (step: StepMemo, stage: 'waiting' | 'skipped'): StepSnapshot => ({
  ...stepFacts(step),
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

/** A step of a pipeline that has a result. */
export const stepOfResult = (memo: StepMemo, step: StepResult): StepSnapshot => ({
  ...stepFacts(memo),
  stage: stageOfStep(step),
  status: step.result?.run?.status ?? null,
  counts: countsOf(step),
  runId: step.result?.runId ?? null,
  provenance: step.result?.provenance ?? null,
  startedAt: step.startedAt,
  endedAt: step.endedAt,
  note: noteOf(step),
  result: step.result,
  ...(step.attempts > 1 ? { attempt: step.attempts } : {}),
});

/** What is known of a step before it starts. */
export const stepFacts = ({
  id,
  task,
  needs,
  kind = 'run',
  when,
  isFinally,
}: StepMemo): Pick<StepSnapshot, 'id' | 'task' | 'kind' | 'needs' | 'when' | 'isFinally'> => ({
  id,
  task,
  kind,
  needs,
  ...(when === undefined ? {} : { when }),
  ...(isFinally === undefined ? {} : { isFinally }),
});

/** What is to be said of the end of a run beside its stage; null if there is nothing. */
export function endNote({ outcome, provenance }: RunResult): string | null {
  const isPlain = ['started', 'succeeded'].includes(outcome.kind);
  const notes = [isPlain ? null : outcomeText(outcome), duplicatesText(provenance)];
  return notes.filter((note) => note !== null).join('; ') || null;
}

function noteOf({ isKept, reason, result, approval }: StepResult): string | null {
  if (isKept === true)
    return result?.outcome.kind === 'reused'
      ? `kept by the rerun: ${outcomeText(result.outcome)}`
      : 'reused by the rerun';
  if (approval !== undefined && reason === null) return approvalText(approval);
  if (reason !== null || result === null) return reason;
  return endNote(result);
}
