import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/pipeline/plan.js';
import { planRerun, rowsNeeded } from '../../../src/model/pipeline/rerun.js';
import type { StepResult, StepState } from '../../../src/model/pipeline/results.js';
import { step } from '../../support/step.js';
import { stepResult } from '../../support/step-result.js';

const plan: Plan = {
  version: 1,
  name: 'p',
  labels: {},
  steps: [
    step('late', { needs: ['b'] }),
    step('a', {}),
    step('b', { needs: ['a'] }),
    step('c', { needs: ['a'] }),
    step('on-failure', { needs: ['b'], when: 'failure' }),
  ],
  finally: [step('tell', {})],
};

const result = (id: string, state: StepState, more: Partial<StepResult> = {}): StepResult =>
  stepResult(id, { state, ...more });

const results = (...all: StepResult[]): Map<string, StepResult> => new Map(all.map((one) => [one.id, one]));

const FAILED = results(
  result('a', 'succeeded'),
  result('b', 'failed', { attempts: 3 }),
  result('c', 'succeeded'),
  result('late', 'skipped', { attempts: 0, because: 'b' }),
  result('on-failure', 'succeeded'),
  result('tell', 'succeeded'),
);

const ids = (kept: readonly StepResult[]): string[] => kept.map(({ id }) => id);

describe('a rerun of what failed', () => {
  test('keeps what ended well, and runs what failed with all that follows it, and finally', () => {
    const { kept, runs } = planRerun(plan, FAILED, {}, { kind: 'failed' });
    expect(ids(kept)).toEqual(['a', 'c']);
    expect(runs).toEqual(['late', 'b', 'on-failure', 'tell']);
  });

  test('counts how often each step was triggered, in the runs before too', () => {
    const again = new Map(FAILED).set('a', result('a', 'succeeded', { isKept: true, attempts: 2 }));
    const { attempts } = planRerun(plan, again, { a: 2, b: 2, late: 1 }, { kind: 'failed' });
    expect(attempts).toEqual({ a: 2, b: 3, c: 1, late: 1, 'on-failure': 1, tell: 1 });
  });

  test('keeps a failure that was ignored', () => {
    const ignored = new Map(FAILED).set('b', result('b', 'failed', { isIgnored: true }));
    expect(ids(planRerun(plan, ignored, {}, { kind: 'failed' }).kept)).toEqual(['a', 'b', 'c', 'on-failure']);
  });

  test('runs steps of which nothing is known, and those that were cancelled or left running', () => {
    const { runs } = planRerun(
      plan,
      results(result('a', 'running'), result('c', 'cancelled')),
      {},
      { kind: 'failed' },
    );
    expect(runs).toEqual(['late', 'a', 'b', 'c', 'on-failure', 'tell']);
  });

  test('keeps what was left out on purpose, and what was left out with it', () => {
    const left = results(
      result('a', 'succeeded'),
      result('b', 'skipped'),
      result('late', 'skipped', { because: 'b' }),
      result('c', 'failed'),
      result('on-failure', 'skipped', { because: 'late' }),
    );
    expect(ids(planRerun(plan, left, {}, { kind: 'failed' }).kept)).toEqual(['late', 'a', 'b', 'on-failure']);
  });

  test('keeps the items that ended well of a fan-out that failed by itself, and not of one after it', () => {
    const items: StepResult['items'] = [];
    const fanned = new Map(FAILED)
      .set('b', result('b', 'failed', { items }))
      .set('late', result('late', 'failed', { items }));
    expect(ids(planRerun(plan, fanned, {}, { kind: 'failed' }).partly)).toEqual(['b']);
    expect(planRerun(plan, fanned, {}, { kind: 'from', step: 'b' }).partly).toEqual([]);
  });

  test('counts the most tries that an item of a fan-out had', () => {
    const items = [1, 4, 2].map((attempts) => ({ attempts }) as NonNullable<StepResult['items']>[number]);
    const fanned = results(result('a', 'failed', { items }));
    expect(planRerun(plan, fanned, {}, { kind: 'failed' }).attempts).toEqual({ a: 4 });
  });
});

describe('a rerun from a step', () => {
  const good = new Map([...FAILED].map(([id, one]) => [id, { ...one, state: 'succeeded' as const }]));

  test('runs it and what follows it, whatever they came to', () => {
    const { kept, runs } = planRerun(plan, good, {}, { kind: 'from', step: 'b' });
    expect(ids(kept)).toEqual(['a', 'c']);
    expect(runs).toEqual(['late', 'b', 'on-failure', 'tell']);
  });

  test('also runs what had failed elsewhere', () => {
    const { runs } = planRerun(plan, FAILED, {}, { kind: 'from', step: 'c' });
    expect(runs).toContain('b');
  });

  test('of finally keeps all the others', () => {
    expect(planRerun(plan, good, {}, { kind: 'from', step: 'tell' }).runs).toEqual(['tell']);
  });
});

test('attempts are those of a step of that name, whatever every object has', () => {
  const named = { ...plan, steps: [step('constructor', {})], finally: [] };
  const { attempts } = planRerun(
    named,
    results(result('constructor', 'failed', { attempts: 2 })),
    {},
    { kind: 'failed' },
  );
  expect(attempts).toEqual({ constructor: 2 });
});

test('a rerun needs all rows of fan-outs that it runs in part, or that what it runs looks at', () => {
  const checks = [{ measure: 'samples' as const, of: ['c/x'], min: 1 }];
  const gated: Plan = {
    ...plan,
    steps: [step('a', {}), step('c', {}), step('d', {}), step('b', { reads: ['a'], gate: { checks } })],
    reads: ['e'],
  };
  const partly = [result('b', 'failed')];
  const needed = rowsNeeded(gated, { kept: [], partly, runs: ['b'], attempts: {} });
  expect([...needed].toSorted()).toEqual(['a', 'b', 'c', 'e']);
  expect(rowsNeeded(gated, { kept: [], partly: [], runs: ['d'], attempts: {} })).toEqual(new Set(['e']));
});
