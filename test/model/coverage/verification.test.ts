import { describe, expect, test } from 'vitest';
import { lateIn } from '../../../src/model/coverage/coverage-stretches.js';
import { ledgerWindows, verifiedTotals, verifiedWindow } from '../../../src/model/coverage/verification.js';
import { HOUR_MS, NOVEMBER_MS, coverageEntry } from '../../support/coverage-entry.js';

const hour = (at: number): number => NOVEMBER_MS + at * HOUR_MS;
const range = { startMs: hour(0), endMs: hour(4) };

describe('the time of a range', () => {
  test('is cut where runs begin and end, each piece in the state that its best run gives it', () => {
    const entries = [
      coverageEntry('A', 0, { endMs: hour(2), state: 'failed' }),
      coverageEntry('B', 1, { createdMs: hour(20) }),
      coverageEntry('C', 2, { state: 'empty' }),
    ];
    expect(ledgerWindows(entries, range, null)).toMatchObject([
      { startMs: hour(0), endMs: hour(1), state: 'failed', runIds: ['A'], counts: null },
      { startMs: hour(1), endMs: hour(2), state: 'evaluated', runIds: ['B', 'A'], counts: { successes: 10 } },
      { startMs: hour(2), endMs: hour(3), state: 'empty', runIds: ['C'] },
      { startMs: hour(3), endMs: hour(4), state: null, runIds: [] },
    ]);
  });

  test('is one piece where no run is known', () => {
    expect(ledgerWindows([], range, null)).toEqual([{ ...range, state: null, runIds: [], counts: null }]);
  });

  test('counts no run of other evaluators', () => {
    const entries = [coverageEntry('A', 0, { evaluators: 'E@1' })];
    expect(ledgerWindows(entries, range, 'E@2')[0]?.state).toBeNull();
  });

  test('of ten thousand windows is cut at once', () => {
    const entries = Array.from({ length: 10_000 }, (_, at) => coverageEntry(`R${at}`, at));
    const all = { startMs: hour(0), endMs: hour(10_000) };
    expect(ledgerWindows(entries, all, null)).toHaveLength(10_000);
  });
});

describe('spans without an evaluation', () => {
  const counted = (spans: number, evaluated: number) => ({
    at: 0,
    spans,
    evaluated,
    newestMs: null,
    writers: { A: evaluated },
  });
  const [proven] = ledgerWindows(
    [coverageEntry('A', 0, { counts: { successes: 10, errors: 2, skipped: 1 } })],
    { startMs: hour(0), endMs: hour(1) },
    null,
  );
  const all = { samplingRate: 1, isEachSpan: true };
  const late = (window: typeof proven, spans: number, evaluated: number, selection = all) =>
    window === undefined ? undefined : verifiedWindow(window, counted(spans, evaluated), selection).late;

  test('came late if the run did not fail on them or skip them', () => {
    expect(late(proven, 13, 10)).toBe(0);
    expect(late(proven, 17, 10)).toBe(4);
  });

  test('are no late ones where nothing is proven', () => {
    expect(late(proven && { ...proven, state: 'failed' }, 17, 0)).toBe(0);
    expect(late(proven && { ...proven, state: null }, 17, 0)).toBe(0);
  });

  test('came late into a window that was found empty', () => {
    const empty = proven && { ...proven, state: 'empty' as const, counts: null };
    expect(late(empty, 5, 0)).toBe(5);
  });

  test('cannot be told from late ones if the task evaluates a sample', () => {
    expect(late(proven, 100, 10, { samplingRate: 0.1, isEachSpan: true })).toBeNull();
    expect(late(proven, 100, 10, { samplingRate: 1, isEachSpan: false })).toBeNull();
    expect(late(proven, 10, 10, { samplingRate: 0.1, isEachSpan: true })).toBe(0);
  });

  test('are summed, with those who wrote the others', () => {
    const windows = [
      ...(proven === undefined ? [] : [verifiedWindow(proven, counted(17, 10), all)]),
      ...(proven === undefined
        ? []
        : [verifiedWindow(proven, { ...counted(5, 5), writers: { other: 5 } }, all)]),
    ];
    expect(verifiedTotals(windows)).toEqual({
      spans: 22,
      evaluated: 15,
      without: 7,
      late: 4,
      writers: { A: 10, other: 5 },
    });
  });
});

describe('late windows', () => {
  const verified = { atMs: hour(30), spans: 17, evaluated: 10, late: 7 };

  test('are those in which spans came after their run', () => {
    const entries = [
      coverageEntry('A', 0, { verified }),
      coverageEntry('B', 1, { verified: { ...verified, late: 0 } }),
    ];
    expect(lateIn(entries, range)).toEqual([{ startMs: hour(0), endMs: hour(1) }]);
  });

  test('are late no longer once a run succeeded over them', () => {
    const later = coverageEntry('C', 0, { endMs: hour(2), createdMs: hour(40) });
    expect(lateIn([coverageEntry('A', 0, { verified }), later], range)).toEqual([]);
    expect(lateIn([coverageEntry('A', 0, { verified }), { ...later, state: 'failed' }], range)).toHaveLength(
      1,
    );
  });

  test('are cut at the ends of the range', () => {
    const half = { startMs: hour(0) + HOUR_MS / 2, endMs: hour(4) };
    expect(lateIn([coverageEntry('A', 0, { verified })], half)).toEqual([
      { startMs: half.startMs, endMs: hour(1) },
    ]);
  });
});
