import { CancellationScope, patched } from '@temporalio/workflow';
import type { Candidate } from '../../model/run/fence.js';
import type { Duplicate, Provenance } from '../../model/pipeline/results.js';
import { steady } from '../shared/activities.js';
import { failure, innermost, readTriggerFailure } from '../shared/failures.js';
import { stopRun } from '../run/stop-run.js';

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
  const duplicates: Duplicate[] = [];
  for (const { runId } of runs) duplicates.push({ runId, status: await stopDuplicate(runId, taskId) });
  return duplicates;
}

async function stopDuplicate(runId: string, taskId: string): Promise<string> {
  if (!patched('confirm-duplicates')) {
    await cancelDuplicate(runId);
    return 'UNCONFIRMED';
  }
  const stopped = await stopRun(taskId, runId);
  return stopped.kind === 'ended' ? stopped.run.status : stopped.kind.toUpperCase();
}

// A duplicate that has ended meanwhile, or that nobody finds any more, needs no cancel.
async function cancelDuplicate(runId: string): Promise<void> {
  try {
    await steady.cancelRun({ runId });
  } catch (error) {
    const { type } = readTriggerFailure(error);
    if (type !== 'AxInvalidRequest' && type !== 'AxNotFound') throw innermost(error);
  }
}
