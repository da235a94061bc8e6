import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonBytes } from '../../../../src/model/base/json.js';
import { withoutOverlaps } from '../../../../src/model/quality/kept/kept-quality.js';
import type { KeptQuality } from '../../../../src/model/quality/kept/kept-quality.js';
import { packQuality, unpackQuality } from '../../../../src/model/quality/kept/pack-quality.js';
import {
  addToQuality,
  openQuality,
  packQualityLedger,
  recordInQuality,
} from '../../../../src/model/quality/kept/quality-ledger.js';
import { HOUR_MS, NOVEMBER_MS } from '../../../support/coverage-entry.js';
import { anyLabels, anyScores, keptQuality } from '../../../support/kept-quality.js';

const MONTH = { taskId: 'T1', month: '2026-11' };
const windowsIn = (ledger: ReturnType<typeof openQuality>): KeptQuality[] =>
  unpackQuality(packQualityLedger(ledger));

describe('the quality of a month', () => {
  test('is the same after it was packed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyScores(), anyLabels())), (windows) => {
        const kept = windows.map(([scores, labels], hour) =>
          keptQuality(hour, scores.map(Math.round), { labels }),
        );
        const unpacked = unpackQuality(
          JSON.parse(JSON.stringify(packQuality(kept))) as ReturnType<typeof packQuality>,
        );
        expect(unpacked.map(({ startMs, spans }) => [startMs, spans])).toEqual(
          kept.map(({ startMs, spans }) => [startMs, spans]),
        );
        expect(
          unpacked.map(({ evaluations }) => Object.entries(evaluations['relevance']?.labels ?? {})),
        ).toEqual(kept.map(({ evaluations }) => Object.entries(evaluations['relevance']?.labels ?? {})));
      }),
    );
  });

  test('has one reading of a window, the later one, in whatever order they come', () => {
    const [early, late] = [keptQuality(1, [0], { readMs: 1 }), keptQuality(1, [1], { readMs: 2 })];
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const ledger = openQuality();
      recordInQuality(ledger, MONTH, { taskId: 'T1', windows: order });
      expect(windowsIn(ledger)).toEqual([late]);
    }
  });

  test.each([
    null,
    { taskId: 'T2', windows: [keptQuality(1, [1])] },
    { taskId: 'T1', windows: 'all' },
    { taskId: 'T1', windows: [null, 7, {}] },
    { taskId: 'T1', windows: [keptQuality(24 * 40, [1])] },
    { taskId: 'T1', windows: [{ ...keptQuality(1, [1]), endMs: 0 }] },
    { taskId: 'T1', windows: [{ ...keptQuality(1, [1]), evaluations: { a: { count: 1 } } }] },
    { taskId: 'T1', windows: [{ ...keptQuality(1, [1]), runId: 'R'.repeat(300) }] },
  ])('passes over a signal that does not belong to it: %j', (request) => {
    const ledger = openQuality();
    recordInQuality(ledger, MONTH, request);
    expect(windowsIn(ledger)).toEqual([]);
  });

  test('has room for hourly windows of three evaluations with five labels each', () => {
    const ledger = openQuality();
    const labels = ['correct', 'incorrect', 'partially correct', 'refused', 'off topic'];
    for (let hour = 0; hour < 720; hour++) {
      const names = ['relevance', 'hallucination', 'toxicity'];
      const evaluations = names.map((name) => {
        const scores = labels.map((_, at) => (hour % 7) / 7 + at / 11);
        const { [name]: summary } = keptQuality(hour, scores, { name, labels }).evaluations;
        return [name, { ...summary, histogram: [812, 97, 45, 33, 12, 8, 122, 45, 17, 909] }];
      });
      const runId = `VGFza1J1bjo5OTpxUndY${hour}`;
      addToQuality(
        ledger,
        keptQuality(hour, [], {
          runId,
          evaluations: Object.fromEntries(evaluations) as KeptQuality['evaluations'],
        }),
      );
    }
    expect(ledger.kept.size).toBe(720);
    expect(jsonBytes(packQualityLedger(ledger))).toBeLessThan(600_000);
  });

  test('is thinned from the oldest on when it becomes too large, and loses no count and no mean', () => {
    const ledger = openQuality();
    for (let hour = 0; hour < 100; hour++) addToQuality(ledger, keptQuality(hour, [hour, hour + 1]), 8000);
    expect(jsonBytes(packQualityLedger(ledger))).toBeLessThan(8000);
    const kept = withoutOverlaps(windowsIn(ledger));
    expect(kept.reduce((sum, { windows }) => sum + windows, 0)).toBe(100);
    expect(kept.at(-1)).toMatchObject({ windows: 1, startMs: NOVEMBER_MS + 99 * HOUR_MS });
    const scores = kept.reduce(
      (sum, { evaluations: { relevance } }) => sum + (relevance?.count ?? 0) * (relevance?.mean ?? 0),
      0,
    );
    expect(scores).toBeCloseTo(2 * (99 * 50) + 100, 3);
  });

  test('loses the oldest windows where none touch', () => {
    const ledger = openQuality();
    for (let hour = 0; hour < 200; hour += 2) addToQuality(ledger, keptQuality(hour, [1, 2]), 4000);
    const kept = withoutOverlaps(windowsIn(ledger));
    expect(kept[0]?.startMs).toBeGreaterThan(NOVEMBER_MS);
    expect(kept.at(-1)?.startMs).toBe(NOVEMBER_MS + 198 * HOUR_MS);
  });
});

describe('readings that overlap', () => {
  test('count once: the later one', () => {
    const day = keptQuality(0, [1], { endMs: NOVEMBER_MS + 24 * HOUR_MS, readMs: 5 });
    const hours = [
      keptQuality(1, [1], { readMs: 1 }),
      keptQuality(23, [1], { readMs: 9 }),
      keptQuality(24, [1], { readMs: 1 }),
    ];
    expect(withoutOverlaps([day, ...hours]).map(({ startMs }) => (startMs - NOVEMBER_MS) / HOUR_MS)).toEqual([
      1, 23, 24,
    ]);
    expect(withoutOverlaps([day, ...hours.toSpliced(1, 1)])).toEqual([day, hours[2]]);
  });

  test('never leave two that overlap', () => {
    const any = fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 9 }), fc.nat(9));
    fc.assert(
      fc.property(fc.array(any), (given) => {
        const kept = withoutOverlaps(
          given.map(([hour, hours, readMs]) =>
            keptQuality(hour, [1], { endMs: NOVEMBER_MS + (hour + hours) * HOUR_MS, readMs }),
          ),
        );
        kept.slice(1).forEach((one, at) => expect(one.startMs).toBeGreaterThanOrEqual(kept[at]?.endMs ?? 0));
      }),
    );
  });
});
