import type { RunIntent } from './intent.js';
import type { Plan } from './plan.js';
import type { AmbiguityPolicy, Tolerance, WaitPolicy } from './policies.js';
import type { StartedRun } from './results.js';

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
  /** The experiment's name where the intent has none and the task runs experiments; absent: derived from the workflow. */
  defaultExperimentName?: string;
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
  /** Set by the workflow itself when it goes on in a new execution. */
  resume?: StartedRun;
}

/** Input of the workflow `runPipeline`. */
export interface RunPipelineInput {
  plan: Plan;
}

/** The workflows by name, for whoever starts them without their code. */
export const WORKFLOWS = {
  taskOperation: 'taskOperation',
  runTask: 'runTask',
  waitForRun: 'waitForRun',
  runPipeline: 'runPipeline',
} as const;

/** The memo under which a cancelled workflow leaves its result: a workflow that ends CANCELLED returns none. */
export const RESULT_MEMO = 'result';

/** The memo with the steps of a pipeline, put there by whoever starts it, so that it can be watched without a worker. */
export const STEPS_MEMO = 'steps';
