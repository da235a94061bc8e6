import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/statistics/seeded-random.js';
import { controlLimits, falseAlarmShare } from '../../src/statistics/control-limits.js';

/** Values around 0.8 that spread by 0.02, as Box and Muller draw them. */
const usual = (random: () => number): number =>
  0.8 + 0.02 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** In how many of 1,000 histories a window that is lower by so many deviations is outside the limits of those before. */
function alarmsIn(windows: number, width: number, shift: number, seed: number): number {
  const random = seededRandom(seed);
  let alarms = 0;
  for (let history = 0; history < 1000; history++) {
    const before = Array.from({ length: windows }, () => usual(random));
    const value = usual(random) - shift * 0.02;
    const [low, high] = controlLimits(before, width)?.limits ?? [0, 1];
    if (value < low || value > high) alarms += 1;
  }
  return alarms;
}

describe('control limits', () => {
  test('are the mean and so many sample standard deviations around it', () => {
    // 1 to 5: the mean is 3, the squares of the distances are 10 together, divided by 4.
    expect(controlLimits([5, 1, 3, 2, 4], 2)).toMatchObject({
      mean: 3,
      deviation: Number(Math.sqrt(2.5).toPrecision(12)),
      limits: [3 - 2 * Math.sqrt(2.5), 3 + 2 * Math.sqrt(2.5)].map((each) => Number(each.toPrecision(12))),
      windows: 5,
    });
  });

  test('need five windows', () => {
    expect(controlLimits([1, 2, 3, 4], 3)).toBeNull();
  });

  test('of windows that are all alike have no width', () => {
    expect(controlLimits([0.8, 0.8, 0.8, 0.8, 0.8], 3)?.limits).toEqual([0.8, 0.8]);
  });

  test('come close to the known 0.27 % of false alarms with many windows, and say that few have more', () => {
    expect(falseAlarmShare(10_000, 3)).toBeCloseTo(0.0027, 4);
    expect(falseAlarmShare(7, 3)).toBe(0.0309);
    expect(falseAlarmShare(30, 3)).toBeLessThan(0.01);
  });

  test.each([
    [7, 2],
    [7, 3],
    [14, 2],
    [30, 2],
  ])(
    'of %i windows at %i deviations alarm no more often than they say, over 1,000 histories',
    (windows, width) => {
      const stated = 1000 * falseAlarmShare(windows, width);
      const chance = 3 * Math.sqrt(stated * (1 - stated / 1000));
      const alarms = alarmsIn(windows, width, 0, 31);
      expect(alarms).toBeLessThanOrEqual(stated + chance);
      expect(alarms).toBeGreaterThanOrEqual(stated - chance);
    },
  );

  test('find a drop of five deviations in nearly all of 1,000 histories', () => {
    // With 14 windows, the three deviations that are bridged leave 2: a new window is beyond in about 93 %.
    expect(alarmsIn(14, 3, 5, 41)).toBeGreaterThan(900);
  });
});
