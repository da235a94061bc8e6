import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lostMonths, noteInIndex, openIndex } from '../../../src/model/coverage/coverage-index.js';
import {
  addToLedger,
  mergeCoverage,
  openLedger,
  packLedger,
  recordInLedger,
} from '../../../src/model/coverage/coverage-ledger.js';
import { coverageOf } from '../../../src/model/coverage/coverage-stretches.js';
import { PROVEN } from '../../../src/model/coverage/coverage.js';
import type { CoverageEntry } from '../../../src/model/coverage/coverage.js';
import { jsonBytes } from '../../../src/model/base/json.js';
import { packCoverage, unpackCoverage } from '../../../src/model/coverage/pack-coverage.js';
import { thinCoverage } from '../../../src/model/coverage/thin-coverage.js';
import { sumOfCounts } from '../../../src/model/api/task-run.js';
import { HOUR_MS, NOVEMBER_MS, anyCoverage, anyEntry, coverageEntry } from '../../support/coverage-entry.js';

const RANGE = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + 100 * HOUR_MS };
const MONTH = { taskId: 'T1', month: '2026-11' };

/** The proven time by each version of the evaluators, as far as they are known. */
const provenTime = (entries: readonly CoverageEntry[]) =>
  [null, 'E1@v1', 'E1@v2'].map((evaluators) =>
    coverageOf(entries, RANGE, evaluators)
      .filter(({ state }) => state !== null && PROVEN.has(state))
      .map(({ startMs, endMs, state }) => [startMs, endMs, state]),
  );

describe('two entries of one run', () => {
  test('become the same one in whatever order, and however often, they come', () => {
    fc.assert(
      fc.property(anyEntry, anyEntry, anyEntry, (a, b, c) => {
        expect(mergeCoverage(a, a)).toEqual(a);
        expect(mergeCoverage(a, b)).toEqual(mergeCoverage(b, a));
        expect(mergeCoverage(mergeCoverage(a, b), c)).toEqual(mergeCoverage(a, mergeCoverage(b, c)));
      }),
    );
  });

  test('keep what our workflow said of it, and what the list does not know', () => {
    const ours = coverageEntry('R', 0, {
      state: 'truncated',
      evaluators: 'E@1',
      maxSpans: 10,
      workflowId: 'W',
    });
    const listed = coverageEntry('R', 0, { counts: { successes: 11, errors: 0, skipped: 0 } });
    expect(mergeCoverage(listed, ours)).toEqual(ours);
  });
});

describe('a ledger', () => {
  test('has the same entries in whatever order the signals come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), anyEntry)), (list) => {
        const entries = list.map(([runId, entry]) => ({ ...entry, runId }));
        const [there, back] = [openLedger(), openLedger()];
        for (const entry of entries) addToLedger(there, entry);
        for (const entry of [...entries, ...entries].reverse()) addToLedger(back, entry);
        expect(new Map(back.entries)).toEqual(new Map(there.entries));
      }),
    );
  });

  test('is the same after it was packed, and not larger than it says', () => {
    fc.assert(
      fc.property(anyCoverage(), (entries) => {
        const ledger = openLedger();
        for (const entry of entries) addToLedger(ledger, entry);
        expect(unpackCoverage(packLedger(ledger))).toEqual(entries);
        expect(jsonBytes(packLedger(ledger))).toBeLessThanOrEqual(ledger.bytes + 30);
      }),
    );
  });

  test('stays below its size, whatever comes', () => {
    fc.assert(
      fc.property(anyCoverage(200), fc.integer({ min: 1000, max: 20_000 }), (entries, maxBytes) => {
        const ledger = openLedger();
        for (const entry of entries) addToLedger(ledger, entry, maxBytes);
        expect(jsonBytes(packLedger(ledger))).toBeLessThanOrEqual(maxBytes + 30);
      }),
    );
  });

  test('of ten thousand windows of a month that follow each other is thinned without losing proven time', () => {
    const minutes = 30 * 24 * 60;
    const ledger = openLedger();
    const workflowId = 'ax-backfill/Relevance/0123456789abcdef';
    for (let minute = 0; minute < minutes; minute++) {
      const startMs = NOVEMBER_MS + minute * 60_000;
      const more = { startMs, endMs: startMs + 60_000, createdMs: startMs + HOUR_MS, workflowId };
      addToLedger(ledger, coverageEntry(`VGFza1J1bjo5OTphYmNk${minute}`, 0, more));
    }
    const entries = [...ledger.entries.values()];
    expect(entries.length).toBeLessThan(12_000);
    expect(sumOfCounts(entries.map(({ counts }) => counts)).successes).toBe(10 * minutes);
    const range = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + minutes * 60_000 };
    expect(coverageOf(entries, range, null)).toMatchObject([{ ...range, state: 'evaluated' }]);
  });

  test.each([
    null,
    'text',
    { taskId: 'T1' },
    { taskId: 'T1', entries: {} },
    { taskId: 'T1', entries: [null, 7, {}, { ...coverageEntry('', 0) }] },
    { taskId: 'T1', entries: [coverageEntry('R', 0, { endMs: NOVEMBER_MS })] },
    { taskId: 'T1', entries: [coverageEntry('R', 0, { state: 'splendid' as never })] },
    { taskId: 'T1', entries: [coverageEntry('R', 0, { counts: { successes: -1, errors: 0, skipped: 0 } })] },
    { taskId: 'T1', entries: [coverageEntry('R', 0, { createdMs: Number.NaN })] },
    { taskId: 'T1', entries: [coverageEntry('another month', 30 * 24)] },
    { taskId: 'T2', entries: [coverageEntry('another task', 0)] },
  ])('passes over a signal that does not belong to it: %j', (signal) => {
    const ledger = openLedger();
    recordInLedger(ledger, MONTH, signal);
    expect(packLedger(ledger)).toEqual({ texts: [], rows: [] });
  });

  test('takes what is right of a signal that is partly wrong', () => {
    const ledger = openLedger();
    recordInLedger(ledger, MONTH, { taskId: 'T1', entries: [{}, coverageEntry('R', 0)] });
    expect([...ledger.entries.keys()]).toEqual(['R']);
  });
});

describe('thinning', () => {
  test('leaves so many fewer, and the proven time of each version as it is where no run is left out', () => {
    fc.assert(
      fc.property(anyCoverage(), fc.nat(30), (entries, excess) => {
        const thinned = thinCoverage(entries, excess);
        expect(thinned).toHaveLength(Math.max(0, entries.length - excess));
        const runs = thinned.map(({ runId }) => 1 + Number(/ \+(\d+)$/.exec(runId)?.[1] ?? 0));
        const isWhole = runs.reduce((sum, each) => sum + each, 0) === entries.length;
        if (isWhole) expect(provenTime(thinned)).toEqual(provenTime(entries));
      }),
    );
  });

  test('merges the oldest neighbours of the same evaluators, and says how many runs they were', () => {
    const entries = [0, 1, 2, 3].map((hour) => coverageEntry(`R${hour}`, hour));
    expect(thinCoverage(entries, 2)).toEqual([
      coverageEntry('R0 +2', 0, {
        endMs: NOVEMBER_MS + 3 * HOUR_MS,
        counts: { successes: 30, errors: 0, skipped: 0 },
        createdMs: NOVEMBER_MS + 7 * HOUR_MS,
      }),
      entries[3],
    ]);
  });

  test('never makes time proven that was not', () => {
    fc.assert(
      fc.property(anyCoverage(), fc.nat(30), (entries, excess) => {
        const before = provenTime(entries);
        const after = provenTime(thinCoverage(entries, excess));
        for (const [at, stretches] of after.entries())
          for (const [startMs = 0, endMs = 0] of stretches as [number, number][])
            expect(
              (before[at] as [number, number][]).some(([start, end]) => start <= startMs && endMs <= end) ||
                isWithin([startMs, endMs], before[at] as [number, number][]),
            ).toBe(true);
      }),
    );
  });

  test('does not count a run twice that a rebuilt ledger gets again', () => {
    const once = thinCoverage([coverageEntry('R0', 0), coverageEntry('R1', 1)], 1);
    const [again] = thinCoverage([...once, coverageEntry('R1', 1)], 1);
    expect(again).toMatchObject({ runId: 'R0 +1', counts: { successes: 20 } });
  });
});

/** Whether a stretch lies within others that touch each other. */
function isWithin([startMs, endMs]: [number, number], stretches: readonly [number, number][]): boolean {
  let reached = startMs;
  for (const [start, end] of stretches) if (start <= reached && end > reached) reached = end;
  return reached >= endMs;
}

describe('the index of a ledger', () => {
  const mark = { fence: { newestCreatedAt: '2026-11-01T00:00:00Z', runIds: ['R'] }, unended: [] };

  test('keeps months sorted and once, and the newest mark', () => {
    const first = noteInIndex(openIndex(), 'T1', { taskId: 'T1', months: ['2026-11', '2026-10', '2026-11'] });
    const second = noteInIndex(first, 'T1', { taskId: 'T1', months: ['2025-01'], sync: mark });
    expect(second).toEqual({ months: ['2025-01', '2026-10', '2026-11'], begunAs: {}, sync: mark });
  });

  test.each([
    null,
    { taskId: 'T2', months: ['2026-11'] },
    { taskId: 'T1', months: 'all' },
    { taskId: 'T1', months: ['2026-13', 11, null] },
    { taskId: 'T1', begunAs: { '2026-13': 'run' } },
    { taskId: 'T1', begunAs: { '2026-11': 7 } },
    { taskId: 'T1', sync: {} },
    { taskId: 'T1', sync: { ...mark, unended: [7] } },
    { taskId: 'T1', sync: { fence: null, unended: [] } },
  ])('passes over a signal that does not belong to it: %j', (signal) => {
    expect(noteInIndex(openIndex(), 'T1', signal)).toEqual({ months: [], begunAs: {}, sync: null });
  });

  test('takes for lost a month that does not live, or was begun as another one than is known', () => {
    const months = ['2026-08', '2026-09', '2026-10', '2026-11'];
    const index = noteInIndex(openIndex(), 'T1', {
      taskId: 'T1',
      months,
      begunAs: { '2026-09': 'a', '2026-10': 'b' },
    });
    const living = { '2026-08': null, '2026-09': 'a', '2026-10': 'other', '2026-11': 'any' };
    expect(lostMonths(index, living)).toEqual(['2026-08', '2026-10']);
  });
});

test('packing shares the texts that entries have in common', () => {
  const entries = ['A', 'B'].map((id, hour) =>
    coverageEntry(id, hour, { evaluators: 'E@1', workflowId: 'W' }),
  );
  expect(packCoverage(entries).texts).toEqual(['E@1', 'W']);
});
