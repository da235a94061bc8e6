import { describe, expect, test } from 'vitest';
import { stepTree } from '../../src/terminal/views/step-tree.js';

/** `['a', 'b: a', 'c: a b']`: ids with what they need. */
const drawn = (texts: readonly string[], unicode = true): string[] =>
  stepTree(
    texts.map((text) => {
      const [id = '', needs = ''] = text.split(': ');
      return {
        id: id.replace('!', ''),
        needs: needs.split(' ').filter(Boolean),
        isFinally: id.startsWith('!'),
      };
    }),
    { unicode },
  ).map(({ step, guide }) => guide + step.id);

describe('steps are drawn as they run', () => {
  test.each([
    ['one after the other at one level', ['a', 'b: a', 'c: b'], ['a', 'b', 'c']],
    [
      'side by side as branches, and what waits for all of them behind them',
      ['answer', 'score: answer', 'policy: answer', 'gate: score policy', 'publish: gate'],
      ['answer', '├ score', '└ policy', 'gate', 'publish'],
    ],
    [
      'a branch with what follows it',
      ['a', 'b: a', 'c: a', 'b2: b', 'd: b2 c'],
      ['a', '├ b', '│ b2', '└ c', 'd'],
    ],
    ['several beginnings as branches', ['a', 'b', 'c', 'd: a b c'], ['┌ a', '├ b', '└ c', 'd']],
    [
      'branches of branches',
      ['a', 'b: a', 'c: a', 'd: b', 'e: b', 'f: d e'],
      ['a', '├ b', '│ ├ d', '│ └ e', '│ f', '└ c'],
    ],
    [
      'what waits for some branches as a branch beside them',
      ['a', 'b: a', 'c: a', 'd: a', 'e: b c'],
      ['a', '├ b', '├ c', '├ d', '└ e'],
    ],
    ['whatever their order in the file', ['c: b', 'b: a', 'a'], ['a', 'b', 'c']],
    ['with those of finally at the end', ['!z', 'a', 'b'], ['┌ a', '└ b', 'z']],
  ])('%s', (_, texts, expected) => {
    expect(drawn(texts)).toEqual(expected);
  });

  test('in ASCII where the terminal has no other letters', () => {
    expect(drawn(['a', 'b: a', 'c: a', 'd: c'], false)).toEqual(['a', '+ b', '+ c', '  d']);
  });

  test('five hundred of them, all once, never deeper than there is room', () => {
    const chainOfForks = Array.from({ length: 250 }, (_, at) => [
      at === 0 ? 's0' : `s${at}: s${at - 1}`,
      `t${at}: s${at}`,
    ]).flat();
    const rows = drawn(chainOfForks);
    expect(new Set(rows.map((row) => row.trim().replace(/^[┌├└│ ]+/, ''))).size).toBe(500);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThan(20);
  });
});
