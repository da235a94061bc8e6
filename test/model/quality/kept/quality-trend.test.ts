import { describe, expect, test } from 'vitest';
import { trendsOf } from '../../../../src/model/quality/kept/quality-trend.js';
import { HOUR_MS, NOVEMBER_MS } from '../../../support/coverage-entry.js';
import { keptQuality } from '../../../support/kept-quality.js';

const DAY_MS = 24 * HOUR_MS;
const days = (count: number) =>
  Array.from({ length: count }, (_, day) => ({
    startMs: NOVEMBER_MS + day * DAY_MS,
    endMs: NOVEMBER_MS + (day + 1) * DAY_MS,
  }));
const REQUEST = { by: 'evaluator', evaluation: null, limitsOf: () => null } as const;

describe('the trend of an evaluation', () => {
  test('has the mean of all windows that begin in a slice, and nothing where none do', () => {
    const kept = [
      keptQuality(-1, [9]),
      keptQuality(0, [0, 1]),
      keptQuality(23, [1, 1]),
      keptQuality(48, [0.5]),
      keptQuality(80, [9]),
    ];
    const [trend, ...others] = trendsOf(kept, days(3), REQUEST);
    expect(others).toEqual([]);
    expect(trend).toMatchObject({ evaluation: 'relevance', measure: { kind: 'mean' }, total: { count: 5 } });
    expect(trend?.points.map(({ windows, value, samples }) => [windows, value, samples])).toEqual([
      [2, 0.75, 4],
      [0, null, 0],
      [1, 0.5, 1],
    ]);
  });

  test('without scores is the share of its most frequent label', () => {
    const kept = [
      keptQuality(0, [], { labels: ['bad', 'good', 'good', 'good'] }),
      keptQuality(24, [], { labels: ['bad'] }),
    ];
    const [trend] = trendsOf(kept, days(2), REQUEST);
    expect(trend?.measure).toEqual({ kind: 'share', label: 'good' });
    expect(trend?.points.map(({ value }) => value)).toEqual([0.75, 0]);
  });

  test('by label is one for each label, the most frequent first', () => {
    const kept = [keptQuality(0, [1, 1, 0], { labels: ['good', 'good', 'constructor'] })];
    const trends = trendsOf(kept, days(1), { ...REQUEST, by: 'label' });
    expect(trends.map(({ measure }) => measure)).toEqual([
      { kind: 'share', label: 'good' },
      { kind: 'share', label: 'constructor' },
    ]);
    expect(trends[1]?.points[0]).toMatchObject({ value: 1 / 3, samples: 3 });
  });

  test('of one evaluation leaves the others out', () => {
    const kept = [keptQuality(0, [1]), keptQuality(1, [1], { name: 'toxicity' })];
    const names = (evaluation: string | null) =>
      trendsOf(kept, days(1), { ...REQUEST, evaluation }).map((trend) => trend.evaluation);
    expect(names(null)).toEqual(['relevance', 'toxicity']);
    expect(names('toxicity')).toEqual(['toxicity']);
    expect(names('constructor')).toEqual([]);
  });

  test('gives its values from the oldest to the newest to whoever computes limits', () => {
    const seen: (readonly number[])[] = [];
    trendsOf([keptQuality(0, [1]), keptQuality(48, [3])], days(3), {
      ...REQUEST,
      limitsOf: (values) => (seen.push(values), null),
    });
    expect(seen).toEqual([[1, 3]]);
  });
});
