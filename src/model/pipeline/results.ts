import type { RunCounts } from '../api/task-run.js';
import type { Json } from '../base/json.js';
import type { GateResult } from '../gate/evidence.js';
import type { RunQuality } from '../quality/kept/run-quality.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { RunResult } from '../run/run-result.js';
import type { Verdict } from '../run/verdict.js';
import type { EnsureTaskResult } from '../task/ensure-task.js';
import { kindOf } from './plan.js';
import type { Step, StepKind } from './plan.js';

/** How a step ended. `running`: its run was still running at the deadline and was left alone. */
export type StepState = 'succeeded' | 'failed' | 'cancelled' | 'skipped' | 'running';

/** The result of a step of a pipeline. */
export interface StepResult {
  id: string;
  state: StepState;
  /** Why it ended like this; null if its state says it all. */
  reason: string | null;
  kind: StepKind;
  /** The run of the last attempt; null if there was none, for other kinds than `run`, and for a fan-out. */
  result: RunResult | null;
  /** How often it was triggered or called in all, before a rerun too; 0 if never. */
  attempts: number;
  /** ISO 8601 with zone; null if the step never started. */
  startedAt: string | null;
  endedAt: string | null;
  /** The experiments that it made or evaluated; those of all items if it is a fan-out. */
  experimentIds?: string[];
  gate?: GateResult;
  /** What the evaluations of its run said; absent if that was not read. */
  quality?: RunQuality;
  approval?: ApprovalResult;
  /** What `ensure` did. */
  ensured?: { taskId: string; action: EnsureTaskResult['action'] };
  /** The rows of a fan-out, in the order of its items. */
  items?: ItemResult[];
  /** How many rows are missing in `items` because the result would be too large. The fan-out's own workflow has them. */
  itemsLeftOut?: number;
  outputs?: Record<string, Json>;
  /** The step because of which this one was skipped; absent if there is none. */
  because?: string;
  /** It failed since it is not known whether its trigger started a run: a person is needed. */
  isUnresolved?: true;
  /** It failed, and its `onFailure` is `ignore`. */
  isIgnored?: true;
  /** The pipeline is a rerun, and this is the result of the run before. */
  isKept?: true;
}

/** How an approval was decided. */
export interface ApprovalResult {
  decision: 'approved' | 'rejected' | 'expired';
  /** Null if nobody decided. */
  by: string | null;
  reason: string | null;
  /** ISO 8601 with zone. */
  at: string;
}

/** One item of a fan-out, in brief. Its own workflow has the whole result. */
export interface ItemResult {
  key: string;
  value: Json;
  state: StepState;
  reason: string | null;
  outcome: OutcomeKind | null;
  runId: string | null;
  experimentId: string | null;
  counts: RunCounts | null;
  attempts: number;
  startedAt: string | null;
  endedAt: string | null;
  /** As in {@link StepResult}. */
  isUnresolved?: true;
}

/** The result of `runPipeline`. Times are ISO 8601 with zone. */
export interface PipelineResult {
  name: string;
  verdict: Verdict;
  /** In the order of the file, the steps of `finally` last. */
  steps: StepResult[];
  workflowId: string;
  startedAt: string;
  endedAt: string;
  labels: Record<string, string>;
  /** The values of the inputs by name; empty if the file declares none. */
  inputs: Record<string, Json>;
  /** The outputs by name, null for one that has no value; empty if the file declares none. */
  outputs: Record<string, Json>;
  /** The execution (Temporal run ID) of which this is a rerun. */
  rerunOf?: { workflowId: string; executionId: string };
}

/** The result of a step that never started. */
export const neverStarted = (step: Step, state: StepState, reason: string): StepResult => ({
  id: step.id,
  state,
  reason,
  kind: kindOf(step),
  result: null,
  attempts: 0,
  startedAt: null,
  endedAt: null,
});
