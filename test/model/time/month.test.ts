import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byMonth, monthOf, monthsOf, monthsOver } from '../../../src/model/time/month.js';
import { anyCoverage } from '../../support/coverage-entry.js';

describe('months', () => {
  test('over a range are those whose windows may reach into it', () => {
    const months = ['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'];
    const range = { startMs: Date.UTC(2026, 10, 20), endMs: Date.UTC(2026, 11, 1) };
    expect(monthsOver(months, range)).toEqual(['2026-10', '2026-11']);
  });

  test('of entries are those in which they begin', () => {
    fc.assert(
      fc.property(anyCoverage(), (entries) => {
        const months = byMonth(entries);
        expect([...months.values()].flat()).toHaveLength(entries.length);
        for (const [month, its] of months)
          expect(new Set(its.map(({ startMs }) => monthOf(startMs)))).toEqual(new Set([month]));
      }),
    );
  });

  test('of a range are those in which it has a moment, across years', () => {
    const range = { startMs: Date.UTC(2025, 10, 30, 23), endMs: Date.UTC(2026, 1, 1) };
    expect(monthsOf(range)).toEqual(['2025-11', '2025-12', '2026-01']);
    expect(monthsOf({ startMs: 0, endMs: 1 })).toEqual(['1970-01']);
  });
});
