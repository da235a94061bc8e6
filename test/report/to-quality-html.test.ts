import { describe, expect, test } from 'vitest';
import type { KeptQuality } from '../../src/model/quality/kept/kept-quality.js';
import { trendsOf } from '../../src/model/quality/kept/quality-trend.js';
import { toQualityHtml } from '../../src/report/html/to-quality-html.js';
import { HOUR_MS, NOVEMBER_MS } from '../support/coverage-entry.js';
import { keptQuality } from '../support/kept-quality.js';
import { HOSTILE } from './support/documents.js';

function pageOf(kept: readonly KeptQuality[], name = 'Relevance'): string {
  const slices = [0, 1, 2].map((hour) => ({
    startMs: NOVEMBER_MS + hour * HOUR_MS,
    endMs: NOVEMBER_MS + (hour + 1) * HOUR_MS,
  }));
  const limitsOf = () => ({ centre: 0.7, lower: 0.5, upper: 0.9 });
  const trends = trendsOf(kept, slices, { by: 'evaluator', evaluation: null, limitsOf });
  const range = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + 3 * HOUR_MS };
  const view = {
    task: { id: 'T1', name },
    range,
    timeZone: 'UTC',
    evaluation: null,
    names: [],
    slice: '1h',
    by: 'evaluator',
    trends,
    slices: 3,
    unknown: 3 - kept.length,
  } as const;
  return toQualityHtml(view, (ms) => new Date(ms).toISOString().slice(0, 16));
}

const page = pageOf([
  keptQuality(0, [0.6, 0.8], { labels: ['good', 'good', 'bad'], spans: 5 }),
  keptQuality(1, [0.1, 0.2], { labels: ['bad'] }),
]);
const tagsOf = (html: string): string[] => [...html.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);

describe('the page about quality', () => {
  test('is one file that can load and run nothing', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|image|use)\b/i);
    expect(page).not.toMatch(/https?:\/\//);
  });

  test('has the trend with its limits, the spread, the labels and the spans, and a table that says the same', () => {
    for (const label of ['relevance over time', 'Spread of the scores', 'Label shares', 'Spans evaluated'])
      expect(page).toContain(`aria-label="${label}`);
    expect(page).toContain('limits 0.5 to 0.9 around 0.7');
    expect(page).toContain('<title>lower limit 0.5</title>');
    expect(page).toContain('<circle class="live"');
    expect(page).toMatch(/<circle class="bad"[^>]*><title>2026-11-01T01:00: 0.15 of 2<\/title>/);
    expect(page).toContain('<title>2026-11-01T00:00: good 66.7%</title>');
    expect(page).toContain('<title>2026-11-01T00:00: 3 of 5 spans evaluated</title>');
    expect(page).toContain('nothing is known of 1 of them');
    expect(page.match(/<table>/g)).toHaveLength(1);
  });

  test('shows names and labels from elsewhere as text', () => {
    const hostile = keptQuality(0, [1], { name: HOSTILE, labels: [HOSTILE] });
    const plain = keptQuality(0, [1], { name: 'plain', labels: ['plain'] });
    expect(tagsOf(pageOf([hostile], HOSTILE))).toEqual(tagsOf(pageOf([plain], 'plain')));
  });

  test('says that nothing is known', () => {
    expect(pageOf([])).toContain('Nothing is known of the evaluations of Relevance in this range.');
  });
});
