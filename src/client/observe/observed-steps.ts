import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { StepMemo } from '../../model/pipeline/pipeline-memo.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { stepFacts } from './step-of-result.js';

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
