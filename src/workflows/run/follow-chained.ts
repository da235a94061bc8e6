import { CancellationScope } from '@temporalio/workflow';
import { omit } from '../../model/base/objects.js';
import type { ChainParent, ChainedResult } from '../../model/run/chained.js';
import type { WaitPolicy } from '../../model/api/policies.js';
import type { StartedRun } from '../../model/run/run-result.js';
import type { RunReport } from '../../model/api/task-run.js';
import { verdictOf } from '../../model/run/verdict.js';
import { looking } from '../shared/activities.js';
import { lookThrough } from '../shared/look-through.js';
import { judgeStopped, notChained, notLooked, oneOfSeveral } from './judge.js';
import type { Judged } from './judge.js';
import { stopRun } from '../shared/stop-runs.js';
import { supervise } from './supervise.js';

/** How long the service may take to start what follows an experiment. */
const CHAIN_MS = 2 * 60_000;

/**
 * Follows the evaluation runs that the service starts by itself after an experiment (`evaluation_task_ids`) to their
 * ends, under the experiment's policy and deadline; a cancel stops them. Nothing follows an experiment that was not
 * completed.
 */
export async function followChained(
  started: StartedRun,
  run: RunReport | null,
  policy: WaitPolicy,
): Promise<ChainedResult[]> {
  const { chainedTaskIds = [] } = started;
  if (chainedTaskIds.length === 0 || run?.status !== 'COMPLETED') return [];
  const parent = { experimentId: run.experimentId, finishedAt: run.finishedAt ?? run.createdAt };
  const results = await Promise.all(
    chainedTaskIds.map((taskId) => followTask(taskId, parent, started, policy)),
  );
  return results.flat();
}

async function followTask(
  taskId: string,
  parent: ChainParent,
  started: StartedRun,
  policy: WaitPolicy,
): Promise<ChainedResult[]> {
  const looked = await lookThrough(() => looking.findChainedRuns({ taskId, parent, withinMs: CHAIN_MS }));
  if ('refused' in looked) return [chainedResult(taskId, null, notLooked(looked.refused))];
  const runs = looked.found;
  if (runs.length === 0) return [chainedResult(taskId, null, notChained(CHAIN_MS))];
  const isOurs = runs.length === 1 || runs.every(({ experimentId }) => experimentId !== null);
  return Promise.all(
    runs.map(async ({ runId }) => {
      const chained = { ...omit(started, 'learned', 'createdMs'), taskId, runId, maxSpans: null };
      const judged = await endOf(chained, policy, isOurs);
      return chainedResult(taskId, runId, judged);
    }),
  );
}

// Of several runs that do not tell their experiment, some may be a stranger's: they are reported, not cancelled.
async function endOf(started: StartedRun, policy: WaitPolicy, isOurs: boolean): Promise<Judged> {
  if (CancellationScope.current().consideredCancelled) return stopped(started, isOurs);
  const supervised = isOurs
    ? await supervise(started, policy, 'cancel')
    : await supervise(started, { ...policy, onTimeout: 'detach' }, 'detach');
  if (supervised.kind === 'history-full') {
    return endOf({ ...started, deadlineMs: supervised.deadlineMs }, policy, isOurs);
  }
  return supervised.wasCancelled && !isOurs ? oneOfSeveral : supervised.judged;
}

async function stopped({ taskId, runId }: StartedRun, isOurs: boolean): Promise<Judged> {
  if (!isOurs) return oneOfSeveral;
  return judgeStopped(await stopRun(taskId, runId), { cancelledBy: 'request' });
}

const chainedResult = (taskId: string, runId: string | null, { run, outcome }: Judged): ChainedResult => ({
  taskId,
  runId,
  run,
  outcome,
  verdict: verdictOf(outcome),
});
