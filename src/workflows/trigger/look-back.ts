import { sleep } from '@temporalio/workflow';
import { certainOf, mayStillTell, onlyMaker } from '../../model/run/fence.js';
import type { Candidate, Fence, RunMark, Seen } from '../../model/run/fence.js';
import { LOOK_BACKS } from '../../model/run/settling.js';
import { looking } from '../shared/activities.js';
import { lookThrough } from '../shared/look-through.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';

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
  /** Why the looks came to no end, so that a run may exist that was not seen; null: they came to one. */
  refused: string | null;
}

export const NOTHING_FOUND: Found = { candidates: [], uncertain: [], readBy: '', refused: null };

/**
 * The runs beyond the fence that are ours, oldest first; empty when none showed up. Not cancellable: a POST of unknown
 * fate must be settled before a cancel can know what to cancel.
 */
export const lookBack = (sought: Sought, fence: Fence): Promise<Found> =>
  lookUntilCertain(sought, fence, { isNameTaken: false, firstDelayMs: sought.settleMs });

/**
 * The same after a conflict that may be of an earlier POST's own making: a name that was free at the fence is taken by it
 * (contract section 3, rule 10), or its run keeps the task busy. Empty if the conflict is with somebody else.
 */
export const lookBackAtConflict = (sought: Sought, fence: Fence): Promise<Found> =>
  lookUntilCertain(sought, fence, {
    isNameTaken: sought.mark.experimentName !== null && fence.experiments.length === 0,
    firstDelayMs: 0,
  });

/** One look at the runs beyond the fence that bear the mark, for a cancel or at the end of a wait. */
export const lookOnce = async ({ mark }: Pick<Sought, 'mark'>, fence: Fence): Promise<Found> => {
  const looked = await lookThrough(() => seenBeyond(fence, mark));
  return 'refused' in looked ? { ...NOTHING_FOUND, ...looked } : foundIn(looked.found, false);
};

interface How {
  isNameTaken: boolean;
  firstDelayMs: number;
}

async function lookUntilCertain(sought: Sought, fence: Fence, how: How): Promise<Found> {
  let last = NOTHING_FOUND;
  const looked = await lookThrough(async () => {
    if (how.firstDelayMs > 0) await sleep(how.firstDelayMs);
    for (let look = 1; ; look++) {
      const seen = await seenBeyond(fence, sought.mark);
      last = foundIn(seen, how.isNameTaken);
      if (certainOf(seen).length > 0 || isLastLook(look, mayStillTell(seen))) return;
      last = { ...last, candidates: [], uncertain: seen.candidates };
      await sleep(sought.settleMs);
    }
  });
  return 'refused' in looked ? { ...last, ...looked } : last;
}

function foundIn(seen: Seen, isNameTaken: boolean): Found {
  const certain = certainOf(seen);
  const candidates = certain.length > 0 ? certain : onlyMaker(seen, isNameTaken);
  const uncertain = seen.candidates.filter((each) => !candidates.includes(each));
  return { candidates, uncertain, readBy: seen.readBy, refused: null };
}

function isLastLook(look: number, isWorthWaiting: boolean): boolean {
  return look >= (isWorthWaiting ? MAX_LOOK_BACKS : LOOK_BACKS);
}

const seenBeyond = (fence: Fence, mark: RunMark): Promise<Seen> => looking.findRuns({ fence, mark });
