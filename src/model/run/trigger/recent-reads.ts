/** What was read of tasks lately, for other triggers of them in the same worker process. Not durable. */
export interface RecentReads<T> {
  /**
   * What `read` reads of the task; or, while many of its triggers begin, what it gave to another one at most
   * {@link RECENT_MS} ago. `nowMs` is by any clock that is the same in all calls.
   */
  get(taskId: string, nowMs: number, read: () => Promise<T>): Promise<T>;
}

/** Short, since a run that somebody starts by hand after the read looks like one of ours. */
export const RECENT_MS = 5000;

/** From so many triggers of a task on that begin within {@link RECENT_MS}: fewer cost no service much. */
export const MANY_TRIGGERS = 32;

interface Recent<T> {
  beginsMs: number[];
  /** Null: the last one failed. */
  last: { readMs: number; value: Promise<T> } | null;
}

export function newRecentReads<T>(): RecentReads<T> {
  const tasks = new Map<string, Recent<T>>();
  return {
    get(taskId, nowMs, read) {
      forgetOld(tasks, nowMs);
      const recent = tasks.get(taskId) ?? { beginsMs: [], last: null };
      tasks.set(taskId, recent);
      recent.beginsMs.push(nowMs);
      const { beginsMs, last } = recent;
      if (beginsMs.length >= MANY_TRIGGERS && last !== null && isFresh(last.readMs, nowMs)) return last.value;
      const value = read();
      recent.last = { readMs: nowMs, value };
      value.catch(() => {
        if (recent.last?.value === value) recent.last = null;
      });
      return value;
    },
  };
}

function forgetOld<T>(tasks: Map<string, Recent<T>>, nowMs: number): void {
  for (const [taskId, recent] of tasks) {
    recent.beginsMs = recent.beginsMs.filter((ms) => isFresh(ms, nowMs));
    if (recent.beginsMs.length === 0) tasks.delete(taskId);
  }
}

const isFresh = (readMs: number, nowMs: number): boolean => nowMs - readMs < RECENT_MS;
