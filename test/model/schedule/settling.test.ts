import { describe, expect, test } from 'vitest';
import type { SpanSettleGate } from '../../../src/model/schedule/schedule.js';
import {
  NOTHING_SEEN,
  afterCount,
  everyMsOf,
  seenBy,
  seenText,
  settleInWords,
  waitsText,
  withCount,
} from '../../../src/model/schedule/settling.js';
import type { Settling } from '../../../src/model/schedule/settling.js';

const MINUTE_MS = 60_000;
const gate: SpanSettleGate = {
  kind: 'spans',
  quietForMs: 20 * MINUTE_MS,
  checks: 3,
  project: null,
  space: null,
  filter: null,
  timeoutMs: 60 * MINUTE_MS,
  onTimeout: 'trigger',
};
const count = (spans: number, newestAt: string | null = '2026-11-20T07:00:00Z') => ({
  count: spans,
  newestAt,
  isSample: false,
});
const after = (...counts: ReturnType<typeof count>[]): Settling =>
  counts.reduce((settling, one, at) => withCount(settling, one, at * 10 * MINUTE_MS), NOTHING_SEEN);

describe('a settle gate over spans', () => {
  test('spreads its checks over the time that must be quiet', () => {
    expect(everyMsOf(gate)).toBe(10 * MINUTE_MS);
    expect(everyMsOf({ ...gate, checks: 2 })).toBe(20 * MINUTE_MS);
  });

  test.each([
    ['the count grows', [count(1), count(5), count(5)], 'wait'],
    ['the count stays', [count(1), count(5), count(5), count(5)], 'settled'],
    [
      'the count stays, but a newer span came',
      [count(5), count(5), count(5, '2026-11-20T07:30:00Z')],
      'wait',
    ],
    ['nothing is there, three times', [count(0, null), count(0, null), count(0, null)], 'settled'],
    ['its time is over before the next check', Array.from({ length: 6 }, (_, at) => count(at)), 'over'],
  ] as const)('when %s', (_, counts, then) => {
    const nowMs = (counts.length - 1) * 10 * MINUTE_MS;
    expect(afterCount(gate, after(...counts), nowMs, 59 * MINUTE_MS)).toBe(then);
  });

  test('tells since when it sees the same', () => {
    expect(after(count(1), count(5), count(5)).sinceMs).toBe(10 * MINUTE_MS);
  });

  test('tells what it saw, and what it still waits for', () => {
    const settling = after(count(1), count(812), count(812));
    expect(seenText(seenBy(gate, settling))).toBe(
      '812 spans, the newest of 2026-11-20T07:00:00Z, in 3 checks',
    );
    expect(waitsText(gate, settling)).toContain('; 2 of 3 equal counts');
    expect(seenText({ ...seenBy(gate, settling), isSample: true })).toMatch(/^about 812 spans/);
    expect(seenText(seenBy(gate, NOTHING_SEEN))).toBe('nothing was counted in 0 checks');
  });

  test('is shown on one line', () => {
    expect(settleInWords(null)).toBeNull();
    expect(settleInWords({ ...gate, filter: "status_code = 'OK'" })).toBe(
      "until the spans with status_code = 'OK' have not changed for 20m, in 3 checks; after 1h it is triggered anyway",
    );
    expect(
      settleInWords({
        kind: 'activity',
        activity: 'countRows',
        everyMs: MINUTE_MS,
        looks: 2,
        timeoutMs: 60 * MINUTE_MS,
        onTimeout: 'fail',
      }),
    ).toBe('until 2 counts of countRows are equal, one each 1m; after 1h the firing fails');
  });
});
