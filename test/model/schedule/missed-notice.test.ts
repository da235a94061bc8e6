import { expect, test } from 'vitest';
import { missedNotices } from '../../../src/model/schedule/missed-notice.js';
import type { ScheduleProblem } from '../../../src/model/schedule/schedule-report.js';

const problem = (more: Partial<ScheduleProblem>): ScheduleProblem => ({
  kind: 'catch-up',
  count: 3,
  firstAt: '2026-11-01T00:00:00Z',
  lastAt: '2026-11-01T02:00:00Z',
  text: 'Temporal was away',
  workflowId: null,
  ...more,
});

test('each reason for missed times is told by itself, and again once more are missed', () => {
  const [first, second] = missedNotices({
    name: 'nightly',
    problems: [problem({}), problem({ kind: 'overlap', count: 1, workflowId: 'ax-schedule/nightly-1' })],
  });
  expect(first?.title).toBe('Schedule nightly missed 3 times until 2026-11-01T02:00:00Z');
  expect(second?.title).toBe('Schedule nightly missed its time 2026-11-01T02:00:00Z');
  expect(second?.evidence).toContainEqual({ name: 'firing', value: 'ax-schedule/nightly-1' });
  const [later] = missedNotices({ name: 'nightly', problems: [problem({ lastAt: '2026-11-01T03:00:00Z' })] });
  expect(new Set([first, second, later].map((each) => each?.occurrence)).size).toBe(3);
});

test('firings that failed, that nobody takes, or a watermark that is behind are not missed times', () => {
  const problems = (['failed', 'cancelled', 'untaken', 'behind', 'paused'] as const).map((kind) =>
    problem({ kind }),
  );
  expect(missedNotices({ name: 'nightly', problems })).toEqual([]);
});
