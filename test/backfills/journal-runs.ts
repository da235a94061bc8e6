import type { Interval } from '../../src/model/time/interval.js';
import type { JournalRun } from '../../src/simulator/index.js';

/** Runs as the journal has them, for the tests of those who judge it. */

export const HOUR = 3_600_000;
export const START = Date.parse('2026-11-01T00:00:00.000Z');
export const NOW = Date.parse('2026-11-20T00:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();

export const window = (nth: number): Interval => ({
  startMs: START + nth * HOUR,
  endMs: START + (nth + 1) * HOUR,
});

/** A run of a window, under way from one second to another. */
export const run = (
  nth: number,
  fromS: number,
  toS: number | null,
  more: Partial<JournalRun> = {},
): JournalRun => ({
  runId: `R${nth}@${fromS}`,
  taskId: 'T',
  requestSeq: nth + 1,
  parentRunId: null,
  createdAt: iso(NOW + fromS * 1000),
  finishedAt: toS === null ? null : iso(NOW + toS * 1000),
  dataStartTime: iso(window(nth).startMs),
  dataEndTime: iso(window(nth).endMs),
  status: toS === null ? 'RUNNING' : 'COMPLETED',
  counts: { successes: 5, errors: 0, skipped: 0 },
  failureReason: null,
  ...more,
});
