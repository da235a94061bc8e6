import { describe, expect, test } from 'vitest';
import { measuredStep, succeededStep } from '../../../src/model/pipeline/measured-step.js';
import type { ItemResult } from '../../../src/model/pipeline/results.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import { stepResult } from '../../support/step-result.js';

const item = (key: string, more: Partial<ItemResult> = {}): ItemResult => ({
  key,
  value: key,
  state: 'succeeded',
  reason: null,
  outcome: 'succeeded',
  runId: `run-${key}`,
  experimentId: `experiment-${key}`,
  counts: { successes: 3, errors: 1, skipped: 0 },
  attempts: 1,
  startedAt: null,
  endedAt: null,
  ...more,
});
const counts = { successes: 7, errors: 2, skipped: 1 };
const result = {
  runId: 'run-1',
  run: { counts },
  experimentId: 'experiment-1',
  outcome: { kind: 'succeeded', errorShare: 0, reason: null },
} as RunResult;

describe('what is measured', () => {
  test('of a step are the counts and ids of its run', () => {
    expect(measuredStep([stepResult('a', { result })], 'a')).toEqual({
      of: 'a',
      ...counts,
      runIds: ['run-1'],
      experimentIds: ['experiment-1'],
    });
  });

  test('of a step over a project is also the window of its run', () => {
    const window = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };
    const live = { ...result, taskId: 'task-1', experimentId: null, window };
    expect(measuredStep([stepResult('a', { result: live })], 'a')).toMatchObject({
      experimentIds: [],
      windows: [{ runId: 'run-1', taskId: 'task-1', start: window.dataStartTime, end: window.dataEndTime }],
    });
  });

  test('are the experiments that an evaluation worked on, where the step tells them', () => {
    expect(
      measuredStep([stepResult('a', { result, experimentIds: ['x', 'y'] })], 'a')?.experimentIds,
    ).toEqual(['x', 'y']);
  });

  test('says which of its experiments existed before and were reused, whichever step evaluated them', () => {
    const reason = 'reused, created 2026-11-01T00:00:00Z, nothing was run';
    const outcome = { kind: 'reused' as const, errorShare: 0, reason };
    const steps = [
      stepResult('a', { result: { runId: null, run: null, experimentId: 'old', outcome } as RunResult }),
      stepResult('b', { result, experimentIds: ['old', 'new'] }),
      stepResult('c', { items: [item('m', { outcome: 'reused', reason, experimentId: 'old' })] }),
      stepResult('d', { result }),
    ];
    for (const of of ['a', 'b', 'c', 'c/m'])
      expect(measuredStep(steps, of)?.reused).toContain(`experiment old ${reason}`);
    expect(measuredStep(steps, 'd')).not.toHaveProperty('reused');
  });

  test('of a fan-out are its items together, and those without a run add nothing', () => {
    const items = [item('m/1'), item('m/2'), item('m/3', { runId: null, experimentId: null, counts: null })];
    expect(measuredStep([stepResult('a', { items })], 'a')).toEqual({
      of: 'a',
      successes: 6,
      errors: 2,
      skipped: 0,
      runIds: ['run-m/1', 'run-m/2'],
      experimentIds: ['experiment-m/1', 'experiment-m/2'],
    });
  });

  test('of an item is that item alone', () => {
    const steps = [stepResult('a', { items: [item('1'), item('2')] })];
    expect(measuredStep(steps, 'a/2')).toMatchObject({ of: 'a/2', successes: 3, runIds: ['run-2'] });
  });

  test('is nothing where there is no such step or item', () => {
    const steps = [stepResult('a', { items: [item('1')] }), stepResult('b')];
    expect(['c', 'a/2', 'b/1', 'c/1'].map((of) => measuredStep(steps, of))).toEqual([null, null, null, null]);
  });

  test('has zeros where there was no run', () => {
    expect(measuredStep([stepResult('a')], 'a')).toEqual({
      of: 'a',
      successes: 0,
      errors: 0,
      skipped: 0,
      runIds: [],
      experimentIds: [],
    });
  });

  test('counts as earlier evidence only where it succeeded', () => {
    const items = [item('1', { state: 'failed' }), item('2')];
    const steps = [stepResult('a', { result, state: 'failed', isIgnored: true }), stepResult('b', { items })];
    expect(succeededStep(steps, 'a')).toBeNull();
    expect(succeededStep(steps, 'b/1')).toBeNull();
    expect(succeededStep(steps, 'b/2')).not.toBeNull();
    expect(succeededStep(steps, 'c')).toBeNull();
  });
});
