/**
 * The earlier of "so long from now" and a given end; null where there is neither. Times in milliseconds since 1970,
 * durations in milliseconds.
 */
export function deadlineMsOf(
  nowMs: number,
  timeoutMs: number | undefined,
  endMs: number | undefined,
): number | null {
  const ends = [timeoutMs === undefined ? Infinity : nowMs + timeoutMs, endMs ?? Infinity];
  const earliest = Math.min(...ends);
  return Number.isFinite(earliest) ? earliest : null;
}
