import { expect, test } from 'vitest';
import { DEFAULT_BACKFILL_OPTIONS } from '../../../src/model/backfill/default-backfill-options.js';
import { claimProblem } from '../../../src/model/backfill/backfill-claims.js';
import { runBackfillProblem } from '../../../src/model/backfill/backfill-problem.js';

const DAY_MS = 86_400_000;
const range = { dataStartTime: '2025-01-01T00:00:00.000Z', dataEndTime: '2026-01-01T00:00:00.000Z' };
const plan = {
  task: { id: 'T25saW5lVGFzazoxOmFiY2Q=', name: 'Relevance' },
  evaluators: '',
  range,
  timeZone: 'UTC',
  slice: '1d',
  windows: [{ startMs: Date.parse(range.dataStartTime), lengths: [[DAY_MS, 365]] }],
  maxSpans: null,
  overrideEvaluations: false,
  options: DEFAULT_BACKFILL_OPTIONS,
};
const backwards = { dataStartTime: range.dataEndTime, dataEndTime: range.dataStartTime };
const claimOf = (of: typeof range) => ({
  claim: { workflowId: 'w', range: of, asked: 'a', isAlongside: false },
  over: [],
});

test('the range of a backfill may be longer than the 30 days of a window, and so may its claim', () => {
  expect(runBackfillProblem({ plan })).toBeNull();
  expect(claimProblem(claimOf(range))).toBeNull();
});

test('the range of a backfill ends after it starts', () => {
  expect(runBackfillProblem({ plan: { ...plan, range: backwards } })).toContain('must be before');
  expect(claimProblem(claimOf(backwards))).toContain('must be before');
});

test('a window of a backfill is no longer than 30 days', () => {
  const windows = [{ startMs: Date.parse(range.dataStartTime), lengths: [[31 * DAY_MS, 1]] }];
  expect(runBackfillProblem({ plan: { ...plan, windows } })).toContain('plan.windows');
});
