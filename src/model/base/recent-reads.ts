/** What was read lately of things by their IDs, for others who want to know the same in this worker process. Not durable. */
export interface RecentReads<T> {
  /**
   * What `read` reads of one; or, while many ask, what it gave to another one lately. `nowMs` is by any clock that is
   * the same in all calls.
   */
  get(id: string, nowMs: number, read: () => Promise<T>): Promise<T>;
}

/** When a read is used again. */
export interface ReadsRule {
  /** For so long, in milliseconds. */
  usedForMs: number;
  /** Once this many callers ask within that time. */
  many: number;
}

interface Recent<T> {
  askedMs: number[];
  /** Null: the last one failed. */
  last: { readMs: number; value: Promise<T> } | null;
}

export function newRecentReads<T>({ usedForMs, many }: ReadsRule): RecentReads<T> {
  const byId = new Map<string, Recent<T>>();
  return {
    get(id, nowMs, read) {
      const isFresh = (ms: number): boolean => nowMs - ms < usedForMs;
      forgetOld(byId, isFresh);
      const recent = byId.get(id) ?? { askedMs: [], last: null };
      byId.set(id, recent);
      recent.askedMs.push(nowMs);
      const { askedMs, last } = recent;
      if (askedMs.length >= many && last !== null && isFresh(last.readMs)) return last.value;
      const value = read();
      recent.last = { readMs: nowMs, value };
      value.catch(() => {
        if (recent.last?.value === value) recent.last = null;
      });
      return value;
    },
  };
}

function forgetOld<T>(byId: Map<string, Recent<T>>, isFresh: (ms: number) => boolean): void {
  for (const [id, recent] of byId) {
    recent.askedMs = recent.askedMs.filter(isFresh);
    if (recent.askedMs.length === 0) byId.delete(id);
  }
}
