import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summarise } from '../../src/statistics/summarise.js';

describe('a summary of scores', () => {
  test('has nothing but the number of runs where there are no scores', () => {
    expect(summarise({ scores: [], labels: [], runs: 5 })).toEqual({
      count: 0,
      runs: 5,
      mean: null,
      median: null,
      min: null,
      max: null,
      labels: {},
      histogram: [],
    });
  });

  test('tells mean, median, ends and the ten parts between them', () => {
    expect(summarise({ scores: [0, 0.25, 0.5, 1], labels: [], runs: 4 })).toMatchObject({
      count: 4,
      mean: 0.4375,
      median: 0.375,
      min: 0,
      max: 1,
      histogram: [1, 0, 1, 0, 0, 1, 0, 0, 0, 1],
    });
  });

  test('puts every score into one part of the histogram', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 }), (scores) => {
        const { histogram } = summarise({ scores, labels: [], runs: scores.length });
        expect(histogram).toHaveLength(10);
        expect(histogram.reduce((sum, count) => sum + count)).toBe(scores.length);
      }),
    );
  });

  test('has one part where all scores are equal', () => {
    expect(summarise({ scores: [1, 1, 1], labels: [], runs: 3 }).histogram).toEqual([
      3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  test('gives the shares of the twenty most frequent labels, the most frequent first', () => {
    const many = Array.from({ length: 30 }, (_, at) => `label-${at}`);
    const { labels, count } = summarise({ scores: [], labels: ['b', 'a', 'b', ...many], runs: 40 }, 'labels');
    expect(count).toBe(33);
    expect(Object.keys(labels)).toHaveLength(20);
    expect(Object.entries(labels)[0]).toEqual(['b', 0.0606060606061]);
  });

  test('cuts a label that is a text', () => {
    const { labels } = summarise({ scores: [], labels: ['x'.repeat(500)], runs: 1 }, 'labels');
    expect(Object.keys(labels)).toEqual(['x'.repeat(80)]);
  });

  test('keeps labels that are names of members of every object', () => {
    const { labels } = summarise({ scores: [], labels: ['__proto__', 'constructor'], runs: 2 }, 'labels');
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 0.5],
      ['constructor', 0.5],
    ]);
  });
});
