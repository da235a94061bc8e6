import { CancellationScope } from '@temporalio/workflow';
import type { Candidate } from '../../model/run/fence.js';
import type { Duplicate, Provenance } from '../../model/run/run-result.js';
import { failure } from '../shared/failures.js';
import { stopRuns } from '../shared/stop-runs.js';
import type { StopResult } from '../shared/stop-runs.js';

/**
 * Takes the oldest of the candidates (given oldest first) as the intent's run and cancels the younger ones: two workers
 * that do the same choose the same run. Where there are more candidates than `sentAtMost` POSTs can have made, some are
 * a stranger's: then none is cancelled. `posts` as in {@link Provenance}.
 */
export const adopt = (
  candidates: Candidate[],
  { taskId, posts, sentAtMost = posts }: { taskId: string; posts: number; sentAtMost?: number },
): Promise<{ runId: string; provenance: Provenance }> =>
  CancellationScope.nonCancellable(async () => {
    const [oldest, ...younger] = candidates;
    if (oldest === undefined) throw failure('TriggerUnresolved', 'there is no run to adopt');
    const { runId } = oldest;
    if (younger.length === 0) return { runId, provenance: { how: 'adopted', posts, candidates } };
    const how = 'adopted-after-duplicates';
    if (candidates.length > sentAtMost) return { runId, provenance: { how, posts, candidates } };
    const duplicates = await stopDuplicates(younger, taskId);
    return { runId, provenance: { how, posts, candidates, duplicates } };
  });

/** Cancels runs that another one is kept instead of, and says what became of each. */
export async function stopDuplicates(runs: Candidate[], taskId: string): Promise<Duplicate[]> {
  const runIds = runs.map(({ runId }) => runId);
  const stopped = await stopRuns(taskId, runIds);
  return runIds.map((runId) => ({ runId, status: statusOf(stopped.get(runId)) }));
}

const statusOf = (stopped: StopResult | undefined): string =>
  stopped?.kind === 'ended' ? stopped.run.status : (stopped?.kind ?? 'unconfirmed').toUpperCase();
