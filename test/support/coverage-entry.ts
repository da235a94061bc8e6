import fc from 'fast-check';
import { COVERAGE_STATES } from '../../src/model/coverage/coverage.js';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';

export const HOUR_MS = 3_600_000;
/** The beginning of November 2026. */
export const NOVEMBER_MS = Date.UTC(2026, 10);

/** An entry of one hour of November 2026, found in the list. */
export const coverageEntry = (
  runId: string,
  hour: number,
  more: Partial<CoverageEntry> = {},
): CoverageEntry => ({
  runId,
  startMs: NOVEMBER_MS + hour * HOUR_MS,
  endMs: NOVEMBER_MS + (hour + 1) * HOUR_MS,
  state: 'evaluated',
  counts: { successes: 10, errors: 0, skipped: 0 },
  createdMs: NOVEMBER_MS + (hour + 5) * HOUR_MS,
  evaluators: null,
  maxSpans: null,
  workflowId: null,
  ...more,
});

/** Any entries of the first days of November 2026, with ids of their own. */
export const anyCoverage = (maxLength = 30): fc.Arbitrary<CoverageEntry[]> =>
  fc
    .array(anyEntry, { maxLength })
    .map((entries) => entries.map((entry, index) => ({ ...entry, runId: `R${index}` })));

const count = fc.nat(50);

export const anyEntry: fc.Arbitrary<CoverageEntry> = fc
  .record({
    hour: fc.nat(72),
    hours: fc.integer({ min: 1, max: 6 }),
    state: fc.constantFrom(...COVERAGE_STATES),
    counts: fc.record({ successes: count, errors: count, skipped: count }),
    evaluators: fc.constantFrom(null, 'E1@v1', 'E1@v2'),
    maxSpans: fc.constantFrom(null, 100, 500),
    workflowId: fc.constantFrom(null, 'ax-backfill/a', 'ax-backfill/b'),
  })
  .map(({ hour, hours, ...more }) =>
    coverageEntry('R', hour, {
      endMs: NOVEMBER_MS + (hour + hours) * HOUR_MS,
      createdMs: NOVEMBER_MS + 100 * HOUR_MS,
      ...more,
    }),
  );
