import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageGrid } from '../../src/commands/coverage/coverage-grid.js';
import { coverageViewOf, knownStretches } from '../../src/model/coverage/coverage-view.js';
import type { CoverageEntry } from '../../src/model/coverage/coverage.js';
import { toCoverageHtml } from '../../src/report/html/to-coverage-html.js';
import { HOUR_MS, NOVEMBER_MS, anyCoverage, coverageEntry } from '../support/coverage-entry.js';
import { HOSTILE } from './support/documents.js';

const RANGE = { startMs: NOVEMBER_MS, endMs: NOVEMBER_MS + 72 * HOUR_MS };

function pageOf(
  entries: readonly CoverageEntry[],
  name = 'Relevance',
  evaluators: string | null = null,
): string {
  const view = coverageViewOf({ id: 'T1', name }, entries, RANGE, evaluators);
  const grid = coverageGrid(knownStretches(view), RANGE, 'Europe/Berlin');
  return toCoverageHtml(view, grid, 'Europe/Berlin', (ms) => new Date(ms).toISOString());
}

const ENTRIES = [
  coverageEntry('R0', 0, { endMs: NOVEMBER_MS + 30 * HOUR_MS }),
  coverageEntry('R1', 40, { state: 'failed' }),
];
const page = pageOf(ENTRIES);
const tagsOf = (html: string): string[] => [...html.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);

describe('the page about coverage', () => {
  test('is one file that can load and run nothing', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;');
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|image|use)\b/i);
    expect(page).not.toMatch(/https?:\/\//);
  });

  test('has a heat map with a title for every mark, and tables that say the same', () => {
    expect(page).toContain('<svg role="img" aria-label="Coverage: a row for each day"');
    const marks = [...page.matchAll(/<rect\b[^>]*>(<title>)?/g)];
    expect(marks.length).toBeGreaterThanOrEqual(72);
    for (const [, title] of marks) expect(title).toBe('<title>');
    expect(page).toContain('<title>2026-11-02 17:00 CET: failed 100%</title>');
    expect(page).toContain('Heat map as a table');
    expect(page.match(/<table>/g)).toHaveLength(3);
  });

  test('tells the share of each state, and what it means', () => {
    expect(page).toMatch(/evaluated<\/td><td class="n">41.7%<\/td>/);
    expect(page).toMatch(/missing<\/td><td class="n">56.9%<\/td>/);
    expect(page).toContain('no run is known');
  });

  test('is the same page, whatever the task and its evaluators are called', () => {
    const tags = tagsOf(pageOf(ENTRIES, 'Relevance', 'E'));
    for (const hostile of [HOSTILE, '</title><script>alert(1)</script>', '"onload="x'])
      expect(tagsOf(pageOf(ENTRIES, hostile, hostile))).toEqual(tags);
  });

  test('closes every tag that it opens, whatever the ledger holds', () => {
    fc.assert(
      fc.property(anyCoverage(), (entries) => {
        const html = pageOf(entries).replace(/<(meta|!doctype)[^>]*>|<line[^>]*\/>/gi, '');
        expect(html.match(/<[a-z][^>]*>/gi)?.length).toBe(html.match(/<\/[a-z0-9]+>/gi)?.length);
        expect(html).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 30 },
    );
  });
});
