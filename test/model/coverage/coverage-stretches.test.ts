import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COVERAGE_STATES } from '../../../src/model/coverage/coverage.js';
import type {
  CoverageEntry,
  CoverageState,
  CoverageStretch,
  Reprocess,
} from '../../../src/model/coverage/coverage.js';
import { coverageOf, missingIn } from '../../../src/model/coverage/coverage-stretches.js';
import { heatMapOf } from '../../../src/model/coverage/heat-map.js';
import type { Interval } from '../../../src/model/time/interval.js';
import { planWindows } from '../../../src/model/backfill/plan-windows.js';

const RANGE: Interval = { startMs: 10, endMs: 50 };

const entry = (startMs: number, endMs: number, state: CoverageState, evaluators: string | null = null) => ({
  startMs,
  endMs,
  state,
  evaluators,
  runId: `run-${startMs}-${endMs}`,
  counts: { successes: 1, errors: 0, skipped: 0 },
  createdMs: 100,
  maxSpans: null,
  workflowId: null,
});

const anyInterval = fc
  .tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }));

const anyEntries: fc.Arbitrary<CoverageEntry[]> = fc.array(
  fc
    .tuple(anyInterval, fc.constantFrom(...COVERAGE_STATES), fc.constantFrom(null, 'ours', 'others'))
    .map(([{ startMs, endMs }, state, evaluators]) => entry(startMs, endMs, state, evaluators)),
  { maxLength: 15 },
);

const anyEvaluators = fc.constantFrom(null, 'ours');

/** Some intervals from the oldest to the newest that do not overlap, with holes between some. */
const anySlices = fc
  .uniqueArray(fc.nat({ max: 60 }), { minLength: 2, maxLength: 12 })
  .map((borders) => borders.sort((a, b) => a - b))
  .chain((borders) =>
    fc.subarray(borders.slice(1).map((endMs, index) => ({ startMs: borders[index] ?? 0, endMs }))),
  );

const covers =
  (atMs: number) =>
  ({ startMs, endMs }: Interval): boolean =>
    startMs <= atMs && atMs < endMs;

const instantsIn = ({ startMs, endMs }: Interval): number[] =>
  Array.from({ length: endMs - startMs }, (_, index) => startMs + index);

/** What the definition says of one instant. */
function naiveState(entries: CoverageEntry[], evaluators: string | null, atMs: number): CoverageState | null {
  const counted = entries
    .filter(covers(atMs))
    .filter((each) => [null, evaluators ?? each.evaluators].includes(each.evaluators));
  return COVERAGE_STATES.find((state) => counted.some((each) => each.state === state)) ?? null;
}

function expectExactCover(parts: Interval[], whole: Interval): void {
  let atMs = whole.startMs;
  for (const { startMs, endMs } of parts) {
    expect(startMs).toBe(atMs);
    expect(endMs).toBeGreaterThan(startMs);
    atMs = endMs;
  }
  expect(atMs).toBe(whole.endMs);
}

describe('coverageOf', () => {
  test('each instant has the best state of the entries that count over it', () => {
    fc.assert(
      fc.property(anyEntries, anyEvaluators, (entries, evaluators) => {
        const stretches = coverageOf(entries, RANGE, evaluators);
        for (const atMs of instantsIn(RANGE)) {
          expect(stretches.find(covers(atMs))?.state).toBe(naiveState(entries, evaluators, atMs));
        }
      }),
    );
  });

  test('stretches cover the range exactly once, and neighbours differ', () => {
    fc.assert(
      fc.property(anyEntries, anyEvaluators, (entries, evaluators) => {
        const stretches = coverageOf(entries, RANGE, evaluators);
        expectExactCover(stretches, RANGE);
        for (const [index, { state }] of stretches.slice(1).entries()) {
          expect(state).not.toBe(stretches[index]?.state);
        }
      }),
    );
  });

  test('a stretch says on how many entries of its state it stands', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        for (const stretch of coverageOf(entries, RANGE, null)) {
          const standing = entries.filter(
            (each) =>
              each.state === stretch.state && each.startMs < stretch.endMs && each.endMs > stretch.startMs,
          );
          expect(stretch.runs).toBe(standing.length);
        }
      }),
    );
  });

  test('the order in which entries came does not matter', () => {
    const shuffled = anyEntries.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other]) => {
        expect(coverageOf(entries, RANGE, null)).toEqual(coverageOf(other, RANGE, null));
      }),
    );
  });

  test('without entries the range is one hole', () => {
    expect(coverageOf([], RANGE, null)).toEqual([{ ...RANGE, state: null, runs: 0 }]);
  });

  test('an empty range has no stretches', () => {
    expect(coverageOf([entry(0, 20, 'evaluated')], { startMs: 10, endMs: 10 }, null)).toEqual([]);
  });

  test('windows that touch and ended alike are one stretch of two runs', () => {
    expect(coverageOf([entry(10, 30, 'empty'), entry(30, 50, 'empty')], RANGE, null)).toEqual([
      { ...RANGE, state: 'empty', runs: 2 },
    ]);
  });
});

describe('missingIn', () => {
  const needs: Record<Reprocess, (state: CoverageState | null) => boolean> = {
    missing: (state) => state !== 'evaluated' && state !== 'empty',
    failed: (state) => state === 'errors' || state === 'truncated' || state === 'failed',
    all: () => true,
  };

  test('the time to be run is that of the states that ask for it, in as few intervals as possible', () => {
    const anyReprocess = fc.constantFrom<Reprocess>('missing', 'failed', 'all');
    fc.assert(
      fc.property(anyEntries, anyReprocess, (entries, reprocess) => {
        const missing = missingIn(coverageOf(entries, RANGE, null), reprocess);
        for (const atMs of instantsIn(RANGE)) {
          expect(missing.some(covers(atMs))).toBe(needs[reprocess](naiveState(entries, null, atMs)));
        }
        for (const [index, { startMs }] of missing.slice(1).entries()) {
          expect(startMs).toBeGreaterThan(missing[index]?.endMs ?? 0);
        }
      }),
    );
  });

  test('once all that is missing was run well, nothing is missing', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const missing = missingIn(coverageOf(entries, RANGE, null), 'missing');
        const run = missing.map(({ startMs, endMs }) => entry(startMs, endMs, 'evaluated'));
        expect(missingIn(coverageOf([...entries, ...run], RANGE, null), 'missing')).toEqual([]);
      }),
    );
  });
});

describe('planWindows', () => {
  test('each missing instant in the slices is in one window, and no window holds any other or crosses a border', () => {
    fc.assert(
      fc.property(fc.array(anyInterval, { maxLength: 8 }), anySlices, (missing, slices) => {
        const windows = planWindows(missing, slices);
        for (const atMs of instantsIn({ startMs: 0, endMs: 90 })) {
          const isMissing = missing.some(covers(atMs)) && slices.some(covers(atMs));
          expect(windows.filter(covers(atMs)).length).toBe(isMissing ? 1 : 0);
        }
        for (const window of windows) {
          expect(window.startMs).toBeLessThan(window.endMs);
          expect(
            slices.filter((slice) => covers(window.startMs)(slice) && window.endMs <= slice.endMs),
          ).toHaveLength(1);
        }
        expect(windows).toEqual(windows.toSorted((a, b) => a.startMs - b.startMs));
      }),
    );
  });

  test('missing time that touches makes one window in a slice, not two', () => {
    const missing = [
      { startMs: 20, endMs: 30 },
      { startMs: 12, endMs: 20 },
    ];
    expect(planWindows(missing, [RANGE])).toEqual([{ startMs: 12, endMs: 30 }]);
  });
});

describe('heatMapOf', () => {
  test('the shares of a bucket are those of its instants', () => {
    fc.assert(
      fc.property(anyEntries, anySlices, (entries, buckets) => {
        const stretches: CoverageStretch[] = coverageOf(entries, RANGE, null);
        const heat = heatMapOf(stretches, buckets);
        expect(heat.map(({ startMs, endMs }) => ({ startMs, endMs }))).toEqual(buckets);
        for (const bucket of heat) {
          for (const [state, share] of Object.entries(bucket.shares)) {
            const instants = instantsIn(bucket);
            const such = instants.filter(
              (atMs) => covers(atMs)(RANGE) && (naiveState(entries, null, atMs) ?? 'none') === state,
            );
            expect(share).toBeCloseTo(such.length / instants.length, 9);
          }
        }
      }),
    );
  });
});
