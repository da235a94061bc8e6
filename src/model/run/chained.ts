import type { Outcome } from './outcome.js';
import type { RunReport, TaskRun } from '../api/task-run.js';
import type { Verdict } from './verdict.js';
import { instantMs } from '../time/window.js';

/** The experiment run after which the service starts evaluation tasks by itself. */
export interface ChainParent {
  experimentId: string | null;
  finishedAt: string;
}

/** What became of one evaluation task that the service was to start after an experiment. `runId` null: none showed up. */
export interface ChainedResult {
  taskId: string;
  runId: string | null;
  run: RunReport | null;
  outcome: Outcome;
  verdict: Verdict;
}

// The service writes both times, but maybe not from one clock, and to the millisecond.
const SKEW_MS = 5000;

/** Whether a run is young enough to have been started after an experiment. Compares the service's times only. */
export const isAfter = (run: Pick<TaskRun, 'createdAt'>, { finishedAt }: ChainParent): boolean =>
  (instantMs(run.createdAt) ?? 0) >= (instantMs(finishedAt) ?? 0) - SKEW_MS;

/**
 * The runs of an evaluation task that the service started after an experiment (docs/api-contract.md 3, rule 18). Those that
 * name the experiment are; where none does, those that name no experiment may be.
 */
export function chainedRuns<R extends Pick<TaskRun, 'createdAt' | 'experimentId'>>(
  runs: readonly R[],
  parent: ChainParent,
): R[] {
  const young = runs.filter((run) => isAfter(run, parent));
  const named = young.filter((run) => run.experimentId !== null && run.experimentId === parent.experimentId);
  return named.length > 0 ? named : young.filter((run) => run.experimentId === null);
}
