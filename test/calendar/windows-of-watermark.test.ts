import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowsOfWatermark } from '../../src/calendar/windows-of-rule.js';
import type { Interval } from '../../src/model/time/interval.js';
import type { Align, WatermarkRule } from '../../src/model/schedule/schedule.js';
import { anyLength, anyZone } from './arbitraries.js';
import { coverProblem } from './cover-problem.js';

const HOUR_MS = 3_600_000;
const fromMs = Date.UTC(2026, 2, 20);

const anyRule: fc.Arbitrary<WatermarkRule> = fc.record({
  mode: fc.constant('watermark' as const),
  fromMs: fc.constant(fromMs),
  slice: anyLength,
  lagMs: fc.integer({ min: 0, max: 48 }).map((hours) => hours * HOUR_MS),
  align: fc.constantFrom<Align>('none', 'minute', 'hour', 'day', 'week', 'month'),
  timeZone: anyZone,
  maxSlices: fc.integer({ min: 1, max: 20 }),
});

/** How long after the one before a firing comes, and how many of its slices end well; of all that there are, at most. */
const anyFirings = fc.array(
  fc.record({ afterMs: fc.integer({ min: -HOUR_MS, max: 200 * HOUR_MS }), good: fc.nat({ max: 20 }) }),
  { minLength: 1, maxLength: 40 },
);

describe('windowsOfWatermark', () => {
  test('firings late, skipped or half done prove all from the first instant on, exactly once and in order', () => {
    fc.assert(
      fc.property(anyRule, anyFirings, (rule, firings) => {
        let [provenMs, nominalMs] = [rule.fromMs, rule.fromMs];
        const proven: Interval[] = [];
        for (const { afterMs, good } of firings) {
          nominalMs += afterMs;
          const windows = windowsOfWatermark(rule, provenMs, nominalMs);
          expect(windows.length).toBeLessThanOrEqual(rule.maxSlices);
          expect(windows.at(-1)?.endMs ?? -Infinity).toBeLessThanOrEqual(nominalMs - rule.lagMs);
          proven.push(...windows.slice(0, good));
          provenMs = proven.at(-1)?.endMs ?? rule.fromMs;
        }
        expect(coverProblem(proven, { startMs: rule.fromMs, endMs: provenMs })).toBeNull();
      }),
      { numRuns: 80 },
    );
  });

  const rule: WatermarkRule = {
    mode: 'watermark',
    fromMs,
    slice: { count: 1, unit: 'day' },
    lagMs: 2 * HOUR_MS,
    align: 'hour',
    timeZone: 'Europe/Berlin',
    maxSlices: 3,
  };
  const at = (text: string): number => Date.parse(text);
  const iso = (windows: Interval[]): string[] =>
    windows.map(
      ({ startMs, endMs }) => `${new Date(startMs).toISOString()} ${new Date(endMs).toISOString()}`,
    );

  test('after an outage the oldest slices come first, and the rest is left to the next firing', () => {
    expect(iso(windowsOfWatermark(rule, at('2026-03-28T10:00Z'), at('2026-04-05T10:20Z')))).toEqual([
      '2026-03-28T10:00:00.000Z 2026-03-28T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z 2026-03-29T22:00:00.000Z',
      '2026-03-29T22:00:00.000Z 2026-03-30T22:00:00.000Z',
    ]);
  });

  test('the last slice ends aligned, at or before the nominal time less the lag', () => {
    expect(iso(windowsOfWatermark(rule, at('2026-04-05T03:00Z'), at('2026-04-05T10:20Z')))).toEqual([
      '2026-04-05T03:00:00.000Z 2026-04-05T08:00:00.000Z',
    ]);
  });

  test('nothing is left where all is proven, or a firing of an earlier time comes late', () => {
    expect(windowsOfWatermark(rule, at('2026-04-05T08:00Z'), at('2026-04-05T10:20Z'))).toEqual([]);
    expect(windowsOfWatermark(rule, at('2026-04-05T08:00Z'), at('2026-04-01T10:20Z'))).toEqual([]);
  });
});
