import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pastDurationsOf, untilExpectedMs } from '../../../src/model/run/durations.js';
import { learnedPollingOf } from '../../../src/model/run/learned-polling.js';
import { nextPollDelayMs, pollPolicyOf } from '../../../src/model/run/polling.js';
import { DISTRIBUTIONS, compareRules } from '../../polling/simulate.js';

const ended = (seconds: number, at = 0, status: 'COMPLETED' | 'FAILED' = 'COMPLETED') => ({
  status,
  createdAt: new Date(at * 1000).toISOString(),
  runFinishedAt: new Date((at + seconds) * 1000).toISOString(),
});

describe('pastDurationsOf', () => {
  test('is nothing of fewer than five runs that were completed', () => {
    const four = [1, 2, 3, 4].map((seconds) => ended(seconds));
    const active = { ...ended(5), status: 'RUNNING' as const, runFinishedAt: null };
    expect(pastDurationsOf([...four, ended(0, 0, 'FAILED'), active])).toBeNull();
  });

  test('has the shortest, the longest and what lies between', () => {
    const runs = [90, 10, 30, 20, 80, 50, 40, 70, 60].map((seconds) => ended(seconds));
    const quantilesMs = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((seconds) => seconds * 1000);
    expect(pastDurationsOf(runs)).toEqual({ runs: 9, quantilesMs });
  });

  test('is of the newest fifty, in whatever order they come', () => {
    const old = Array.from({ length: 50 }, (_, at) => ended(100, at));
    const young = Array.from({ length: 50 }, (_, at) => ended(7, 1000 + at));
    const { runs, quantilesMs } = pastDurationsOf([...old, ...young]) ?? { runs: 0, quantilesMs: [] };
    expect(runs).toBe(50);
    expect(new Set(quantilesMs)).toEqual(new Set([7000]));
  });

  test('leaves out runs that ended before they were created, by clocks that differ', () => {
    expect(pastDurationsOf([1, 2, 3, 4, -5].map((seconds) => ended(seconds)))).toBeNull();
  });
});

describe('untilExpectedMs', () => {
  const past = { runs: 9, quantilesMs: [100, 100, 100, 100, 100, 100, 100, 100, 100] };

  test('passes over the time in which none ended, up to a little after the moment at which all did', () => {
    expect(untilExpectedMs(past, 0, 9)).toBe(110);
  });

  test('is shorter where more runs ended', () => {
    const quantilesMs = [0, 40, 100, 101, 102, 103, 110, 300, 400];
    const at = (ageMs: number) => untilExpectedMs({ runs: 100, quantilesMs }, ageMs, 5) ?? 0;
    expect(at(100)).toBeLessThan(at(20));
    expect(at(100)).toBeLessThan(at(120));
  });

  test('is unknown for a run that has taken longer than all of them', () => {
    expect(untilExpectedMs(past, 100, 9)).toBeNull();
  });
});

describe('nextPollDelayMs by past runs', () => {
  const policyAfter = (seconds: number) => {
    const learned = learnedPollingOf(Array.from({ length: 20 }, () => ended(seconds)));
    return pollPolicyOf(undefined, learned === null ? {} : { learned });
  };
  const at = (elapsedMs: number, policy = policyAfter(100)) => nextPollDelayMs(policy, elapsedMs, 0.5);

  test('leaves a fixed interval as it is', () => {
    expect(nextPollDelayMs(pollPolicyOf(5000, policyAfter(100)), 99_000, 0.9)).toBe(5000);
  });

  test('waits for the moment, but at most three times as long as without them', () => {
    expect(at(0)).toBe(6000);
    expect(at(90_000)).toBeGreaterThanOrEqual(10_000);
    expect(at(90_000)).toBeLessThan(11_000);
  });

  test('is a tenth of the elapsed time for a run that takes longer than all of them', () => {
    expect(at(200_000)).toBe(20_000);
  });

  test('is a tenth of the elapsed time where all ended as they were created', () => {
    expect(at(50_000, policyAfter(0))).toBe(5000);
  });

  test('is a delay whatever another program sends for quantiles', () => {
    const quantiles = fc.array(fc.double(), { maxLength: 12 });
    fc.assert(
      fc.property(
        quantiles,
        fc.double(),
        fc.double(),
        fc.integer(),
        (quantilesMs, targetDelayMs, ms, runs) => {
          const delayMs = at(ms, {
            ...pollPolicyOf(undefined),
            learned: { runs, quantilesMs, targetDelayMs },
          });
          expect(delayMs).toBeGreaterThanOrEqual(1000);
        },
      ),
    );
  });

  test('knows how old the run was when the wait began', () => {
    expect(at(10_000, { ...policyAfter(100), ageMs: 85_000 })).toBe(at(95_000));
    expect(at(10_000, { ...policyAfter(100), ageMs: 91_000 })).toBe(2000);
  });
});

describe('where the past tells the future', () => {
  const { exponential, 'log-normal, σ 1': broad, ...telling } = DISTRIBUTIONS;

  test.each(Object.entries(telling))('%s: half the delay with no more looks', (_, draw) => {
    for (const typicalMs of [120_000, 600_000]) {
      const { usual, learned } = compareRules(draw, { typicalMs });
      expect(learned.looks).toBeLessThanOrEqual(usual.looks);
      expect(learned.delayMs).toBeLessThan(usual.delayMs / 2);
    }
  });

  test('less delay with no more looks, even if durations say little', () => {
    for (const draw of [exponential, broad]) {
      const { usual, learned } = compareRules(draw, { typicalMs: 600_000 });
      expect(learned.looks).toBeLessThanOrEqual(usual.looks);
      expect(learned.delayMs).toBeLessThan(usual.delayMs);
    }
  });
});

describe('where the past misleads', () => {
  test.each(Object.entries(DISTRIBUTIONS))(
    '%s: three times the delay at most, twice the looks',
    (_, draw) => {
      for (const typicalMs of [5000, 120_000])
        for (const drift of [0.1, 0.5, 2, 10]) {
          const { usual, learned } = compareRules(draw, { typicalMs, drift });
          expect(learned.worst).toBeLessThan(3.1);
          expect(learned.looks).toBeLessThan(2 * usual.looks + 2);
        }
    },
  );
});
