import type { ChainedResult } from '../run/chained.js';
import type { Candidate, Fence, RunMark } from '../run/fence.js';
import type { GateResult } from '../gate/gate.js';
import type { Json } from '../base/json.js';
import type { Outcome, OutcomeKind } from '../run/outcome.js';
import type { StepKind } from './plan.js';
import type { RunReport } from '../api/run-report.js';
import type { TaskChange } from '../task/task-difference.js';
import type { RunCounts } from '../api/task-run.js';
import type { Task } from '../api/task.js';
import type { Verdict } from '../run/verdict.js';
import type { Window } from '../time/window.js';

/** How a run came to be this intent's run (design/trigger-once.md, step 7). */
export interface Provenance {
  how: 'created' | 'adopted' | 'adopted-after-duplicates' | 'attached';
  /** Trigger POSTs that were answered for good or left open; those never sent or refused for now (429) do not count. */
  posts: number;
  /** Runs that looked like ours, the kept one included. */
  candidates: Candidate[];
  /** The younger ones, which were cancelled; absent where there were none, or some may be a stranger's. */
  duplicates?: Duplicate[];
}

/** A second run of one intent, and what became of it. */
export interface Duplicate {
  runId: string;
  /** The status it ended in, `GONE`, or `UNCONFIRMED` where its end could not be seen. */
  status: string;
}

/** What a workflow keeps of its trigger in its memo: the fence from before the POST on, the run once it is known. */
export interface TriggerMemo {
  fence: Fence;
  runId: string | null;
  /** Null while it is not known. */
  provenance: Provenance | null;
  /** The task that is triggered. */
  taskId: string;
  /** The user as whom the service created the run; null if the answer to our POST did not say. */
  createdByUserId: string | null;
  /** Tasks (IDs) of which the service is to start runs after this one; absent where there are none. */
  evaluationTaskIds?: string[];
}

/** A run that a sweep tells of. Times are ISO 8601 with zone. */
export interface SweptRun {
  runId: string;
  taskId: string;
  taskName: string;
  status: string;
  createdAt: string;
  /** Why it counts as what it is, for people. */
  why: string;
}

/** What a sweep did about an orphan; `unconfirmed`: it was asked to stop, or to be adopted, and that could not be seen. */
export type SweepDeed = 'reported' | 'adopted' | 'cancelled' | 'already-over' | 'unconfirmed';

export interface Orphan extends SweptRun {
  did: SweepDeed;
}

/** The kinds of run that a sweep lists. */
export type SweptKind = 'orphans' | 'left' | 'unknown' | 'inDoubt';

/** The result of `sweepRuns`. The lists are cut; `counts` tells how many there were of each kind. */
export interface SweepResult {
  looked: { tasks: number; runs: number; owned: number; byOthers: number };
  counts: Record<SweptKind, number>;
  /** Runs made with our key that no workflow has, in two looks. */
  orphans: Orphan[];
  /** Left to go on by a workflow, on purpose. */
  left: SweptRun[];
  /** It cannot be told whether they are ours to touch. */
  unknown: SweptRun[];
  /** A living workflow may be about to find them. */
  inDoubt: SweptRun[];
}

/** A run that an intent has, and all that is needed to wait for it and to judge it. */
export interface StartedRun {
  taskId: string | null;
  taskName: string | null;
  datasetId: string | null;
  runId: string;
  provenance: Provenance;
  window: Window | null;
  experimentName: string | null;
  maxSpans: number | null;
  /** Milliseconds since 1970; null where there is no deadline. */
  deadlineMs: number | null;
  /** The end of the whole pipeline, beyond which nothing is extended; absent outside of one, or where it has none. */
  finalDeadlineMs?: number;
  /** What a POST before the kept run's may still have made; absent where the fate of every POST is known. */
  doubt?: { fence: Fence; mark: RunMark };
  /** Evaluation tasks that the service starts by itself after this experiment. */
  chainedTaskIds?: string[];
}

/** The result of `runTask` and `waitForRun`. `runId` is null where no run was started. */
export interface RunResult {
  taskId: string | null;
  taskName: string | null;
  runId: string | null;
  /** The run as it was last seen; null where it was not. */
  run: RunReport | null;
  /** The experiment that the run created; null for evaluations. */
  experimentId: string | null;
  experimentName: string | null;
  window: Window | null;
  outcome: Outcome;
  /** That of the worst of the run and what the service chained to it. */
  verdict: Verdict;
  provenance: Provenance;
  /** The evaluations that the service started after an experiment; absent where it was told of none. */
  chained?: ChainedResult[];
}

/** How a step ended; `running`: it was left to go on at its deadline. */
export type StepState = 'succeeded' | 'failed' | 'cancelled' | 'skipped' | 'running';

/** How a step of a pipeline ended, and what it came to. */
export interface StepResult {
  id: string;
  state: StepState;
  /** Why a step was skipped or failed before it had a run; null otherwise. */
  reason: string | null;
  /** Of the last attempt; null where there was none, and for a fan-out. */
  result: RunResult | null;
  /** Absent in results of before there were other kinds than `run`, like all that follows. */
  kind?: StepKind;
  /** Triggers in all; absent: at most one. */
  attempts?: number;
  /** ISO 8601 with zone; null where it never started. */
  startedAt?: string | null;
  endedAt?: string | null;
  /** Experiments that it made or evaluated; of a fan-out those of all items. */
  experimentIds?: string[];
  gate?: GateResult;
  approval?: ApprovalResult;
  /** What `ensure` did. */
  ensured?: { taskId: string; action: EnsureTaskResult['action'] };
  /** Of a fan-out, in the order of its items. */
  items?: ItemResult[];
  /** Rows that are not in `items`, since the whole result would be too large: the fan-out's own workflow has them. */
  itemsLeftOut?: number;
  outputs?: Record<string, Json>;
  /** The step on whose account this one was skipped; absent where it was not, or for another reason. */
  because?: string;
  /** It failed, and its `onFailure` is `ignore`. */
  isIgnored?: true;
  /** It was not run: an earlier run of the pipeline had this result, and this one is a rerun of it. */
  isKept?: true;
}

/** How an approval was decided. */
export interface ApprovalResult {
  decision: 'approved' | 'rejected' | 'expired';
  /** Null where nobody decided. */
  by: string | null;
  reason: string | null;
  /** ISO 8601 with zone. */
  at: string;
}

/** One item of a fan-out, in short: its workflow has the whole result. */
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
}

/** The result of `ensureTask`; of a dry run, what it would be. */
export interface EnsureTaskResult {
  action: 'created' | 'updated' | 'unchanged';
  isDryRun: boolean;
  /** The task as it is afterwards; null where a dry run found none. */
  task: Task | null;
  changes: TaskChange[];
}

/** The result of `runPipeline`. Times are ISO 8601 with zone. */
export interface PipelineResult {
  name: string;
  verdict: Verdict;
  /** In list order; a step of `finally` stands behind all others. */
  steps: StepResult[];
  /** Absent in results of before there were gates, like all that follows. */
  workflowId?: string;
  startedAt?: string;
  endedAt?: string;
  labels?: Record<string, string>;
  inputs?: Record<string, Json>;
  outputs?: Record<string, Json>;
  /** The execution (run ID) of which this is a rerun. */
  rerunOf?: { workflowId: string; executionId: string };
}
