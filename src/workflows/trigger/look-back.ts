import { CancellationScope, sleep } from '@temporalio/workflow';
import { certainOf, mayStillTell, onlyMaker } from '../../model/run/fence.js';
import type { Candidate, Fence, RunMark, Seen } from '../../model/run/fence.js';
import { LOOK_BACKS } from '../../model/run/settling.js';
import { steady } from '../shared/activities.js';
import type { Prepared } from './prepare.js';

/** Looks for as long as a candidate does not tell its experiment: ten minutes of the default settle time. */
const MAX_LOOK_BACKS = 40;

/** What is looked for, and how long it may take to show up. */
type Sought = Pick<Prepared, 'mark' | 'settleMs'>;

/** What a look back found to act on, oldest first, and which execution (Temporal run ID) looked. */
export interface Found {
  candidates: Candidate[];
  /** Runs that may be ours, but do not tell their experiment. */
  uncertain: Candidate[];
  readBy: string;
}

/**
 * The runs beyond the fence that are ours, oldest first; empty when none showed up. Not cancellable: a POST of unknown
 * fate must be settled before a cancel can know what to cancel.
 */
export const lookBack = (sought: Sought, fence: Fence): Promise<Found> =>
  CancellationScope.nonCancellable(async () => {
    await sleep(sought.settleMs);
    return lookUntilCertain(sought, fence);
  });

/**
 * The same after a conflict that may be of an earlier POST's own making: a name that was free at the fence is taken by it
 * (contract section 3, rule 10), or its run keeps the task busy. Empty if the conflict is with somebody else.
 */
export const lookBackAtConflict = (sought: Sought, fence: Fence): Promise<Found> =>
  CancellationScope.nonCancellable(() =>
    lookUntilCertain(sought, fence, sought.mark.experimentName !== null && fence.experiments.length === 0),
  );

async function lookUntilCertain(sought: Sought, fence: Fence, isNameTaken = false): Promise<Found> {
  for (let look = 1; ; look++) {
    const seen = await seenBeyond(fence, sought.mark);
    const certain = certainOf(seen);
    const isLast = isLastLook(look, mayStillTell(seen));
    if (certain.length > 0 || isLast) {
      const candidates = certain.length > 0 ? certain : onlyMaker(seen, isNameTaken);
      return { candidates, uncertain: certain.length > 0 ? [] : seen.candidates, readBy: seen.readBy };
    }
    await sleep(sought.settleMs);
  }
}

function isLastLook(look: number, isWorthWaiting: boolean): boolean {
  return look >= (isWorthWaiting ? MAX_LOOK_BACKS : LOOK_BACKS);
}

/** One look at the runs beyond the fence that bear the mark. */
export const seenBeyond = (fence: Fence, mark: RunMark): Promise<Seen> => steady.findRuns({ fence, mark });
