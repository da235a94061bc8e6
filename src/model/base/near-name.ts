/**
 * The known name that is most similar to a mistyped one; null if none is similar. At most a third of the letters may
 * differ (one in short names), but never all.
 */
export function nearName(typed: string, known: readonly string[]): string | null {
  const reach = Math.max(1, Math.floor(typed.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const name of known) {
    const distance = distanceBetween(plain(typed), plain(name));
    if (distance <= reach && distance < typed.length && (best === null || distance < best.distance))
      best = { name, distance };
  }
  return best?.name ?? null;
}

/** `; did you mean "answer"?`, or an empty string. */
export function suggestion(typed: string, known: readonly string[]): string {
  const near = nearName(typed, known);
  return near === null ? '' : `; did you mean ${JSON.stringify(near)}?`;
}

// `poll_interval`, `poll-interval` and `PollInterval` are all similar to `pollInterval`.
const plain = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

// Counts letters that are inserted, removed, changed or swapped with their neighbour.
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
