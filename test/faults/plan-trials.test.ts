import { describe, expect, test } from 'vitest';
import { KINDS } from './kinds/index.js';
import type { Kind } from './kinds/kind.js';
import { planTrials, type TrialPlan } from './plan-trials.js';
import { createRandom } from './random.js';

const nameOf = ({ kind, cancel }: TrialPlan): string => `${kind.name}${cancel ? ', cancelled' : ''}`;
const factsOf = (plan: TrialPlan): unknown => ({ ...plan, kind: plan.kind.name });
const kind = (name: string, more: Partial<Kind> = {}): Kind => ({
  name,
  family: 'family',
  lane: 'answers',
  cancels: 'both',
  script: () => ({ shape: 'window', run: {}, point: null }),
  ...more,
});

describe('the plan', () => {
  test('the same seed gives the same trials, whatever their number', () => {
    const long = planTrials(7, 300, KINDS).map(factsOf);
    expect(planTrials(7, 300, KINDS).map(factsOf)).toEqual(long);
    expect(planTrials(7, 50, KINDS).map(factsOf)).toEqual(long.slice(0, 50));
  });

  test('another seed gives another order', () => {
    expect(planTrials(1, 60, KINDS).map(nameOf)).not.toEqual(planTrials(2, 60, KINDS).map(nameOf));
  });

  test('every kind comes with and without a cancel before any comes again', () => {
    const combinations = KINDS.reduce((count, { cancels }) => count + (cancels === 'both' ? 2 : 1), 0);
    const first = planTrials(3, combinations, KINDS).map(nameOf);
    expect(new Set(first).size).toBe(combinations);
  });

  test('kinds that only a cancel makes, and those that none goes with, are planned so', () => {
    const plans = planTrials(1, 4, [kind('stop', { cancels: 'always' }), kind('late', { cancels: 'never' })]);
    expect(plans.map(nameOf).sort()).toEqual(['late', 'late', 'stop, cancelled', 'stop, cancelled']);
  });

  test('rare kinds come in one cycle of ten', () => {
    const plans = planTrials(1, 20 * 4, [kind('often'), kind('rare', { rare: true })]);
    const rare = plans.filter((plan) => plan.kind.name === 'rare').map(({ number }) => number);
    expect(rare.length).toBe(8);
    expect(Math.max(...rare.slice(0, 2))).toBeLessThanOrEqual(4);
  });

  test('a plan of rare kinds alone has as many trials as were asked for', () => {
    expect(planTrials(1, 5, [kind('rare', { rare: true })])).toHaveLength(5);
  });
});

describe('the kinds', () => {
  test('each has a name of its own', () => {
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });

  test('each gives the same script for the same seed', () => {
    for (const each of KINDS.filter(({ name }) => name !== '429, Retry-After an HTTP date')) {
      expect(each.script(createRandom(5), true)).toEqual(each.script(createRandom(5), true));
    }
  });
});

test('chance is spread evenly enough, and within its bounds', () => {
  const random = createRandom(1);
  const counts = [0, 0, 0, 0];
  for (let at = 0; at < 4000; at += 1) {
    const value = random.int(0, 3);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4000);
});
