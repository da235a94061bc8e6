import { expect, test } from 'vitest';
import { trendsOf } from '../../src/model/quality/kept/quality-trend.js';
import type { TrendBy, TrendLimits } from '../../src/model/quality/kept/quality-trend.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import type { Style } from '../../src/terminal/style.js';
import { unknownEvaluationText } from '../../src/model/quality/kept/quality-view.js';
import { qualityLines } from '../../src/terminal/views/quality-view.js';
import { textWidth } from '../../src/terminal/text/text.js';
import { HOUR_MS, NOVEMBER_MS } from '../support/coverage-entry.js';
import { keptQuality } from '../support/kept-quality.js';
import type { KeptQuality } from '../../src/model/quality/kept/kept-quality.js';

const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const KEPT = [0.8, 0.9, 0.7, 0.2].map((score, hour) =>
  keptQuality(hour, [score, score], { labels: score > 0.5 ? ['good', 'good'] : ['bad', 'good'], spans: 4 }),
);
const LIMITS = { centre: 0.8, lower: 0.6, upper: 1 };

function linesOf(
  kept: readonly KeptQuality[],
  {
    by = 'evaluator',
    hours = 5,
    style = PLAIN_STYLE,
    limits = LIMITS,
  }: { by?: TrendBy; hours?: number; style?: Style; limits?: TrendLimits | null } = {},
): string[] {
  const hour = (at: number) => ({
    startMs: NOVEMBER_MS + at * HOUR_MS,
    endMs: NOVEMBER_MS + (at + 1) * HOUR_MS,
  });
  const slices = Array.from({ length: hours }, (_, at) => hour(at));
  const trends = trendsOf(kept, slices, { by, evaluation: null, limitsOf: () => limits });
  const range = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + hours * HOUR_MS };
  const task = { id: 'T1', name: 'Relevance' };
  const view = {
    task,
    range,
    timeZone: 'UTC',
    evaluation: null,
    names: [],
    slice: '1h',
    by,
    trends,
    slices: hours,
    unknown: hours - kept.length,
  };
  return qualityLines(view, text, style);
}

test('quality shows a chart with limits, a row for each slice, and what is not known', () => {
  expect(linesOf(KEPT, { style: { ...PLAIN_STYLE, columns: 120 } })).toEqual([
    'mean score of relevance (limits 0.6 to 1 around 0.8)',
    '  1 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄',
    '    ┤    ●               ',
    '0.8 ┤●···················',
    '    ┤        ●           ',
    '0.6 ┤┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄',
    '    ┤                    ',
    '0.4 ┤                    ',
    '    ┤                    ',
    '0.2 ┤            ✗       ',
    '     00:00   02:00',
    '',
    'FROM              SPANS  EVALUATED  MEAN  SD  MEDIAN  MIN  MAX  LABELS',
    '2026-11-01T00:00      4          2   0.8   0     0.8  0.8  0.8  good 100%',
    '2026-11-01T01:00      4          2   0.9   0     0.9  0.9  0.9  good 100%',
    '2026-11-01T02:00      4          2   0.7   0     0.7  0.7  0.7  good 100%',
    '2026-11-01T03:00      4          2   0.2   0     0.2  0.2  0.2  bad 50%, good 50%',
    '2026-11-01T04:00      –          –     –   –       –    –    –  –',
    '',
    'Nothing is known of 1 of 5 slices.',
    '1 value is outside the limits.',
  ]);
});

test('quality by label has a trend for each label, in percent', () => {
  const lines = linesOf(KEPT, { by: 'label', limits: null });
  expect(lines.filter((line) => line.startsWith('share of'))).toEqual([
    'share of "good" in relevance',
    'share of "bad" in relevance',
  ]);
  expect(lines.join('\n')).toMatch(/2026-11-01T03:00 +4 +2 +50%/);
});

test('quality says what is a sample, and when a median is not known', () => {
  const sample = keptQuality(0, [1], { isSample: true });
  const half = { endMs: NOVEMBER_MS + HOUR_MS / 2 };
  const later = { ...keptQuality(0, [0]), startMs: half.endMs };
  const lines = linesOf([{ ...sample, ...half }, later], { hours: 1 }).join('\n');
  expect(lines).toMatch(/2026-11-01T00:00 +~2 +2 +0.5 +0.7071 +– /);
  expect(lines).toContain('Only a sample of the spans was read');
  expect(lines).toContain('A median is known only');
});

test('quality says what to do if nothing is known', () => {
  expect(linesOf([])).toEqual([
    'Nothing is known of the evaluations of Relevance in this range. To read its spans, pass --read. See docs/quality.md for what is kept, and when.',
  ]);
});

test('quality fits 80 columns with any number of slices, and is drawn in ASCII where nothing else can be shown', () => {
  const kept = Array.from({ length: 700 }, (_, hour) =>
    keptQuality(hour, [hour % 10], { labels: [`a long label ${hour % 9}`] }),
  );
  const lines = linesOf(kept, { hours: 700, style: { ...PLAIN_STYLE, columns: 80, unicode: false } });
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).not.toMatch(/[●┤┄✗·]/);
  expect(lines.join('\n')).toContain('… and 638 earlier');
});

test('an evaluation that is not known is named beside those that are', () => {
  expect(unknownEvaluationText(KEPT, 'relevanc')).toBe(
    'Nothing is known of an evaluation "relevanc" in this range; known: relevance.',
  );
  expect(unknownEvaluationText(KEPT, 'relevance')).toBe(null);
  expect(unknownEvaluationText([], 'relevance')).toBe(null);
});
