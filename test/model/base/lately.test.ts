import { expect, test } from 'vitest';
import { newLately } from '../../../src/model/base/lately.js';

test('what was met lately is remembered, each once and the last one last', () => {
  const lately = newLately({ most: 3, forMs: 1000 });
  for (const [at, what] of ['a', 'b', 'a'].entries()) lately.note(what, at);
  expect(lately.recent(3)).toEqual(['b', 'a']);
});

test('the oldest make room, and all are forgotten after their time', () => {
  const lately = newLately({ most: 2, forMs: 1000 });
  for (const [at, what] of ['a', 'b', 'c'].entries()) lately.note(what, at);
  expect(lately.recent(3)).toEqual(['b', 'c']);
  expect(lately.recent(1001)).toEqual(['c']);
  expect(lately.recent(1002)).toEqual([]);
});
