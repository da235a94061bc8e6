import { expect, test } from 'vitest';
import { coverageGrid } from '../../src/commands/coverage/coverage-grid.js';
import { coverageViewOf, knownStretches } from '../../src/model/coverage/coverage-view.js';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { coverageLines, missingLines, noLateText } from '../../src/terminal/views/coverage/coverage-view.js';
import { HOUR_MS, NOVEMBER_MS, coverageEntry } from '../support/coverage-entry.js';

const RANGE = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + 30 * HOUR_MS };
const half = (startMs: number) => ({ startMs, endMs: startMs + HOUR_MS / 2 });
const ENTRIES: CoverageEntry[] = [
  coverageEntry('R0', 0, { endMs: NOVEMBER_MS + 2 * HOUR_MS, evaluators: 'E@1' }),
  coverageEntry('R1', 2, { state: 'empty', counts: { successes: 0, errors: 0, skipped: 0 } }),
  coverageEntry('R2', 3, { state: 'truncated' }),
  coverageEntry('R3', 4, half(NOVEMBER_MS + 4 * HOUR_MS)),
  coverageEntry('R4', 24, { state: 'early' }),
  coverageEntry('R5', 26, { evaluators: 'E@2' }),
];
const view = coverageViewOf({ id: 'T1', name: 'Relevance' }, ENTRIES, RANGE, 'E@1');
const grid = coverageGrid(knownStretches(view), RANGE, 'UTC');
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

test('coverage shows a heat map, what it means, each stretch, and the share of each state', () => {
  const lines = coverageLines({ view, grid, text }, PLAIN_STYLE);
  expect(lines.slice(0, 5)).toEqual([
    '            00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23',
    '2026-11-01  ██ ██ ░░ // ▒▒ ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ·· ··',
    '2026-11-02  ○○ ·· ·· ·· ·· ··',
    '',
    '            █ evaluated   ░ empty   ▒ half evaluated or less   / truncated   ○ run too early   · missing',
  ]);
  expect(lines.slice(6)).toEqual([
    'STATE      FROM              TO                 LENGTH  RUNS  COUNTS',
    'evaluated  2026-11-01T00:00  2026-11-01T02:00   2h 00m     1  10 ok, 0 errors, 0 skipped',
    'empty      2026-11-01T02:00  2026-11-01T03:00   1h 00m     1  0 ok, 0 errors, 0 skipped',
    'truncated  2026-11-01T03:00  2026-11-01T04:00   1h 00m     1  10 ok, 0 errors, 0 skipped',
    'evaluated  2026-11-01T04:00  2026-11-01T04:30  30m 00s     1  10 ok, 0 errors, 0 skipped',
    'missing    2026-11-01T04:30  2026-11-02T00:00  19h 30m     0  –',
    'early      2026-11-02T00:00  2026-11-02T01:00   1h 00m     1  10 ok, 0 errors, 0 skipped',
    'missing    2026-11-02T01:00  2026-11-02T06:00   5h 00m     0  –',
    '',
    'Relevance: evaluated 8.3%, empty 3.4%, early 3.3%, truncated 3.3%, missing 81.7%.',
    'Missing: 1d 2h in 2 stretches. List them with --missing, or plan them with "ax-tasks backfill plan".',
    '1 run with other evaluators or versions is not counted (see --any-version).',
  ]);
});

test('coverage is drawn in ASCII where nothing else can be shown', () => {
  const [, first] = coverageLines({ view, grid, text }, { ...PLAIN_STYLE, unicode: false });
  expect(first).toContain('2026-11-01  ## ## == // -- ..');
});

test.each([80, 40])('coverage fits a screen of %i columns, and cuts no time', (columns) => {
  const lines = coverageLines({ view, grid, text }, { ...PLAIN_STYLE, columns });
  const [head, first] = lines;
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(head).toBe(
    columns === 80
      ? '            00  02  04  06  08  10  12  14  16  18  20  22'
      : '            00 03 06 09 12 15 18 21',
  );
  expect(first?.replaceAll(' ', '')).toBe(`2026-11-01██░/▒${'·'.repeat(19)}`);
  expect(lines.join('\n')).toMatch(/truncated {2}2026-11-01T03:00( {2}|.*\n {2}to )2026-11-01T04:00/);
});

test('coverage shows the first hundred of many stretches', () => {
  const many = Array.from({ length: 80 }, (_, at) => coverageEntry(`R${at}`, at * 2));
  const range = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + 160 * HOUR_MS };
  const long = coverageViewOf({ id: 'T1', name: 'Relevance' }, many, range, null);
  const lines = coverageLines({ view: long, grid, text }, PLAIN_STYLE);
  expect(lines).toContain('… and 60 more: narrow --start and --end, or use -o json.');
});

test('coverage of a task without runs says that nothing is known', () => {
  expect(coverageLines(null, PLAIN_STYLE)[0]).toContain('No run with a window was found');
});

test('runs of other versions count where any version does', () => {
  const any = coverageViewOf({ id: 'T1', name: 'Relevance' }, ENTRIES, RANGE, null);
  expect(any.shares.evaluated).toBeCloseTo(3.5 / 30);
});

test('what is missing is a line for each stretch', () => {
  expect(missingLines([half(NOVEMBER_MS)], text)).toEqual(['2026-11-01T00:00  2026-11-01T00:30  30m 00s']);
  expect(missingLines([], text)).toEqual(['Nothing is missing.']);
});

test('that no late spans are known says how much was compared: what was not may have some', () => {
  expect(noLateText(3, 0)).toMatch(/^Nothing is known of late spans/);
  expect(noLateText(3, 2)).toBe(
    'No late spans are known: the windows of 2 of 3 runs were compared with their spans.',
  );
});
