import { describe, expect, test } from 'vitest';
import { estimateOf, medianRunMs, spansPerHourOf } from '../../../src/model/backfill/backfill-estimate.js';
import type { BackfillPlan } from '../../../src/model/backfill/backfill.js';
import type { CoverageEntry } from '../../../src/model/coverage/coverage.js';
import type { Interval } from '../../../src/model/time/interval.js';
import { windowListOf } from '../../../src/model/backfill/window-list.js';
import { DEFAULT_BACKFILL_OPTIONS } from '../../../src/model/backfill/default-backfill-options.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const hours = (count: number, each = 1): Interval[] =>
  Array.from({ length: count }, (_, at) => ({ startMs: at * each * HOUR, endMs: (at + 1) * each * HOUR }));

const planOf = (windows: Interval[], more: Partial<BackfillPlan> = {}): BackfillPlan => ({
  task: { id: 'T1', name: 'Relevance' },
  evaluators: 'E1@latest',
  range: { dataStartTime: '1970-01-01T00:00:00.000Z', dataEndTime: '1970-02-01T00:00:00.000Z' },
  timeZone: 'UTC',
  slice: '1h',
  windows: windowListOf(windows),
  maxSpans: null,
  overrideEvaluations: false,
  options: DEFAULT_BACKFILL_OPTIONS,
  ...more,
});

const KNOWN = { spansPerHour: 1000, runMs: 5 * MINUTE, evaluators: 2 };

describe('the estimate of a backfill', () => {
  test('multiplies what is known of an hour by the hours, and spans by the evaluators', () => {
    expect(estimateOf(planOf(hours(48)), KNOWN)).toMatchObject({
      runs: 48,
      spans: 48_000,
      evaluations: 96_000,
      durationMs: 25 * MINUTE,
      truncation: null,
    });
  });

  test('says nothing of spans and time where no run is known', () => {
    const nothing = { spansPerHour: null, runMs: null, evaluators: 1 };
    expect(estimateOf(planOf(hours(48)), nothing)).toMatchObject({
      runs: 48,
      spans: null,
      evaluations: null,
      durationMs: null,
      truncation: null,
    });
  });

  test('counts the runs of windows that will be split, and suggests a slice that fits', () => {
    const estimate = estimateOf(planOf(hours(2, 24)), KNOWN);
    // 24,000 spans: a run of 24 h, two of 12 h, four of 6 h with 6,000 each.
    expect(estimate).toMatchObject({ runs: 14, spans: 48_000 });
    expect(estimate.truncation).toEqual({ windows: 2, maxSpans: 10_000, slice: '6h' });
  });

  test('counts the spans of a truncated window twice where labels are overridden', () => {
    const plan = planOf(hours(1, 12), { overrideEvaluations: true });
    expect(estimateOf(plan, KNOWN)).toMatchObject({ runs: 3, spans: 22_000 });
  });

  test('does not count more than the bound where a window is too short to be split', () => {
    const plan = planOf(hours(1), {
      maxSpans: 10,
      options: { ...DEFAULT_BACKFILL_OPTIONS, minSliceMs: 30 * MINUTE },
    });
    expect(estimateOf(plan, KNOWN)).toMatchObject({ runs: 3, spans: 20 });
  });

  test('stays under the caps of runs and spans', () => {
    const plan = planOf(hours(48), {
      options: { ...DEFAULT_BACKFILL_OPTIONS, maxRuns: 5, maxSpansInAll: 700 },
    });
    expect(estimateOf(plan, KNOWN)).toMatchObject({ runs: 5, spans: 700 });
  });

  test('asks for fewer requests a run the more of them run at once', () => {
    const requests = (limit: number): number =>
      estimateOf(planOf(hours(1000), { options: { ...DEFAULT_BACKFILL_OPTIONS, limit } }), KNOWN).requests;
    expect(requests(1)).toBeGreaterThan(requests(10));
    expect(requests(10)).toBeGreaterThan(requests(100));
    expect(requests(100)).toBeGreaterThan(2000);
  });
});

describe('what former runs tell', () => {
  const entry = (
    lengthHours: number,
    successes: number,
    state: CoverageEntry['state'] = 'evaluated',
  ): CoverageEntry => ({
    startMs: 0,
    endMs: lengthHours * HOUR,
    runId: 'R',
    state,
    counts: { successes, errors: 0, skipped: 0 },
    createdMs: 0,
    evaluators: null,
    maxSpans: null,
    workflowId: null,
  });

  test('is spans an hour over all that was looked at, empty time included', () => {
    expect(spansPerHourOf([entry(2, 300), entry(1, 0, 'empty')])).toBe(100);
  });

  test('leaves out failed runs and those that found all labelled already', () => {
    expect(spansPerHourOf([entry(1, 50), entry(5, 0), entry(9, 7, 'failed')])).toBe(50);
  });

  test('is nothing where no run counted', () => {
    expect(spansPerHourOf([entry(5, 0)])).toBeNull();
    expect(medianRunMs([])).toBeNull();
  });

  test('is the median of how long completed runs took', () => {
    const run = (minutes: number, status: 'COMPLETED' | 'FAILED' = 'COMPLETED') => ({
      status,
      createdAt: '2026-11-01T00:00:00Z',
      runFinishedAt: new Date(Date.parse('2026-11-01T00:00:00Z') + minutes * MINUTE).toISOString(),
    });
    expect(medianRunMs([run(9), run(1), run(3), run(500, 'FAILED')])).toBe(3 * MINUTE);
  });
});
