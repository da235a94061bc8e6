import type { AmbiguityPolicy, Tolerance, WaitPolicy } from '../api/policies.js';
import type { RunIntent } from './intent.js';
import type { StartedRun } from './run-result.js';

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
