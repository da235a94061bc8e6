import { describe, expect, test } from 'vitest';
import { trendRange, windowTrendOf } from '../../../../src/model/quality/kept/window-trend.js';
import { HOUR_MS, NOVEMBER_MS } from '../../../support/coverage-entry.js';
import { keptQuality } from '../../../support/kept-quality.js';

const NO_LIMITS = { evaluation: 'relevance', limitsOf: () => null };
const until = (hour: number) => ({ startMs: 0, endMs: NOVEMBER_MS + hour * HOUR_MS });
const windowOf = (startMs: number, endMs: number) => ({
  dataStartTime: new Date(startMs).toISOString(),
  dataEndTime: new Date(endMs).toISOString(),
});

describe('the trend of the last windows of a task', () => {
  test('has the value of each window with the evaluation, up to the one that it is for', () => {
    const kept = [
      keptQuality(2, [0.5, 1]),
      keptQuality(0, [1]),
      keptQuality(1, [0], { name: 'toxicity' }),
      keptQuality(9, [0.25]),
    ];
    const { measure, points } = windowTrendOf(kept, until(3), NO_LIMITS);
    expect(measure).toEqual({ kind: 'mean' });
    expect(points.map(({ value, samples }) => [value, samples])).toEqual([
      [1, 1],
      [0.75, 2],
    ]);
    expect(points[0]?.window).toEqual(windowOf(NOVEMBER_MS, NOVEMBER_MS + HOUR_MS));
  });

  test('follows the most frequent label if there are no scores, and has the limits of its values', () => {
    const kept = [0, 1].map((hour) => keptQuality(hour, [], { labels: ['good', 'good', 'bad', 'good'] }));
    const limitsOf = (values: readonly number[]) => ({ centre: values.length, lower: 0, upper: 1 });
    expect(windowTrendOf(kept, until(3), { ...NO_LIMITS, limitsOf })).toMatchObject({
      measure: { kind: 'share', label: 'good' },
      limits: { centre: 2, lower: 0, upper: 1 },
      points: [{ value: 0.75 }, { value: 0.75 }],
    });
  });

  test('has 30 windows at most, the newest, and none if nothing is kept', () => {
    const kept = Array.from({ length: 40 }, (_, hour) => keptQuality(hour, [hour]));
    const { points } = windowTrendOf(kept, until(40), NO_LIMITS);
    expect([points.length, points[0]?.value, points.at(-1)?.value]).toEqual([30, 10, 39]);
    expect(windowTrendOf([], until(1), NO_LIMITS)).toEqual({
      measure: { kind: 'mean' },
      limits: null,
      points: [],
    });
  });

  test('is about 30 windows back, at least a month and at most a year', () => {
    const days = (length: number): number => {
      const range = trendRange(windowOf(NOVEMBER_MS, NOVEMBER_MS + length * 24 * HOUR_MS));
      return range === null ? 0 : (range.endMs - range.startMs) / (24 * HOUR_MS);
    };
    expect([days(1 / 24), days(2), days(30)]).toEqual([31, 60, 366]);
    expect(trendRange({ dataStartTime: 'never', dataEndTime: 'never' })).toBeNull();
  });
});
