import { byAge, madeByEarlierPost } from '../../model/run/fence.js';
import type { Provenance, StartedRun } from '../../model/run/run-result.js';
import type { RunReport } from '../../model/api/task-run.js';
import { stopDuplicates } from './adopt.js';
import { lookOnce } from './look-back.js';

/**
 * A last look for the runs of POSTs whose fate stayed open, which showed up later than the settle time: active ones are
 * cancelled, and all are reported. Returns the provenance with them; the kept run stays the intent's run. If the look is
 * refused, or there is nothing to compare with, the provenance says that there may be others.
 */
export async function withLateDuplicates(started: StartedRun, kept: RunReport | null): Promise<Provenance> {
  const { doubt, provenance } = started;
  if (doubt === undefined) return provenance;
  if (kept === null)
    return { ...provenance, duplicatesUnknown: 'the end of the run that is kept was not seen' };
  const { candidates, uncertain, refused } = await lookOnce(doubt, doubt.fence);
  if (refused !== null) return { ...provenance, duplicatesUnknown: refused };
  const ours = madeByEarlierPost(byAge([...candidates, ...uncertain]), kept);
  const others = ours.filter(({ runId }) => runId !== kept.runId);
  if (others.length === 0) return provenance;
  const found = { ...provenance, how: 'adopted-after-duplicates' as const, candidates: ours };
  if (ours.length > provenance.posts) return found;
  return { ...found, duplicates: await stopDuplicates(others, doubt.mark.taskId) };
}
