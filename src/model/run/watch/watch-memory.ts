import { waiterKey } from './waiter.js';
import type { Waiter, WaitingActivity } from './waiter.js';

/** A workflow `watchTask`, which is started where there is none. */
export interface Watcher {
  workflowId: string;
  taskQueue: string;
  taskId: string;
}

/** What Temporal says of a watcher. */
export interface WatcherState {
  isRunning: boolean;
  /** It ended by itself, since nobody waited. */
  isCompleted: boolean;
  /** The execution (Temporal run ID) that it began with, which a continuation keeps. */
  firstExecutionId: string;
}

/**
 * What a worker process remembers of watchers, from the waiters that it registered and from the looks that it made: so it
 * notices when one has lost its waiters. Times by the process's own clock.
 */
export interface WatchMemory {
  registered(watcher: Watcher, waiter: Waiter, nowMs: number): void;
  /** A look of a watcher, which knows these waiters; the next one follows after `delayMs`. */
  looked(watcher: Watcher, look: KnowingLook, nowMs: number): Waiter[];
  told(workflowId: string, keys: readonly string[]): void;
  /** Whether a look that was made in time knew the waiter. */
  isHeld(activity: WaitingActivity, nowMs: number): boolean;
  /** By how much a look that begins now is late: Temporal's timers may fire up to a second after their time. */
  lateMs(workflowId: string, nowMs: number): number;
  /** Watchers from which too long nothing was heard. */
  silent(nowMs: number): Watcher[];
  /** After Temporal was asked about a silent one; null: it knows none. */
  found(workflowId: string, state: WatcherState | null, nowMs: number): Waiter[];
}

export interface KnowingLook {
  waiters: readonly Waiter[];
  firstExecutionId: string;
  delayMs: number;
}

interface Remembered {
  watcher: Watcher;
  firstExecutionId: string | null;
  quietUntilMs: number;
  /** When its next look is due; null if this process made none. */
  dueMs: number | null;
  waiters: Map<string, { waiter: Waiter; isKnown: boolean; sinceMs: number }>;
}

/** A watcher may be so much later than its interval says: looks take time, and other processes make some of them. */
const QUIET_MS = 15_000;
/** What is later has another cause, such as a worker that was away. */
const MOST_LATE_MS = 1000;
/** A waiter that registered may be so long on its way. */
const ON_ITS_WAY_MS = 60_000;

/** Both results of {@link WatchMemory} are waiters that have to register again. */
export function newWatchMemory(): WatchMemory {
  const all = new Map<string, Remembered>();
  const open = (watcher: Watcher, nowMs: number): Remembered => {
    const known = all.get(watcher.workflowId);
    if (known !== undefined) return known;
    const fresh = {
      watcher,
      firstExecutionId: null,
      quietUntilMs: nowMs + QUIET_MS,
      dueMs: null,
      waiters: new Map(),
    };
    all.set(watcher.workflowId, fresh);
    return fresh;
  };
  return {
    registered(watcher, waiter, nowMs) {
      open(watcher, nowMs).waiters.set(waiterKey(waiter), { waiter, isKnown: false, sinceMs: nowMs });
    },
    looked: (watcher, look, nowMs) => afterLook(open(watcher, nowMs), look, nowMs),
    told(workflowId, keys) {
      for (const key of keys) all.get(workflowId)?.waiters.delete(key);
    },
    isHeld(activity, nowMs) {
      const key = waiterKey(activity);
      return [...all.values()].some(
        ({ waiters, quietUntilMs }) => waiters.get(key)?.isKnown === true && quietUntilMs >= nowMs,
      );
    },
    lateMs(workflowId, nowMs) {
      const dueMs = all.get(workflowId)?.dueMs ?? nowMs;
      return Math.min(MOST_LATE_MS, Math.max(0, nowMs - dueMs));
    },
    silent(nowMs) {
      for (const [workflowId, one] of all) {
        dropOver(one, nowMs);
        if (one.waiters.size === 0) all.delete(workflowId);
      }
      return [...all.values()]
        .filter(({ quietUntilMs }) => quietUntilMs < nowMs)
        .map(({ watcher }) => watcher);
    },
    found(workflowId, state, nowMs) {
      const one = all.get(workflowId);
      if (one === undefined) return [];
      one.quietUntilMs = nowMs + QUIET_MS;
      if (state?.isCompleted === true) all.delete(workflowId);
      if (state?.isCompleted === true || isSame(one, state)) return [];
      one.firstExecutionId = state?.isRunning === true ? state.firstExecutionId : null;
      return lost(one, () => true, nowMs);
    },
  };
}

/** Whether it is the execution that the waiters registered with, as far as is known. */
function isSame(one: Remembered, state: WatcherState | null): boolean {
  if (state?.isRunning !== true) return false;
  one.firstExecutionId ??= state.firstExecutionId;
  return one.firstExecutionId === state.firstExecutionId;
}

function afterLook(one: Remembered, look: KnowingLook, nowMs: number): Waiter[] {
  const { firstExecutionId, waiters, delayMs } = look;
  const isAnother = one.firstExecutionId !== null && one.firstExecutionId !== firstExecutionId;
  one.firstExecutionId = firstExecutionId;
  one.quietUntilMs = nowMs + 2 * delayMs + QUIET_MS;
  one.dueMs = nowMs + delayMs;
  const known = new Set(waiters.map(waiterKey));
  for (const [key, { isKnown }] of one.waiters)
    if (isKnown && !isAnother && !known.has(key)) one.waiters.delete(key);
  for (const waiter of waiters) one.waiters.set(waiterKey(waiter), { waiter, isKnown: true, sinceMs: nowMs });
  return lost(
    one,
    ({ isKnown, sinceMs }, key) => !known.has(key) && (isKnown || nowMs - sinceMs > ON_ITS_WAY_MS),
    nowMs,
  );
}

function lost(
  one: Remembered,
  isLost: (entry: { isKnown: boolean; sinceMs: number }, key: string) => boolean,
  nowMs: number,
): Waiter[] {
  dropOver(one, nowMs);
  const gone = [...one.waiters].filter(([key, entry]) => isLost(entry, key)).map(([, { waiter }]) => waiter);
  for (const waiter of gone) one.waiters.set(waiterKey(waiter), { waiter, isKnown: false, sinceMs: nowMs });
  return gone;
}

function dropOver({ waiters }: Remembered, nowMs: number): void {
  for (const [key, { waiter }] of waiters) if (waiter.untilMs < nowMs) waiters.delete(key);
}
