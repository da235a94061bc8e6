import type { Killed } from './kills.js';

/** A host that is back takes shards again, so runs may still stand for some time after. */
const AFTER_MS = 30_000;

/** The longest time between two beginnings, in milliseconds, that lies at least in part within that of the kill. `begunMs` are in order. */
export function longestPause(
  begunMs: readonly number[],
  { killedMs, againMs }: Pick<Killed, 'killedMs' | 'againMs'>,
): number {
  const pauses = begunMs.map((atMs, nth) => {
    const beforeMs = begunMs[nth - 1] ?? atMs;
    return atMs > killedMs && beforeMs < againMs + AFTER_MS ? atMs - beforeMs : 0;
  });
  return Math.max(0, ...pauses);
}
