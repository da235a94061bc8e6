import { describe, expect, test } from 'vitest';
import { estimateOf } from '../../../src/model/backfill/backfill-estimate.js';
import type { BackfillPlan } from '../../../src/model/backfill/backfill.js';
import { DEFAULT_BACKFILL_OPTIONS } from '../../../src/model/backfill/default-backfill-options.js';
import { measuredPlan } from '../../../src/model/backfill/measured-plan.js';
import type { CountedWindows } from '../../../src/model/backfill/plan-census.js';
import { windowListOf, windowsIn } from '../../../src/model/backfill/window-list.js';

const HOUR_MS = 3_600_000;
const hours = (...lengths: number[]) => {
  let startMs = 0;
  return lengths.map((length) => ({ startMs, endMs: (startMs += length * HOUR_MS) }));
};
const planOf = (lengths: number[], more: Partial<BackfillPlan> = {}): BackfillPlan => ({
  task: { id: 'T', name: 'n' },
  evaluators: 'E@1',
  range: { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-03T00:00:00Z' },
  timeZone: 'UTC',
  slice: '1h',
  windows: windowListOf(hours(...lengths)),
  maxSpans: 100,
  overrideEvaluations: false,
  options: DEFAULT_BACKFILL_OPTIONS,
  ...more,
});
const census = (
  windows: number,
  ...counted: [at: number, spans: number, evaluated: number][]
): CountedWindows => ({
  counted: counted.map(([at, spans, evaluated]) => ({ at, spans, evaluated, newestMs: null, writers: {} })),
  windows,
  requests: 7,
  evaluations: ['relevance'],
  filter: null,
  samplingRate: 1,
});
const lengthsOf = ({ windows }: BackfillPlan): number[] =>
  windowsIn(windows).map(({ startMs, endMs }) => (endMs - startMs) / HOUR_MS);

describe('a plan whose windows were counted', () => {
  test('is split where a window has more spans to evaluate than one run may, before it is run', () => {
    const { plan, measured, spans } = measuredPlan(
      planOf([1, 4, 1]),
      census(3, [0, 100, 0], [1, 350, 0], [2, 0, 0]),
    );
    expect(lengthsOf(plan)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(spans).toEqual([100, 87.5, 87.5, 87.5, 87.5, 0]);
    expect(measured).toEqual({
      windows: 3,
      counted: 3,
      requests: 7,
      spans: { value: 450, error: 0 },
      evaluated: { value: 0, error: 0 },
      split: 1,
    });
  });

  test('does not count for a run what is evaluated already, unless that is overridden', () => {
    const counted = census(1, [0, 350, 300]);
    expect(lengthsOf(measuredPlan(planOf([4]), counted).plan)).toEqual([4]);
    expect(lengthsOf(measuredPlan(planOf([4], { overrideEvaluations: true }), counted).plan)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(measuredPlan(planOf([4]), { ...counted, samplingRate: 0.1 }).spans).toEqual([5]);
  });

  test('splits no window below the minimum', () => {
    const options = { ...DEFAULT_BACKFILL_OPTIONS, minSliceMs: 2 * HOUR_MS };
    expect(lengthsOf(measuredPlan(planOf([4], { options }), census(1, [0, 10_000, 0])).plan)).toEqual([2, 2]);
  });

  test('is estimated by what was counted, and by the average of that where a window was not', () => {
    const { plan, spans, spansPerHour } = measuredPlan(planOf([1, 1, 1]), census(3, [0, 20, 0], [2, 60, 0]));
    expect([spans, spansPerHour]).toEqual([[20, null, 60], 40]);
    const known = { spansPerHour, runMs: null, evaluators: 2 };
    expect(estimateOf(plan, known, spans)).toMatchObject({
      spans: 120,
      evaluations: 240,
      runs: 3,
      truncation: null,
    });
  });
});
