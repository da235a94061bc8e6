import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ancestorsOf,
  dominatorsOf,
  findCycle,
  inOrder,
  levelsOf,
} from '../../../src/model/pipeline/graph.js';

const steps = (...texts: string[]) =>
  texts.map((text) => {
    const [id = '', needs = ''] = text.split(': ');
    return { id, needs: needs.split(' ').filter(Boolean) };
  });

describe('levels', () => {
  test('count the longest way from the beginning', () => {
    const levels = levelsOf(steps('d: b c', 'a', 'b: a', 'c', 'e: d a'));
    expect(levels.map((level) => level.map(({ id }) => id))).toEqual([['a', 'c'], ['b'], ['d'], ['e']]);
  });

  test('leave a cycle out, and do not mind what is unknown', () => {
    const levels = levelsOf(steps('a: b', 'b: a', 'c: gone'));
    expect(levels.map((level) => level.map(({ id }) => id))).toEqual([['c']]);
  });
});

describe('the dominator', () => {
  test('of a join is where its branches parted', () => {
    const found = dominatorsOf(steps('a', 'b: a', 'c: a', 'd: b c', 'e: d b', 'x', 'y: x a'));
    expect(Object.fromEntries(found)).toEqual({ a: null, b: 'a', c: 'a', d: 'a', e: 'a', x: null, y: null });
  });
});

test('ancestors are all that is needed, by way of others too', () => {
  const all = new Map(steps('a', 'b: a', 'c: b gone', 'd').map((step) => [step.id, step]));
  expect([...ancestorsOf('c', all)].sort()).toEqual(['a', 'b']);
});

describe('a cycle', () => {
  test('is shown as a path that ends where it began', () => {
    const steps = [
      { id: 'x', needs: ['a'] },
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a'] },
    ];
    expect(findCycle(steps)).toEqual(['a', 'b', 'a']);
  });

  test('is seen in a step that needs itself', () => {
    expect(findCycle([{ id: 'a', needs: ['a'] }])).toEqual(['a', 'a']);
  });

  test('is not found if each step needs earlier ones only, and then every step has a place in the order', () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (needs) => {
        const steps = needs.map((list, i) => ({
          id: `s${i}`,
          needs: list.filter((to) => to < i).map((to) => `s${to}`),
        }));
        expect(findCycle(steps)).toBeNull();
        expect(inOrder(steps)).toHaveLength(steps.length);
      }),
    );
  });
});
