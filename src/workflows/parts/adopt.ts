import { CancellationScope } from '@temporalio/workflow';
import type { Candidate } from '../../model/fence.js';
import type { Provenance } from '../../model/results.js';
import { steady } from './activities.js';
import { failure, innermost, readTriggerFailure } from './failures.js';

/**
 * Takes the oldest of the candidates (given oldest first) as the intent's run and cancels the younger ones: two workers
 * that do the same choose the same run. `posts` as in {@link Provenance}.
 */
export const adopt = (
  candidates: Candidate[],
  posts: number,
): Promise<{ runId: string; provenance: Provenance }> =>
  CancellationScope.nonCancellable(async () => {
    const [oldest, ...younger] = candidates;
    if (oldest === undefined) throw failure('TriggerUnresolved', 'there is no run to adopt');
    for (const { runId } of younger) await cancelDuplicate(runId);
    const how = younger.length === 0 ? 'adopted' : 'adopted-after-duplicates';
    return { runId: oldest.runId, provenance: { how, posts, candidates } };
  });

// A duplicate that has ended meanwhile, or that nobody finds any more, needs no cancel.
async function cancelDuplicate(runId: string): Promise<void> {
  try {
    await steady.cancelRun({ runId });
  } catch (error) {
    const { type } = readTriggerFailure(error);
    if (type !== 'AxInvalidRequest' && type !== 'AxNotFound') throw innermost(error);
  }
}
