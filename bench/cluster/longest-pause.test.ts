import { expect, test } from 'vitest';
import { longestPause } from './longest-pause.js';

const kill = { killedMs: 10_000, againMs: 20_000 };

test.each([
  ['after the kill', [9000, 11_000, 19_000, 20_000], 8000],
  ['that had begun before it', [1000, 12_000, 13_000], 11_000],
  ['soon after the process is back', [10_500, 45_000, 90_000], 45_000],
  ['much later, which is none of its', [10_500, 11_000, 51_000, 99_000], 40_000],
  ['before it, which is none of its', [0, 9000, 10_500], 1500],
  ['of nothing at all', [], 0],
])('the longest pause %s', (_where, begunMs, expected) => {
  expect(longestPause(begunMs, kill)).toBe(expected);
});
