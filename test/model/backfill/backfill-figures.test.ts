import { expect, test } from 'vitest';
import { figuresOf } from '../../../src/model/backfill/backfill-figures.js';
import { backfillMemo } from '../../support/backfill-memo.js';

const NOW = Date.parse('2026-11-21T12:10:00Z');

test('a split window is counted by its halves alone', () => {
  const memo = backfillMemo({ windows: { evaluated: 2, running: 1, waiting: 1, split: 1 } });
  expect(figuresOf(memo, NOW, false)).toMatchObject({
    total: 4,
    ended: 2,
    running: 1,
    waiting: 1,
    share: 0.5,
  });
});

test('what is left is told at the pace so far', () => {
  const memo = backfillMemo({ windows: { evaluated: 15, failed: 5, running: 10, waiting: 30 } });
  expect(figuresOf(memo, NOW, false)).toMatchObject({ bad: 5, perMinute: 2, leftMs: 20 * 60_000 });
});

test('nothing is told of what is left while it is paused, or before a window ended', () => {
  const paused = { at: '2026-11-21T12:05:00Z', by: 'ann', reason: null };
  expect(
    figuresOf(backfillMemo({ windows: { evaluated: 1, waiting: 1 }, paused }), NOW, false).leftMs,
  ).toBeNull();
  expect(figuresOf(backfillMemo({ windows: { waiting: 1 } }), NOW, false)).toMatchObject({
    perMinute: null,
    leftMs: null,
  });
});
