import { expect, test } from 'vitest';
import { standingOf } from '../../../src/model/backfill/backfill-standing.js';
import { backfillMemo } from '../../support/backfill-memo.js';

const NOW = Date.parse('2026-11-21T12:10:00Z');

test('a split window is counted by its halves alone', () => {
  const memo = backfillMemo({ windows: { evaluated: 2, running: 1, waiting: 1, split: 1 } });
  expect(standingOf(memo, NOW)).toMatchObject({ total: 4, ended: 2, running: 1, waiting: 1, share: 0.5 });
});

test('what is left is told at the pace so far', () => {
  const memo = backfillMemo({ windows: { evaluated: 15, failed: 5, running: 10, waiting: 30 } });
  expect(standingOf(memo, NOW)).toMatchObject({ bad: 5, perMinute: 2, leftMs: 20 * 60_000 });
});

test('nothing is told of what is left while it is paused, or before a window ended', () => {
  const paused = { at: '2026-11-21T12:05:00Z', by: 'ann', reason: null };
  expect(standingOf(backfillMemo({ windows: { evaluated: 1, waiting: 1 }, paused }), NOW).leftMs).toBeNull();
  expect(standingOf(backfillMemo({ windows: { waiting: 1 } }), NOW)).toMatchObject({
    perMinute: null,
    leftMs: null,
  });
});
