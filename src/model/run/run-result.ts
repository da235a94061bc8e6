import type { RunReport } from '../api/task-run.js';
import type { Window } from '../time/window.js';
import type { ChainedResult } from './chained.js';
import type { Candidate, Fence, RunMark } from './fence.js';
import type { Outcome } from './outcome.js';
import type { LearnedPolling } from './polling.js';
import type { Verdict } from './verdict.js';

/** How a run came to be this intent's run (design/trigger-once.md, step 7). */
export interface Provenance {
  how: 'created' | 'adopted' | 'adopted-after-duplicates' | 'attached' | 'reused';
  /** Trigger POSTs that were answered for good or left open; those never sent or refused for now (429) do not count. */
  posts: number;
  /** Runs that looked like ours, the kept one included. */
  candidates: Candidate[];
  /** The younger ones, which were cancelled; absent where there were none, or some may be a stranger's. */
  duplicates?: Duplicate[];
  /** Why it is not known whether an earlier POST made a run too, which may be active; absent where it is known. */
  duplicatesUnknown?: string;
}

/** A second run of one intent, and what became of it. */
export interface Duplicate {
  runId: string;
  /** The status it ended in, `GONE`, or `UNCONFIRMED` where its end could not be seen. */
  status: string;
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
  /** What is known of runs of its task before; absent: nothing. */
  learned?: LearnedPolling;
  /** About when it was created, in milliseconds since 1970; absent: just before it is waited for. */
  createdMs?: number;
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
  /** The longest time, in milliseconds, in which its counts stood still; absent if it was never stalled. */
  stalledMs?: number;
  /** The evaluations that the service started after an experiment; absent where it was told of none. */
  chained?: ChainedResult[];
}
