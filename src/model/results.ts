import type { Candidate } from './fence.js';
import type { Outcome } from './outcome.js';
import type { RunReport } from './run-report.js';
import type { Verdict } from './verdict.js';
import type { Window } from './window.js';

/** How a run came to be this intent's run (design section 4.1, step 6). */
export interface Provenance {
  how: 'created' | 'adopted' | 'adopted-after-duplicates' | 'attached';
  /** Trigger POSTs that were answered for good or left open; those never sent or refused for now (429) do not count. */
  posts: number;
  /** Runs that looked like ours, the kept one included. */
  candidates: Candidate[];
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
  verdict: Verdict;
  provenance: Provenance;
}

export type StepState = 'succeeded' | 'failed' | 'cancelled' | 'skipped' | 'running';

export interface StepResult {
  id: string;
  state: StepState;
  /** Why a step was skipped or failed before it had a run; null otherwise. */
  reason: string | null;
  result: RunResult | null;
}

/** The result of `runPipeline`. */
export interface PipelineResult {
  name: string;
  verdict: Verdict;
  steps: StepResult[];
}
