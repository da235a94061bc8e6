import { describe, expect, test } from 'vitest';
import type { Gate, GateAnswer } from '../../../src/model/gate/gate.js';
import type { CheckResult } from '../../../src/model/gate/evidence.js';
import {
  conditionAnswers,
  conditionsOf,
  measuredSteps,
  stateOfGate,
  truthOf,
} from '../../../src/model/pipeline/gate-request.js';
import type { ItemResult, StepState } from '../../../src/model/pipeline/results.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import { scopeFor } from '../../../src/model/pipeline/step-facts.js';
import { stepResult } from '../../support/step-result.js';

const counts = { successes: 8, errors: 1, skipped: 1 };
const item = (key: string): ItemResult => ({
  key,
  value: key,
  state: 'succeeded',
  reason: null,
  outcome: 'succeeded',
  runId: `run-${key}`,
  experimentId: `exp-${key}`,
  counts,
  attempts: 1,
  startedAt: null,
  endedAt: null,
});
const one = stepResult('one', {
  result: { runId: 'r', experimentId: 'e', run: { counts }, outcome: { kind: 'succeeded' } } as RunResult,
});
const many = stepResult('many', {
  items: [item('a'), item('b/c')],
  experimentIds: ['exp-a', 'exp-b/c'],
});
const results = new Map([one, many].map((each) => [each.id, each]));
const gate = (...of: string[]): Gate => ({ checks: [{ measure: 'samples', of }] });

describe('a gate measures', () => {
  test('a step by its run, and a fan-out by all its items', () => {
    expect(measuredSteps(gate('one', 'many'), [one, many])).toEqual([
      { of: 'one', ...counts, runIds: ['r'], experimentIds: ['e'] },
      {
        of: 'many',
        successes: 16,
        errors: 2,
        skipped: 2,
        runIds: ['run-a', 'run-b/c'],
        experimentIds: ['exp-a', 'exp-b/c'],
      },
    ]);
  });

  test('one item of a fan-out, and nothing where there is no such thing', () => {
    expect(measuredSteps(gate('many/b/c', 'many/x', 'none'), [one, many])).toEqual([
      { of: 'many/b/c', ...counts, runIds: ['run-b/c'], experimentIds: ['exp-b/c'] },
    ]);
  });
});

test('conditions keep their places among the checks', () => {
  const mixed: Gate = {
    checks: [...gate('one').checks, { measure: 'condition', of: [], condition: 'true' }],
  };
  const conditions = conditionsOf(mixed);
  expect(conditions).toEqual([{ at: 1, condition: 'true' }]);
  expect(conditionAnswers(conditions, [{ value: false }])).toEqual({ 1: false });
  expect(truthOf({ value: 'yes' })).toEqual({ problem: 'is "yes", expected true or false' });
});

test.each<[GateAnswer, StepState, string | null]>([
  ['pass', 'succeeded', null],
  ['warn', 'succeeded', 'low'],
  ['fail', 'failed', 'low'],
])('a gate that says %s leaves its step %s', (answer, state, reason) => {
  const checks = [
    { answer, reason: 'low' },
    { answer: 'pass', reason: 'fine' },
  ] as CheckResult[];
  expect(stateOfGate({ answer, checks })).toEqual({ state, reason });
});

test('expressions see the steps that they read and that have ended', () => {
  const plan = { version: 1 as const, name: 'p', labels: {}, steps: [] };
  const scope = scopeFor(plan, { workflowId: 'w', startedAtMs: 0 }, results, ['many', 'none'], one);
  expect(Object.keys(scope.steps)).toEqual(['many']);
  expect(scope.steps['many']).toMatchObject({
    counts: { successes: 16, errors: 2, skipped: 2, total: 20 },
    errorShare: 0.1,
    experimentIds: ['exp-a', 'exp-b/c'],
    items: [{ key: 'a', counts: { total: 10 } }, { key: 'b/c' }],
  });
  expect(scope.self).toMatchObject({ runId: 'r', experimentId: 'e', attempts: 1, outputs: {} });
  expect(scope.pipeline.startedAt).toBe('1970-01-01T00:00:00.000Z');
});
