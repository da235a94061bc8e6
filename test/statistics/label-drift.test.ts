import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/statistics/seeded-random.js';
import { labelDrift } from '../../src/statistics/label-drift.js';

const counts = (of: Record<string, number>): Map<string, number> => new Map(Object.entries(of));

/** So many labels, drawn with these probabilities. */
function drawn(size: number, shares: Record<string, number>, random: () => number): Map<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < size; at++) {
    let left = random();
    const label =
      Object.entries(shares).find(([, share]) => {
        left -= share;
        return left < 0;
      })?.[0] ?? 'rest';
    found.set(label, (found.get(label) ?? 0) + 1);
  }
  return found;
}

const USUAL = { relevant: 0.7, partly: 0.2, irrelevant: 0.1 };

describe('the drift of labels', () => {
  // The table of Agresti (2007) that the documentation of R's chisq.test uses: X² = 30.07, df = 2, p = 2.95e-07.
  test('has the p-value that R gives for the table of its documentation', () => {
    const drift = labelDrift(
      counts({ democrat: 762, independent: 327, republican: 468 }),
      counts({ democrat: 484, independent: 239, republican: 477 }),
    );
    expect(drift?.pValue).toBeCloseTo(2.954e-7, 9);
    expect(drift?.test).toBe('chi-square test of homogeneity, X² = 30.07, 2 degrees of freedom');
  });

  test('has the p-value of a table of four cells that can be computed by hand', () => {
    // (20·20 − 30·30)²·100 / 50⁴ = 4; with one degree of freedom, the tail of a normal value beyond 2.
    expect(labelDrift(counts({ a: 20, b: 30 }), counts({ a: 30, b: 20 }))?.pValue).toBeCloseTo(0.0455, 4);
  });

  test('is the share of labels that would have to be others, whatever the sizes', () => {
    const drift = labelDrift(counts({ good: 70, bad: 30 }), counts({ good: 900, bad: 100 }));
    expect(drift).toMatchObject({ effect: 0.2, largest: { label: 'good', change: -0.2 } });
  });

  test('sees labels that are new, and those that are gone', () => {
    const drift = labelDrift(counts({ a: 50, new: 50 }), counts({ a: 50, gone: 50 }));
    expect(drift?.effect).toBe(0.5);
    expect(drift?.pValue).toBeLessThan(1e-10);
  });

  test('counts rare labels together, and says so', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`rare-${at}`, 1]));
    const drift = labelDrift(counts({ usual: 200, ...many }), counts({ usual: 230 }));
    expect(drift?.test).toContain('1 degree of freedom, 30 rare labels counted together');
    expect(drift?.pValue).toBeLessThan(1e-6);
  });

  test.each([
    ['there are no labels on one side', {}, { a: 3 }, null],
    ['all labels are the same', { a: 9 }, { a: 3 }, { effect: 0, largest: null, pValue: 1 }],
    ['there are too few', { a: 2, b: 1 }, { b: 2 }, { pValue: null, test: null }],
  ])('is not tested if %s', (_, here, there, expected) => {
    const drift = labelDrift(counts(here), counts(there));
    if (expected === null) expect(drift).toBeNull();
    else expect(drift).toMatchObject(expected);
  });

  test('is the same in both directions, within 0 and 1', () => {
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(labels, labels, (here, there) => {
        const [one, other] = [
          labelDrift(counts(here), counts(there)),
          labelDrift(counts(there), counts(here)),
        ];
        expect(one?.effect).toBe(other?.effect);
        expect(one?.pValue ?? 0).toBeCloseTo(other?.pValue ?? 0, 9);
        expect(one?.effect ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('is found at 0.05 in about 5 % of 1,000 histories without a drift', () => {
    const random = seededRandom(17);
    let alarms = 0;
    for (let history = 0; history < 1000; history++) {
      const drift = labelDrift(drawn(200, USUAL, random), drawn(300, USUAL, random));
      if ((drift?.pValue ?? 1) <= 0.05) alarms += 1;
    }
    // 50, and at most three standard deviations of chance.
    expect(alarms).toBeLessThanOrEqual(70);
    expect(alarms).toBeGreaterThanOrEqual(30);
  });

  test('is found in about 90 % of 1,000 histories with the drift that samples of this size find so often', () => {
    const random = seededRandom(23);
    const shifted = { relevant: 0.6, partly: 0.25, irrelevant: 0.15 };
    // X² is then about a chi-square of noncentrality n · Σ (p − q)² / (p + q); 12.654 of it find 90 % at 0.05 with df = 2.
    const distance = 0.1 ** 2 / 1.3 + 0.05 ** 2 / 0.45 + 0.05 ** 2 / 0.25;
    const size = Math.round(12.654 / distance);
    let found = 0;
    for (let history = 0; history < 1000; history++) {
      const drift = labelDrift(drawn(size, shifted, random), drawn(size, USUAL, random));
      if ((drift?.pValue ?? 1) <= 0.05) found += 1;
    }
    expect(found).toBeGreaterThan(870);
    expect(found).toBeLessThan(930);
  });
});
