import { expect, test } from 'vitest';
import { actionsAMonth } from './cloud-month.js';

const each = { evaluation: 9, experiment: 6, window: 4 };
const nothing = {
  pipelinesADay: 0,
  experimentSteps: 1,
  evaluationSteps: 1,
  firingsAMinute: 0,
  backfillWindows: 0,
};

test('a team that does nothing pays nothing', () => {
  expect(actionsAMonth(nothing, each).total).toBe(0);
});

test('a pipeline costs its start and its steps, thirty days a month', () => {
  expect(actionsAMonth({ ...nothing, pipelinesADay: 1 }, each).pipelines).toBe(30 * (1 + 8 + 11));
});

test('a firing costs the schedule, its workflow, its watermark and the run as a child', () => {
  expect(actionsAMonth({ ...nothing, firingsAMinute: 1 }, each).schedules).toBe(43_200 * (4 + 9 + 1));
});

test('the total is the sum of all', () => {
  const load = { ...nothing, pipelinesADay: 2, firingsAMinute: 1, backfillWindows: 100 };
  const { pipelines, schedules, backfills, total } = actionsAMonth(load, each);
  expect(backfills).toBe(400);
  expect(total).toBe(pipelines + schedules + backfills);
});
