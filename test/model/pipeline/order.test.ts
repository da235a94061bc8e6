import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockedSteps, findCycle, readySteps } from '../../../src/model/pipeline/order.js';
import type { StepProgress } from '../../../src/model/pipeline/order.js';
import type { StepNode } from '../../../src/model/pipeline/plan.js';

const diamond: StepNode[] = [
  { id: 'a', needs: [] },
  { id: 'b', needs: ['a'] },
  { id: 'c', needs: ['a'] },
  { id: 'd', needs: ['b', 'c'] },
];
const progress = (entries: Record<string, StepProgress>) => new Map(Object.entries(entries));
const ids = (steps: StepNode[]) => steps.map((step) => step.id);

describe('readySteps', () => {
  test('starts with what needs nothing', () => {
    expect(ids(readySteps(diamond, progress({})))).toEqual(['a']);
  });

  test('lets independent steps start side by side', () => {
    expect(ids(readySteps(diamond, progress({ a: 'good' })))).toEqual(['b', 'c']);
  });

  test('waits for all that a step needs', () => {
    expect(ids(readySteps(diamond, progress({ a: 'good', b: 'good', c: 'started' })))).toEqual([]);
  });
});

test('blockedSteps names what needs a step that ended badly', () => {
  expect(ids(blockedSteps(diamond, progress({ a: 'good', b: 'bad', c: 'started' })))).toEqual(['d']);
});

describe('findCycle', () => {
  test('shows a cycle as a path that ends where it began', () => {
    const steps = [
      { id: 'x', needs: ['a'] },
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a'] },
    ];
    expect(findCycle(steps)).toEqual(['a', 'b', 'a']);
  });

  test('sees a step that needs itself', () => {
    expect(findCycle([{ id: 'a', needs: ['a'] }])).toEqual(['a', 'a']);
  });

  test('finds none where each step needs earlier ones only, and running in order then reaches every step', () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (needs) => {
        const steps = needs.map((list, i) => ({
          id: `s${i}`,
          needs: list.filter((to) => to < i).map((to) => `s${to}`),
        }));
        expect(findCycle(steps)).toBeNull();
        const done = new Map<string, StepProgress>();
        for (let ready = readySteps(steps, done); ready.length > 0; ready = readySteps(steps, done)) {
          for (const step of ready) done.set(step.id, 'good');
        }
        expect(done.size).toBe(steps.length);
      }),
    );
  });
});
