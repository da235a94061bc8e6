import { expect, test } from 'vitest';
import { nextCheckMs } from '../../../src/model/pipeline/requires/requirements.js';

const checksIn = (waitMs: number): number[] => {
  const times = [0];
  for (let inMs = nextCheckMs(0, waitMs); inMs !== null; inMs = nextCheckMs(times.at(-1) ?? 0, waitMs))
    times.push((times.at(-1) ?? 0) + inMs);
  return times;
};

test('a requirement is checked each half minute at first, ever more rarely, and at the end of its time', () => {
  const times = checksIn(2 * 3_600_000);
  expect(times.slice(0, 3)).toEqual([0, 30_000, 60_000]);
  expect(times.at(-1)).toBe(2 * 3_600_000);
});

test('a wait of a week is some two hundred checks', () => {
  expect(checksIn(7 * 86_400_000).length).toBeLessThan(250);
});
