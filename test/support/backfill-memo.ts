import { WINDOW_STATES } from '../../src/model/backfill/backfill.js';
import type { BackfillMemo, WindowState } from '../../src/model/backfill/backfill.js';

type Windows = Record<WindowState, number>;

/** A backfill's memo that began at 2026-11-21T12:00:00Z; states that are not given have no windows. */
export const backfillMemo = ({
  windows = {},
  ...more
}: Partial<Omit<BackfillMemo, 'windows'>> & { windows?: Partial<Windows> } = {}): BackfillMemo => ({
  task: { id: 'T1', name: 'Relevance' },
  windows: {
    ...(Object.fromEntries(Object.keys(WINDOW_STATES).map((state) => [state, 0])) as Windows),
    ...windows,
  },
  counts: { successes: 0, errors: 0, skipped: 0 },
  runs: 0,
  limit: 10,
  paused: null,
  stopped: null,
  startedAt: '2026-11-21T12:00:00Z',
  runIds: [],
  createdByUserId: null,
  throttledUntil: null,
  ...more,
});
