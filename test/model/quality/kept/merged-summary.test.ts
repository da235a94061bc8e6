import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSummaries } from '../../../../src/model/quality/kept/merged-summary.js';
import { anyLabels, anyScores, summaryOf } from '../../../support/kept-quality.js';

const close = (value: number | null): unknown =>
  value === null ? null : (expect.closeTo(value, 6) as unknown);

describe('the evaluations of several windows together', () => {
  test('have the counts, mean, standard deviation and extremes of all scores at once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyScores(), anyLabels()), { minLength: 1, maxLength: 6 }), (parts) => {
        const merged = mergeSummaries(parts.map(([scores, labels]) => summaryOf(scores, labels)));
        const whole = summaryOf(
          parts.flatMap(([scores]) => scores),
          parts.flatMap(([, labels]) => labels),
        );
        expect(merged).toMatchObject({
          count: whole.count,
          mean: close(whole.mean),
          sd: close(whole.sd),
          min: whole.min,
          max: whole.max,
        });
        expect(new Map(Object.entries(merged?.labels ?? {}))).toEqual(new Map(Object.entries(whole.labels)));
      }),
    );
  });

  test('have no quartiles and no histogram, which parts do not tell', () => {
    expect(mergeSummaries([summaryOf([1, 2]), summaryOf([3])])).toMatchObject({
      quartiles: null,
      histogram: [],
    });
  });

  test('are as they are if only one window has any', () => {
    const one = summaryOf([1, 2, 3], ['good']);
    expect(mergeSummaries([summaryOf([]), one, summaryOf([])])).toEqual(one);
  });

  test('are nothing if there is no window, and empty if no window has any', () => {
    expect(mergeSummaries([])).toBeNull();
    expect(mergeSummaries([summaryOf([]), summaryOf([])])).toEqual(summaryOf([]));
  });
});
