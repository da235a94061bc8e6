import { setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import { BACKFILL_MEMO } from '../../model/backfill/backfill.js';
import type { BackfillMemo } from '../../model/backfill/backfill.js';
import { backfillDetails } from '../../model/backfill/details-text.js';
import { windowsByState } from '../../model/backfill/backfill-board.js';
import { isThrottled } from './backfill.js';
import type { Backfill } from './backfill.js';

const MAX_RUN_IDS = 1000;
/** While triggers come back one by one, the memo is not written for each of them. */
const CALM_MS = 1000;

/** Writes the backfill's progress to the memo if it has changed, for observers. */
export function publisher(backfill: Backfill): (isLast?: boolean) => void {
  let published: BackfillMemo | null = null;
  let publishedMs = 0;
  return (isLast = false) => {
    const isCalm = backfill.triggering === 0 || Date.now() - publishedMs >= CALM_MS;
    const isDue = isCalm || isLast || backfill.isCancelled || isSteered(backfill, published);
    if (!isDue) return;
    const memo = memoOf(backfill);
    if (JSON.stringify(memo) === JSON.stringify(published)) return;
    upsertMemo({ [BACKFILL_MEMO]: memo });
    setCurrentDetails(backfillDetails(memo, null));
    published = memo;
    publishedMs = Date.now();
  };
}

/** Whether that changed for which people wait who steer it. */
const isSteered = ({ limit, paused, stopped }: Backfill, told: BackfillMemo | null): boolean =>
  limit !== told?.limit || paused !== told.paused || stopped !== told.stopped;

/** The memo of a backfill as it stands. */
export function memoOf(backfill: Backfill): BackfillMemo {
  const { plan, states, counts, runs, limit, paused, stopped, startedAt, detached, createdByUserId } =
    backfill;
  const ids = [...backfill.live.values()].flatMap(({ runId }) => runId ?? []);
  const untilMs = isThrottled(backfill) ? backfill.throttledUntilMs : null;
  return {
    task: plan.task,
    windows: windowsByState(states),
    counts,
    runs,
    limit,
    paused,
    stopped,
    startedAt,
    runIds: [...ids, ...detached].slice(0, MAX_RUN_IDS),
    createdByUserId,
    throttledUntil: untilMs === null ? null : new Date(untilMs).toISOString(),
  };
}
