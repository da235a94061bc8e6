import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Candidate, Fence } from '../../model/fence.js';
import { steady } from './activities.js';
import type { Prepared } from './prepare.js';

/** Looks at the list after a POST of unknown fate, each after the settle time. */
const LOOKS = 2;
/** Looks for as long as a candidate's experiment is not known yet. */
const MAX_LOOKS = 8;

/** What is looked for, and how long it may take to show up. */
type Sought = Pick<Prepared, 'mark' | 'settleMs'>;

const NO_FENCE: Fence = { newestCreatedAt: null, runIds: [] };

/**
 * The runs beyond the fence that are ours, oldest first; empty when none showed up. Not cancellable: a POST of unknown
 * fate must be settled before a cancel can know what to cancel.
 */
export const lookBack = (prepared: Sought, fence: Fence): Promise<Candidate[]> =>
  CancellationScope.nonCancellable(async () => {
    await sleep(prepared.settleMs);
    return lookUntilCertain(prepared, fence);
  });

/**
 * The run of our task whose experiment has our name, after the API refused a second experiment of that name (contract
 * section 3, rule 10); empty when a stranger owns the name.
 */
export const ownersOfName = (prepared: Sought): Promise<Candidate[]> =>
  CancellationScope.nonCancellable(() => lookUntilCertain(prepared, NO_FENCE));

async function lookUntilCertain({ mark, settleMs }: Sought, fence: Fence): Promise<Candidate[]> {
  for (let look = 1; ; look++) {
    const found = await steady.findRuns({ fence, mark });
    const certain = found.filter((candidate) => candidate.isCertain);
    if (certain.length > 0 || look >= (found.length > 0 ? MAX_LOOKS : LOOKS)) return certain;
    await sleep(settleMs);
  }
}
