import { ActivityFailure } from '@temporalio/common';
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { PATIENCE_MS } from '../../model/run/polling.js';
import { messageOf } from './failures.js';

/** What looks found; or why they came to no end. */
export type LookedThrough<T> = { found: T } | { refused: string };

/**
 * Makes looks although the workflow is cancelled, since a cancel has to know what to cancel; but from the cancel on for ten
 * minutes at most. Looks that are refused for that long are no failure: what is known without them is reported.
 */
export function lookThrough<T>(look: () => Promise<T>): Promise<LookedThrough<T>> {
  const caller = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const looks = new CancellationScope();
    const stopBounding = boundAfterCancel(caller, looks);
    try {
      return { found: await looks.run(look) };
    } catch (error) {
      if (isCancellation(error)) return { refused: 'it was not answered within ten minutes of the cancel' };
      if (error instanceof ActivityFailure) return { refused: messageOf(error) };
      throw error;
    } finally {
      stopBounding();
    }
  });
}

/** Cancels `looks` once `caller` was cancelled for ten minutes. Returns how to stop that. */
function boundAfterCancel(caller: CancellationScope, looks: CancellationScope): () => void {
  const timer = new CancellationScope();
  const isOver = (): boolean => timer.consideredCancelled;
  const bound = async (): Promise<void> => {
    if (isOver()) return;
    try {
      await timer.run(() => sleep(PATIENCE_MS));
      looks.cancel();
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  };
  if (caller.consideredCancelled) void bound();
  else caller.cancelRequested.catch(() => bound());
  return () => timer.cancel();
}
