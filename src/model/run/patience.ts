/**
 * A refused look proves nothing: a key is renewed, a proxy is mended, a cursor is forgotten. So looks on which it depends
 * what becomes of a run are made again for a while (design/wait.md).
 */

/** How long refused looks are taken for a passing trouble of the service. */
export const PATIENCE_MS = 10 * 60_000;

/** What is remembered of looks that failed. */
export interface Patience {
  /** Failed looks in a row. */
  failuresInARow: number;
  /** Since when they are refused, by the Temporal server's clock in milliseconds; null while they are not. */
  refusedSinceMs: number | null;
}

/** After one more look that failed at `nowMs`; a failure that is no refusal does not count towards the patience. */
export const afterFailure = (before: Patience, isRefusal: boolean, nowMs: number): Patience => ({
  failuresInARow: before.failuresInARow + 1,
  refusedSinceMs: isRefusal ? (before.refusedSinceMs ?? nowMs) : null,
});

export const isPatienceOver = ({ refusedSinceMs }: Patience, nowMs: number): boolean =>
  refusedSinceMs !== null && nowMs - refusedSinceMs >= PATIENCE_MS;
