import { CROWD, newCrowd } from '../../model/run/watch/crowd.js';
import type { Crowd } from '../../model/run/watch/crowd.js';
import { newWatchMemory } from '../../model/run/watch/watch-memory.js';
import type { WatchMemory } from '../../model/run/watch/watch-memory.js';
import { newRegister } from './register-waiter.js';
import type { RegisterWaiter } from './register-waiter.js';
import { newWatchGuard } from './watch-guard.js';
import type { WatchGuard } from './watch-guard.js';

/**
 * What a worker process knows of waits beside what each of them keeps: how many there are, and which of them watchers look
 * after. It is lost with the process, so it decides only who looks, and never what is seen.
 */
export interface SharedWaits {
  crowd: Crowd;
  memory: WatchMemory;
  register: RegisterWaiter;
  guard: WatchGuard;
}

/** Whether so many wait for runs of the task that a watcher looks for all. */
export const isCrowd = ({ crowd }: Pick<SharedWaits, 'crowd'>, taskId: string): boolean =>
  crowd.sizeOf(taskId, Date.now()) >= CROWD;

export function newSharedWaits(): SharedWaits {
  const memory = newWatchMemory();
  return { crowd: newCrowd(), memory, register: newRegister(), guard: newWatchGuard(memory) };
}
