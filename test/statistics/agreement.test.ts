import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../src/statistics/agreement.js';
import type { ConfusionCell } from '../../src/statistics/agreement.js';
import { seededRandom } from '../../src/statistics/seeded-random.js';

const yesNo = (both: number, onlyA: number, onlyB: number, neither: number): ConfusionCell[] => [
  { a: 'yes', b: 'yes', count: both },
  { a: 'yes', b: 'no', count: onlyA },
  { a: 'no', b: 'yes', count: onlyB },
  { a: 'no', b: 'no', count: neither },
];

/** Kappa from single pairs, by counting. */
function kappaByCounting(pairs: readonly (readonly [string, string])[]): number {
  const share = (holds: (pair: readonly [string, string]) => boolean) =>
    pairs.filter(holds).length / pairs.length;
  const labels = [...new Set(pairs.flat())];
  const chance = labels.reduce(
    (sum, label) => sum + share(([a]) => a === label) * share(([, b]) => b === label),
    0,
  );
  return (share(([a, b]) => a === b) - chance) / (1 - chance);
}

const countsOf = (pairs: readonly (readonly [string, string])[]): ConfusionCell[] =>
  pairs.map(([a, b]) => ({ a, b, count: 1 }));

describe('the agreement of two judges', () => {
  test('is that of the known example of fifty grant applications', () => {
    expect(agreementOf(yesNo(20, 5, 10, 15))).toMatchObject({ pairs: 50, share: 0.7, kappa: 0.4 });
  });

  test('has the interval of kappa that the standard error of the table gives', () => {
    // Computed by the formula of Fleiss, Cohen and Everitt with the four cells written out: 0.1265.
    const [low, high] = agreementOf(yesNo(20, 5, 10, 15))?.kappaInterval ?? [0, 0];
    expect((high - low) / 2).toBeCloseTo(1.96 * 0.1268, 2);
  });

  test.each([
    ['perfect', yesNo(10, 0, 0, 10), { share: 1, kappa: 1 }],
    ['no better than chance', yesNo(25, 25, 25, 25), { share: 0.5, kappa: 0 }],
    ['worse than chance', yesNo(0, 10, 10, 0), { share: 0, kappa: -1 }],
    [
      'without a kappa if all is one label',
      yesNo(20, 0, 0, 0),
      { share: 1, kappa: null, kappaInterval: null },
    ],
  ])('can be %s', (_, table, expected) => {
    expect(agreementOf(table)).toMatchObject(expected);
  });

  test('of no pair is not known', () => {
    expect(agreementOf([])).toBeNull();
  });

  test('is the one that counting single pairs gives', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 2, maxLength: 60 }), (pairs) => {
        const found = agreementOf(countsOf(pairs));
        const expected = kappaByCounting(pairs);
        if (found?.kappa === null) expect(expected).toBeNaN();
        else expect(found?.kappa).toBeCloseTo(expected, 9);
      }),
    );
  });

  test('has an interval of kappa with the truth inside in about 95 % of 1,000 samples', () => {
    const random = seededRandom(13);
    // Both say yes to half, and the second one repeats the first in 80 % of all cases: kappa is 0.6.
    const pair = (): [string, string] => {
      const a = random() < 0.5 ? 'yes' : 'no';
      return [a, random() < 0.8 ? a : a === 'yes' ? 'no' : 'yes'];
    };
    let hits = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const found = agreementOf(countsOf(Array.from({ length: 100 }, pair)));
      const [low, high] = found?.kappaInterval ?? [0, 0];
      if (low <= 0.6 && 0.6 <= high) hits += 1;
    }
    expect(hits).toBeGreaterThan(925);
    expect(hits).toBeLessThan(975);
  });
});
