import type { RunIntent } from '../run/intent.js';
import type { FanOutItem, Plan, Step } from '../pipeline/plan.js';
import type { AmbiguityPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { PipelineProgress } from '../pipeline/pipeline-progress.js';
import type { ItemResult, StartedRun, StepResult } from '../pipeline/results.js';
import type { Scope } from '../pipeline/scope.js';
import type { TaskDefinition } from '../api/task-definition.js';

/** Input of the workflow `runTask`. */
export interface RunTaskInput {
  intent: RunIntent;
  /** Null: end as soon as the run's id is known. */
  wait: WaitPolicy | null;
  tolerance?: Tolerance;
  /** `retry` when absent. */
  onAmbiguous?: AmbiguityPolicy;
  /** How long a run may take to show up in the list after its POST, in milliseconds; 15,000 when absent. */
  settleMs?: number;
  /** When a pipeline's time is over, in milliseconds since 1970: the run has no longer, whatever `wait` says. */
  deadlineMs?: number;
  /** The experiment's name where the intent has none and the task runs experiments; absent: derived from the workflow. */
  defaultExperimentName?: string;
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: StartedRun;
}

/** Input of the workflow `waitForRun`: a run started elsewhere, by its ID. */
export interface WaitForRunInput {
  runId: string;
  wait: WaitPolicy;
  tolerance?: Tolerance;
  /** What cancelling the workflow does to the run; `cancel` when absent. */
  onCancel?: 'cancel' | 'detach';
  /** As in {@link RunTaskInput}. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: StartedRun;
}

/** Input of the workflow `runPipeline`. */
export interface RunPipelineInput {
  plan: Plan;
  /** Of a rerun: the execution that it repeats, the steps whose results are kept, and how often the others were triggered. */
  rerun?: PipelineRerun;
  /** Custom search attributes are set (`model/search-attributes.ts`): they must exist in the namespace. */
  hasSearchAttributes?: boolean;
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: PipelineProgress;
}

/** What a rerun takes over from the execution that it repeats. */
export interface PipelineRerun {
  of: { workflowId: string; executionId: string };
  /** Those that ended well; of a fan-out that did not, it keeps the items that did. */
  kept: StepResult[];
  /** By step id: attempts of the runs before, so that an experiment is not asked for under a name that is taken. */
  attempts: Record<string, number>;
}

/** Input of the workflow `runFanOut`: one step of a pipeline for each of its items. */
export interface RunFanOutInput {
  pipeline: { name: string; workflowId: string };
  /** With what is the same for all items done already, such as `ensure`. */
  step: Step;
  /** What the expressions of its items can read, but for the item. */
  scope: Scope;
  /** Those of the steps in `experimentsFrom`. */
  experimentIds: string[];
  /** The pipeline's, in milliseconds since 1970; null: none. */
  deadlineMs: number | null;
  /** Triggers of each item before; 0 of a step that was not run before. */
  attemptsBefore: number;
  /** As in {@link RunPipelineInput}. */
  hasSearchAttributes?: boolean;
  /** Items that ended well in an attempt before: they are not run again. */
  kept: ItemResult[];
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: FanOutProgress;
}

/** What a fan-out hands on when it goes on in a new execution; nothing runs at that moment. */
export interface FanOutProgress {
  items: FanOutItem[];
  /** Of those that have ended, by position. */
  results: Record<number, ItemResult>;
  /** Which item asked for a run last, by what tells it. */
  owners: Record<string, number>;
  isPaused: boolean;
}

/** The result of `runFanOut`. */
export interface FanOutResult {
  /** In the order of the items. */
  items: ItemResult[];
  /** Why there are none; null where there are. */
  problem: string | null;
}

/** Input of the workflow `ensureTask`. */
export interface EnsureTaskInput {
  definition: TaskDefinition;
  /** Says what would be done, and does nothing. */
  isDryRun?: boolean;
  /** How long a task may take to show up in the list after its POST, in milliseconds; 15,000 when absent. */
  settleMs?: number;
}

/** What a sweep does about the orphans it finds. */
export type SweepAction = 'report' | 'adopt' | 'cancel';

/** Input of the workflow `sweepRuns`. Without `space` and `tasks`: all tasks that the key can see. */
export interface SweepRunsInput {
  space?: string;
  /** Names or IDs; names need `space`. */
  tasks?: string[];
  /** An orphan is one in two looks this far apart, in milliseconds; 120,000 when absent. */
  graceMs?: number;
  action: SweepAction;
  /** Acts on these runs alone (IDs), and on nothing else that it finds. */
  onlyRuns?: string[];
}

/** What a sweep leaves in its memo while it waits for its second look. */
export interface SweepMemo {
  /** Runs that looked like orphans in the first look. */
  suspects: number;
  /** When the second look is due: ISO 8601 with zone. */
  againAt: string;
}

/** The workflows by name, for whoever starts them without their code. */
export const WORKFLOWS = {
  taskOperation: 'taskOperation',
  runTask: 'runTask',
  waitForRun: 'waitForRun',
  runPipeline: 'runPipeline',
  runFanOut: 'runFanOut',
  ensureTask: 'ensureTask',
  sweepRuns: 'sweepRuns',
  runBackfill: 'runBackfill',
  triggerWindow: 'triggerWindow',
  keepCoverage: 'keepCoverage',
  keepCoverageMonth: 'keepCoverageMonth',
  runFiring: 'runFiring',
  keepWatermark: 'keepWatermark',
} as const;

/** The memo under which a cancelled workflow leaves its result: a workflow that ends CANCELLED returns none. */
export const RESULT_MEMO = 'result';

/** The memo under which a workflow keeps what it knows of its trigger ({@link TriggerMemo}), for a reset and for onlookers. */
export const TRIGGER_MEMO = 'trigger';

/** What a lone run is called on the screen. */
export const TITLE_MEMO = 'title';

/** The memo with the steps of a pipeline, put there by whoever starts it, so that it can be watched without a worker. */
export const STEPS_MEMO = 'steps';

/** The memo under which a sweep says how far it is ({@link SweepMemo}). */
export const SWEEP_MEMO = 'sweep';
