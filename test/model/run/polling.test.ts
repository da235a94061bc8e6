import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_POLL_POLICY,
  MIN_POLL_MS,
  clampToSliceMs,
  failedPollDelayMs,
  nextPollDelayMs,
  sharedPollIntervalMs,
  pollPolicyOf,
} from '../../../src/model/run/polling.js';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('nextPollDelayMs', () => {
  test('is a fixed interval where the caller gave one', () => {
    expect(nextPollDelayMs(pollPolicyOf(5000), 3_600_000, 0.9)).toBe(5000);
  });

  test('is never below a second, which would end the retries', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.option(fc.double(), { nil: undefined }),
        random,
        (elapsedMs, intervalMs, r) => {
          expect(nextPollDelayMs(pollPolicyOf(intervalMs), elapsedMs, r)).not.toBeLessThan(MIN_POLL_MS);
        },
      ),
    );
  });

  test('grows with the elapsed time up to the maximum', () => {
    const at = (elapsedMs: number) => nextPollDelayMs(DEFAULT_POLL_POLICY, elapsedMs, 0.5);
    expect([0, 60_000, 300_000, 36_000_000].map(at)).toEqual([2000, 6000, 30_000, 60_000]);
  });
});

describe('failedPollDelayMs', () => {
  test('obeys Retry-After', () => {
    expect(failedPollDelayMs(DEFAULT_POLL_POLICY, 1, 90_000, 0.5)).toBe(90_000);
  });

  test('takes a Retry-After of 0 for a second', () => {
    expect(failedPollDelayMs(DEFAULT_POLL_POLICY, 1, 0, 0.5)).toBe(MIN_POLL_MS);
  });

  test('doubles with each failure in a row up to the maximum', () => {
    const after = (failures: number) => failedPollDelayMs(DEFAULT_POLL_POLICY, failures, null, 0.5);
    expect([1, 2, 3, 50].map(after)).toEqual([2000, 4000, 8000, 60_000]);
  });
});

describe('clampToSliceMs', () => {
  test('makes the last look fall on the end of the slice', () => {
    expect(clampToSliceMs(60_000, 50_000, 80_000)).toBe(30_000);
  });

  test('leaves a shorter delay alone', () => {
    expect(clampToSliceMs(5000, 50_000, 80_000)).toBe(5000);
    expect(clampToSliceMs(500, 80_000, 80_000)).toBe(500);
  });
});

test.each([
  ['a tenth of what a run takes', 100_000, 1, 10_000],
  ['at least two seconds for few', 3000, 10, 2000],
  ['a second for so many that ten of them end for each page', 3000, 30, 1000],
  ['half a second for a hundred short ones', 1000, 100, 500],
  ['longer for those that need more pages', 12_000, 101, 2000],
  ['at most a minute', 3_600_000, 1000, 60_000],
])('runs that are waited for together are looked at after %s', (_what, runMs, runs, expected) => {
  expect(sharedPollIntervalMs(runMs, runs)).toBe(expected);
});
