import { expect, test } from 'vitest';
import { pipelineWarning, stepText } from '../../../src/model/pipeline/result-text.js';
import type { ItemResult } from '../../../src/model/pipeline/results.js';
import { stepResult } from '../../support/step-result.js';

const item = (key: string, state: ItemResult['state']): ItemResult => ({
  key,
  value: key,
  state,
  reason: null,
  outcome: null,
  runId: null,
  experimentId: null,
  counts: null,
  attempts: 1,
  startedAt: null,
  endedAt: null,
});

test('a fan-out whose rows did not all fit into the result says how many are elsewhere', () => {
  const items = [item('a', 'succeeded'), item('b', 'failed')];
  const step = stepResult('wide', { state: 'failed', items });
  expect(stepText(step)).toBe('1 of 2 items failed');
  expect(stepText({ ...step, itemsLeftOut: 400 })).toBe(
    '1 of 2 items failed (400 more rows are in its own workflow)',
  );
});

test('a fan-out says of how many of its items nothing was run', () => {
  const items = [item('a', 'succeeded'), { ...item('b', 'succeeded'), outcome: 'reused' as const }];
  expect(stepText(stepResult('wide', { items }))).toBe(
    '2 of 2 items succeeded, 1 of 2 reused: nothing was run for them',
  );
});

test('a pipeline that passed with a warning says what its gates warn of', () => {
  const warned = stepResult('score', {
    gate: { answer: 'warn', checks: [] },
    reason: 'mean is 0.7: below 0.99',
  });
  expect(pipelineWarning([stepResult('answer'), warned])).toBe(
    'score: its gate warns: mean is 0.7: below 0.99',
  );
  expect(pipelineWarning([warned, warned])).toMatch(/\(and 1 more\)$/);
  expect(pipelineWarning([stepResult('answer')])).toBeNull();
});
