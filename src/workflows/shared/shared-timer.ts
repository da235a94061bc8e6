import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One timer for all that is due at some time, so that a history does not fill with timers that are never waited for. */
export interface SharedTimer {
  /** Wakes at that time (milliseconds since 1970) at the latest; it may wake earlier too. */
  at: (timeMs: number) => void;
  off: () => void;
}

export function newSharedTimer(wake: () => void): SharedTimer {
  let set: { timeMs: number; scope: CancellationScope } | null = null;
  const off = (): void => {
    set?.scope.cancel();
    set = null;
  };
  return {
    off,
    at: (timeMs) => {
      if (set !== null && set.timeMs <= timeMs) return;
      off();
      const mine = { timeMs, scope: new CancellationScope() };
      set = mine;
      const ring = (): void => {
        if (set === mine) set = null;
        wake();
      };
      void mine.scope.run(() => sleepUntil(timeMs)).then(ring, ignoreCancel);
    },
  };
}

const sleepUntil = (timeMs: number): Promise<void> => sleep(Math.max(1, timeMs - Date.now()));

function ignoreCancel(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
