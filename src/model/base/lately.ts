/** The last few of something that this worker process met lately. Not durable. */
export interface Lately {
  note(what: string, nowMs: number): void;
  /** The latest last. */
  recent(nowMs: number): string[];
}

/** `most` of them are kept, each for `forMs`. Times are by any clock that is the same in all calls. */
export function newLately({ most, forMs }: { most: number; forMs: number }): Lately {
  const noted = new Map<string, number>();
  return {
    note(what, nowMs) {
      noted.delete(what);
      noted.set(what, nowMs);
      const [oldest] = noted.keys();
      if (noted.size > most && oldest !== undefined) noted.delete(oldest);
    },
    recent: (nowMs) => [...noted].filter(([, ms]) => nowMs - ms < forMs).map(([what]) => what),
  };
}
