import { expect, test } from 'vitest';
import type { FiringResult } from '../../src/model/schedule/firing.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { firingLines } from '../../src/terminal/views/schedule-views.js';

const result: FiringResult = {
  schedule: 'a',
  nominalAt: '2026-11-01T04:00:00.000Z',
  verdict: 'good',
  windows: [
    {
      window: { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-01T01:00:00.000Z' },
      workflowId: 'ax-schedule/a/1',
      verdict: 'good',
      outcome: { kind: 'succeeded', errorShare: 0, reason: null },
      runId: 'run-1',
      settled: null,
    },
  ],
  watermark: null,
  note: null,
};

const rows = (state: 'good' | 'failed', over: Partial<FiringResult>): string[] => {
  const [nominalAt, startedAt] = [result.nominalAt, result.nominalAt];
  const firing = { workflowId: 'ax-schedule/a', nominalAt, startedAt, closedAt: null, state };
  return firingLines([{ ...firing, result: { ...result, ...over } }], PLAIN_STYLE).slice(1);
};

test('a firing that failed though its windows are good says why in a row of its own', () => {
  const said = rows('failed', { verdict: 'failed', note: 'the watermark could not be moved' });
  expect(said).toHaveLength(2);
  expect(said[1]).toMatch(/failed +– +the watermark could not be moved +– +ax-schedule\/a$/);
});

test('a firing is told by its windows where one of them ended as it did', () => {
  expect(rows('good', {})).toHaveLength(1);
  expect(rows('good', { windows: [], note: 'nothing was due' })).toHaveLength(1);
});
