import type { Movement } from './movement.js';

/** What `awaitRuns` heartbeats: shown by `describe()` of the workflow, and the memory between two attempts. */
export interface WaitProgress {
  runs: Movement[];
  /** As in `AwaitRunsRequest`. */
  stalledAfterMs: number;
  /** When the next look is due, in milliseconds since the slice began. */
  dueMs: number;
  /** Looks made in this slice. */
  looks: number;
  /** Failed looks in a row. */
  failuresInARow: number;
  /** Since when the looks are refused, by the server's clock in milliseconds; null while they are not. */
  refusedSinceMs: number | null;
  /** How often in a row each run was not found. */
  notFound: Record<string, number>;
  /** Runs that were found in this slice. */
  found: string[];
  /** Why the last look failed, for people; null where it did not. */
  problem: string | null;
  /** The looks are timed by the durations of so many past runs; absent: by the elapsed time or a fixed interval. */
  learnedFrom?: number;
  /** The workflow that looks after the run, whose progress is newer; absent: none does. */
  watchedBy?: string;
}

/** What an activity heartbeats that waits because the service asked it to. */
export interface HeldUp {
  /** ISO 8601 with zone. */
  until: string;
  /** Why, for people. */
  problem: string;
}
