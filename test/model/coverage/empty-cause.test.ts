import { describe, expect, test } from 'vitest';
import { emptyCauseOf, emptyText } from '../../../src/model/coverage/empty-cause.js';
import type { EmptySight } from '../../../src/model/coverage/empty-cause.js';
import { INDEX_LAG_MS } from '../../../src/model/coverage/coverage-entry.js';

const endMs = Date.UTC(2026, 10, 20, 12);
const late = { endMs, createdMs: endMs + INDEX_LAG_MS };
const soon = { endMs, createdMs: endMs + INDEX_LAG_MS - 1 };
const sight = (more: Partial<EmptySight> = {}): EmptySight => ({
  matching: 0,
  unlabelled: 0,
  isPart: false,
  hasSpans: false,
  newestMs: null,
  samplingRate: 1,
  ...more,
});

describe('a run found nothing', () => {
  test.each([
    ['all spans carry the evaluations', sight({ matching: 3, hasSpans: true }), late, 'labelled'],
    [
      'spans are there that it did not see',
      sight({ matching: 3, unlabelled: 1, hasSpans: true }),
      late,
      'not-indexed',
    ],
    ['the filter lets none through', sight({ hasSpans: true }), late, 'no-match'],
    ['the window has none, and there are newer ones', sight({ newestMs: endMs }), soon, 'no-spans'],
    [
      'nothing is newer than the window, and it ran soon after it',
      sight({ newestMs: endMs - 1 }),
      soon,
      'not-indexed',
    ],
    [
      'nothing is newer than the window, and it ran late enough',
      sight({ newestMs: endMs - 1 }),
      late,
      'no-spans',
    ],
    ['the project has no spans at all, and it ran soon', sight(), soon, 'not-indexed'],
    [
      'a task that samples saw none of a few',
      sight({ matching: 3, unlabelled: 3, hasSpans: true, samplingRate: 0.1 }),
      late,
      null,
    ],
  ] as const)('since %s', (_, seen, times, cause) => {
    expect(emptyCauseOf(seen, times)).toBe(cause);
  });

  test('and says what was seen', () => {
    expect(emptyText('no-spans', sight())).toBe('no spans in the window');
    expect(emptyText('labelled', sight({ matching: 500, isPart: true }))).toBe(
      'all labelled already: the newest 500 spans carry the evaluations',
    );
    expect(emptyText('not-indexed', sight({ newestMs: endMs - 1000 }))).toBe(
      'not indexed yet: the newest span of the project is of 2026-11-20T11:59:59.000Z',
    );
  });
});
