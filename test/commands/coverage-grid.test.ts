import { describe, expect, test } from 'vitest';
import { coverageGrid } from '../../src/commands/coverage/coverage-grid.js';
import type { CoverageStretch } from '../../src/model/coverage/coverage.js';

const at = (text: string): number => Date.parse(text);
const DAY_MS = 86_400_000;

/** A range of which everything is evaluated. */
const evaluated = (startMs: number, endMs: number): CoverageStretch[] => [
  { startMs, endMs, state: 'evaluated', runs: 1 },
];
const gridOf = (start: string, end: string, timeZone: string) =>
  coverageGrid(evaluated(at(start), at(end)), { startMs: at(start), endMs: at(end) }, timeZone);
const cellsOf = (row: { cells: unknown[] } | undefined) => row?.cells.filter((cell) => cell !== null).length;

describe('the heat map of', () => {
  test('some days has a cell for each hour by the clock of the zone, with a gap where it skips one', () => {
    const { rowOf, columns, rows } = gridOf('2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin');
    expect({ rowOf, columns: columns.length }).toEqual({ rowOf: 'day', columns: 24 });
    expect(rows.map(({ label }) => label)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    expect(rows.map(cellsOf)).toEqual([24, 23, 24]);
    expect(rows[1]?.cells[2]).toBeNull();
    expect(rows[1]?.cells[3]?.from).toBe('2026-03-29 03:00 CEST');
  });

  test('a day with an hour twice has one cell for both', () => {
    const { rows } = gridOf('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin');
    expect(rows.map(cellsOf)).toEqual([24]);
    expect(rows[0]?.cells.map((cell) => cell?.shares.evaluated)).toEqual(Array.from({ length: 24 }, () => 1));
  });

  test('some weeks has a cell for each day, in weeks that begin on Monday', () => {
    const { rowOf, rows } = gridOf('2026-09-02T00:00:00Z', '2026-10-21T00:00:00Z', 'UTC');
    expect(rowOf).toBe('week');
    expect(rows[0]).toMatchObject({ label: '2026-08-31', cells: [null, null, {}, {}, {}, {}, {}] });
    expect(rows).toHaveLength(8);
  });

  test('many years has a cell for each month', () => {
    const { rowOf, rows } = gridOf('2019-12-15T00:00:00Z', '2026-01-02T00:00:00Z', 'America/New_York');
    expect(rowOf).toBe('year');
    expect(rows.map(({ label }) => label)).toEqual([
      '2019',
      '2020',
      '2021',
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ]);
    expect(rows.map(cellsOf)).toEqual([1, 12, 12, 12, 12, 12, 12, 1]);
    expect(rows[1]?.cells.every((cell) => Math.abs((cell?.shares.evaluated ?? 0) - 1) < 1e-9)).toBe(true);
  });

  test('some years has a cell for each day in rows of months', () => {
    const { rowOf, rows } = gridOf('2023-12-15T00:00:00Z', '2026-01-02T00:00:00Z', 'UTC');
    expect(rowOf).toBe('month');
    expect(rows).toHaveLength(26);
    expect(rows.find(({ label }) => label === '2024-02')?.cells.slice(27)).toMatchObject([
      {},
      {},
      null,
      null,
    ]);
    expect(rows.reduce((sum, row) => sum + (cellsOf(row) ?? 0), 0)).toBe(
      (at('2026-01-02T00:00:00Z') - at('2023-12-15T00:00:00Z')) / DAY_MS,
    );
  });

  test('a range that begins within an hour tells what is known of the rest of it', () => {
    const { rows } = gridOf('2026-11-01T10:45:00Z', '2026-11-01T12:00:00Z', 'UTC');
    expect(rows[0]?.cells[10]).toMatchObject({ from: '2026-11-01 10:45 UTC', shares: { evaluated: 1 } });
  });
});
