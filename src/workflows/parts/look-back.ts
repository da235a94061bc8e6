import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Candidate, Fence, RunMark } from '../../model/fence.js';
import { steady } from './activities.js';

/** How long a run may take to show up in the list after its POST. */
const SETTLE_MS = 15_000;
/** Looks at the list after a POST of unknown fate, each after the settle time. */
const LOOKS = 2;
/** Looks for as long as a candidate's experiment is not known yet. */
const MAX_LOOKS = 8;

const NO_FENCE: Fence = { newestCreatedAt: null, runIds: [] };

/**
 * The runs beyond the fence that are ours, oldest first; empty when none showed up. Not cancellable: a POST of unknown
 * fate must be settled before a cancel can know what to cancel.
 */
export const lookBack = (mark: RunMark, fence: Fence): Promise<Candidate[]> =>
  CancellationScope.nonCancellable(async () => {
    await sleep(SETTLE_MS);
    return lookUntilCertain(mark, fence);
  });

/**
 * The run of our task whose experiment has our name, after the API refused a second experiment of that name (contract
 * section 3, rule 10); empty when a stranger owns the name.
 */
export const ownersOfName = (mark: RunMark): Promise<Candidate[]> =>
  CancellationScope.nonCancellable(() => lookUntilCertain(mark, NO_FENCE));

async function lookUntilCertain(mark: RunMark, fence: Fence): Promise<Candidate[]> {
  for (let look = 1; ; look++) {
    const found = await steady.findRuns({ fence, mark });
    const certain = found.filter((candidate) => candidate.isCertain);
    if (certain.length > 0 || look >= (found.length > 0 ? MAX_LOOKS : LOOKS)) return certain;
    await sleep(SETTLE_MS);
  }
}
