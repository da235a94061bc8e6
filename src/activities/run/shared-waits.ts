import { newCrowd } from '../../model/run/watch/crowd.js';
import type { Crowd } from '../../model/run/watch/crowd.js';
import { waiterKey } from '../../model/run/watch/waiter.js';
import type { Waiter, WaitingActivity } from '../../model/run/watch/waiter.js';
import { newRegister } from './register-waiter.js';
import type { RegisterWaiter } from './register-waiter.js';

/**
 * What a worker process knows of waits beside what each of them keeps: how many there are, and which of them watchers look
 * after. It is lost with the process, so it decides only who looks, and never what is seen.
 */
export interface SharedWaits {
  crowd: Crowd;
  register: RegisterWaiter;
  /** A look of a watcher, which knows these waiters, begins here. */
  noteLook(taskId: string, waiters: readonly Waiter[]): void;
  /** Those of them with these keys wait no more. */
  noteTold(taskId: string, waiters: readonly Waiter[], told: readonly string[]): void;
  /** Whether a watcher's look has just known it. */
  isHeld(activity: WaitingActivity): boolean;
}

/** A watcher looks at least so often, unless all its waiters want it more rarely. */
const HELD_FOR_MS = 90_000;

export function newSharedWaits(now: () => number = Date.now): SharedWaits {
  const crowd = newCrowd();
  const heldUntilMs = new Map<string, number>();
  return {
    crowd,
    register: newRegister(),
    noteLook(taskId, waiters) {
      const untilMs = now() + HELD_FOR_MS;
      for (const waiter of waiters) {
        crowd.note(taskId, waiter.runId, untilMs);
        heldUntilMs.set(waiterKey(waiter), untilMs);
      }
    },
    noteTold(taskId, waiters, told) {
      const keys = new Set(told);
      for (const key of keys) heldUntilMs.delete(key);
      for (const waiter of waiters) if (keys.has(waiterKey(waiter))) crowd.forget(taskId, waiter.runId);
      for (const [key, untilMs] of heldUntilMs) if (untilMs < now()) heldUntilMs.delete(key);
    },
    isHeld: (activity) => (heldUntilMs.get(waiterKey(activity)) ?? 0) >= now(),
  };
}
