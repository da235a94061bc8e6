import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangesOf, timesToFire } from '../../../src/model/backfill/backfill-times.js';
import { exactDuration, parseDurationMs } from '../../../src/model/time/duration.js';
import { behindMs, behindProblem, countTimes } from '../../../src/model/schedule/schedule-report.js';
import { windowSeams } from '../../../src/model/backfill/window-seams.js';

test('an exact duration is read as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
      expect(parseDurationMs(exactDuration(ms))).toBe(ms);
    }),
  );
});

test('windows that meet have no seams; others leave something out or have it twice', () => {
  const windows = [
    { startMs: 0, endMs: 10 },
    { startMs: 10, endMs: 20 },
    { startMs: 25, endMs: 30 },
    { startMs: 28, endMs: 40 },
  ];
  expect(windowSeams(windows)).toEqual([
    { kind: 'hole', interval: { startMs: 20, endMs: 25 } },
    { kind: 'overlap', interval: { startMs: 28, endMs: 30 } },
  ]);
});

const times = [1, 2, 3, 4, 5].map((nominalMs) => ({ nominalMs }));
const firing = (nominalMs: number, state: 'good' | 'failed' | 'running', startedMs = nominalMs) => ({
  nominalMs,
  startedMs,
  state,
});

test('a backfill leaves out what ended well at last or goes on', () => {
  const firings = [firing(1, 'failed'), firing(1, 'good', 9), firing(2, 'failed'), firing(3, 'running')];
  const chosen = timesToFire(times, firings, { again: false });
  expect(chosen.map(({ nominalMs }) => nominalMs)).toEqual([2, 4, 5]);
  expect(rangesOf(times, chosen)).toEqual([
    { first: times[1], last: times[1] },
    { first: times[3], last: times[4] },
  ]);
  const again = timesToFire(times, firings, { again: true });
  expect(again.map(({ nominalMs }) => nominalMs)).toEqual([1, 2, 4, 5]);
});

test('ranges hold the chosen times and no others', () => {
  fc.assert(
    fc.property(fc.subarray(times), (chosen) => {
      const held = rangesOf(times, chosen).flatMap(({ first, last }) =>
        times.filter(({ nominalMs }) => nominalMs >= first.nominalMs && nominalMs <= last.nominalMs),
      );
      expect(held).toEqual(chosen);
    }),
  );
});

test('a watermark is behind what a firing could prove by now', () => {
  const rule = {
    mode: 'watermark',
    fromMs: 100,
    slice: { count: 1, unit: 'day' },
    lagMs: 50,
    align: 'none',
    timeZone: 'UTC',
    maxSlices: 1,
  } as const;
  expect(behindMs(rule, 200, 1000)).toBe(750);
  expect(behindMs(rule, null, 1000)).toBe(850);
  expect(behindMs(rule, 990, 1000)).toBe(0);
  expect(behindProblem(750, 1000, 1000)).toBeNull();
  expect(behindProblem(7_200_000, 3_600_000, 0)?.text).toBe('its watermark is 2h 00m behind, more than 1h');
});

test('times are counted by what became of them', () => {
  const time = { atMs: 0, reason: null, firing: null, heldBy: null };
  expect(
    countTimes([
      { ...time, state: 'good' },
      { ...time, state: 'missed' },
    ]),
  ).toMatchObject({
    good: 1,
    missed: 1,
    failed: 0,
  });
});
