import { describe, expect, test } from 'vitest';
import type { JournalRun } from '../../src/simulator/index.js';
import type { Order } from './bounds.js';
import { judgeBackfill, type Asked } from './judge-backfill.js';
import { HOUR, NOW, run, START, window } from './journal-runs.js';

const asked = (windows: number, more: Partial<Asked> = {}): Asked => ({
  range: { startMs: START, endMs: START + windows * HOUR },
  windows: Array.from({ length: windows }, (_, nth) => window(nth)),
  limit: 2,
  orders: [],
  ...more,
});

const order = (name: Order['name'], limit: number, askedS: number, answeredS: number): Order => ({
  name,
  limit,
  askedMs: NOW + askedS * 1000,
  answeredMs: NOW + answeredS * 1000,
});

const GOOD = { doubled: 0, lost: 0, strange: 0, untiledMs: 0, over: 0, unfinished: 0, notes: [] };
const usual = [run(0, 0, 6), run(1, 1, 7), run(2, 6, 12), run(3, 7, 13)];

test('each window once, within the bound, is all right', () => {
  expect(judgeBackfill(usual, asked(4))).toEqual({ ...GOOD, runs: 4, mostAtOnce: 2, late: 0 });
});

describe('found is', () => {
  test.each<[string, JournalRun[], object]>([
    ['a window that was run twice', [...usual, run(2, 14, 20)], { doubled: 1, untiledMs: HOUR }],
    ['a window without a run', usual.slice(0, 3), { lost: 1, untiledMs: HOUR }],
    ['a window that nobody planned', [...usual, run(7, 14, 20)], { strange: 1, untiledMs: 7 * HOUR }],
    [
      'a run without a window',
      [...usual, run(0, 14, 20, { dataStartTime: null, dataEndTime: null })],
      { strange: 1 },
    ],
    ['a run too many at once', [...usual.slice(0, 3), run(3, 6.5, 13)], { over: 1 }],
    ['a run that goes on', [...usual.slice(0, 3), run(3, 7, null)], { unfinished: 1 }],
    ['a run that failed', [...usual.slice(0, 3), run(3, 7, 13, { status: 'FAILED' })], { unfinished: 1 }],
  ])('%s', (_what, runs, found) => {
    const judged = judgeBackfill(runs, asked(4));
    expect(judged).toMatchObject(found);
    expect(judged.notes.length).toBeGreaterThan(0);
  });

  test('a plan whose windows do not tile its range', () => {
    const range = { startMs: START, endMs: START + 5 * HOUR };
    expect(judgeBackfill(usual, { ...asked(4), range }).untiledMs).toBe(HOUR);
  });
});

describe('an order', () => {
  const judged = (runs: JournalRun[], ...orders: Order[]) =>
    judgeBackfill(runs, asked(runs.length, { orders }));

  test('of more counts from when it was asked for', () => {
    const runs = [run(0, 0, 9), run(1, 0, 9), run(2, 3, 9)];
    expect(judged(runs, order('resize', 3, 2, 5))).toMatchObject({ over: 0, mostAtOnce: 3 });
    expect(judged(runs, order('resize', 3, 4, 5))).toMatchObject({ over: 1 });
  });

  test('of fewer counts from when it was answered, but for triggers that can have been under way', () => {
    const runs = [run(0, 0, 9), run(1, 3, 9)];
    expect(judged(runs, order('resize', 1, 2, 4))).toMatchObject({ over: 0, late: 0 });
    expect(judged(runs, order('resize', 1, 1, 2))).toMatchObject({ over: 0, late: 1 });
    const more = [run(0, 0, 5), run(1, 1, 9), run(2, 6, 9)];
    expect(judged(more, order('resize', 1, 2, 3))).toMatchObject({ over: 1, late: 0 });
  });

  test('to pause lets nothing begin until it is taken back', () => {
    const runs = [run(0, 0, 5), run(1, 1, 9), run(2, 12, 18)];
    const pause = order('pause', 0, 2, 3);
    expect(judged(runs, pause)).toMatchObject({ over: 1 });
    expect(judged(runs, pause, order('resume', 2, 11, 13))).toMatchObject({ over: 0 });
  });
});
