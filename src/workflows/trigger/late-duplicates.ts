import { CancellationScope } from '@temporalio/workflow';
import { madeByEarlierPost } from '../../model/run/fence.js';
import type { Provenance, StartedRun } from '../../model/run/run-result.js';
import type { RunReport } from '../../model/api/task-run.js';
import { stopDuplicates } from './adopt.js';
import { seenBeyond } from './look-back.js';

/**
 * A last look for the runs of POSTs whose fate stayed open, which showed up later than the settle time: those that go on
 * are cancelled, and all are reported. Returns the provenance with them; the kept run stays the intent's run.
 */
export async function withLateDuplicates(started: StartedRun, kept: RunReport | null): Promise<Provenance> {
  const { doubt, provenance } = started;
  if (doubt === undefined || kept === null) return provenance;
  return CancellationScope.nonCancellable(async () => {
    const { candidates } = await seenBeyond(doubt.fence, doubt.mark);
    const ours = madeByEarlierPost(candidates, kept);
    const others = ours.filter(({ runId }) => runId !== kept.runId);
    if (others.length === 0) return provenance;
    const found = { ...provenance, how: 'adopted-after-duplicates' as const, candidates: ours };
    if (ours.length > provenance.posts) return found;
    return { ...found, duplicates: await stopDuplicates(others, doubt.mark.taskId) };
  });
}
