import { expect, test } from 'vitest';
import type { FiringMemo } from '../../../src/model/schedule/firing.js';
import { firingText } from '../../../src/model/schedule/firing-text.js';

const memo = (more: Partial<FiringMemo>): FiringMemo => ({
  nominalAt: '2026-11-20T10:00:00Z',
  phase: 'settling',
  since: '2026-11-20T10:00:01Z',
  window: { dataStartTime: '2026-11-20T07:00:00Z', dataEndTime: '2026-11-20T08:00:00Z' },
  done: 0,
  total: 1,
  ...more,
});

test.each([
  [memo({ phase: 'preparing', window: null }), 'determines its windows'],
  [
    memo({ seen: '812 spans, in 2 checks; 1 of 3 equal counts' }),
    'waits until the window 2026-11-20T07:00:00Z to 2026-11-20T08:00:00Z has settled: 812 spans, in 2 checks; 1 of 3 equal counts',
  ],
  [
    memo({ done: 1, total: 3 }),
    'waits until the window 2026-11-20T07:00:00Z to 2026-11-20T08:00:00Z has settled (1 of 3 windows have ended): nothing was counted yet',
  ],
  [memo({ phase: 'running', window: null }), 'runs its work'],
])('a firing that is %j says that it %s', (given, text) => {
  expect(firingText(given)).toBe(text);
});
