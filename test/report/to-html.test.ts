import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StepResult } from '../../src/model/pipeline/results.js';
import { toHtml } from '../../src/report/html/to-html.js';
import {
  HOSTILE,
  HOSTILE_DOCUMENT,
  NIGHTLY,
  RUN,
  WIDE,
  documentOf,
  item,
  withTexts,
} from './support/documents.js';
import { stepResult } from '../support/step-result.js';
import { anyText } from '../support/any-text.js';

const page = toHtml(NIGHTLY);

/** The tags of a page, without their attributes, sorted: what no text may change. */
const tagsOf = (html: string): string[] => [...html.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);

const sectionOf = (html: string, title: string): string => {
  const start = html.indexOf(`<h2>${title}</h2>`);
  return start < 0 ? '' : html.slice(start, html.indexOf('</section>', start));
};

describe('the HTML report', () => {
  test('is one file that can load and run nothing', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;');
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form|image|use)\b/i);
    expect(page).not.toMatch(/\b(src|srcset|xlink:href|action|on[a-z]+)=/i);
    expect(page).not.toMatch(/url\(|@import/i);
  });

  test('names no address but that of Temporal’s web interface', () => {
    const addresses = [...page.matchAll(/https?:\/\/[^\s"<]+/g)].map(([address]) => address);
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses)
      expect(address).toContain('localhost:8233/namespaces/default/workflows/');
  });

  test('begins with the verdict and with what went wrong', () => {
    expect(page).toContain('<title>nightly: failed</title>');
    expect(page).toContain('3 of 6 steps succeeded, 2 failed, 1 skipped; took 13m 30s.');
    const wrong = sectionOf(page, 'What went wrong');
    expect(wrong).toMatch(/score<\/strong>: .*its gate failed/);
    expect(wrong).toContain('no run has a label of tone');
  });

  test('has a picture and a table for every chart, and a title for every mark', () => {
    for (const title of ['Timeline', 'Counts', 'Gates', 'Items of models']) {
      const section = sectionOf(page, title);
      expect(section).toContain('<svg role="img" aria-label=');
      expect(section).toContain('<table>');
    }
    const marks = [...page.matchAll(/<(rect|circle)\b[^>]*?(\/?)>(<title>)?/g)];
    const zones = marks.filter(([mark]) => /class="(pale|zone-bad|zone-warn)"[^>]*\/>/.test(mark));
    expect(marks.length).toBeGreaterThan(50);
    for (const [mark, , , title] of marks.filter((one) => !zones.includes(one)))
      expect([mark, title]).toEqual([mark, '<title>']);
  });

  test('shows both sets of scores of a check with their means, the difference and the test', () => {
    const gates = sectionOf(page, 'Gates');
    for (const text of [
      'mean 0.7512',
      'mean 0.8312',
      'baseline 0.8312',
      'Difference to the previous run: -0.08',
      'p = 0.003',
    ])
      expect(gates).toContain(text);
    expect(gates).toContain('ax-pipeline/nightly/before');
    expect(gates).toContain('no evidence');
  });

  test('shows the value of a check on a scale, with the bars and the baseline marked and named', () => {
    const [, share = '', mean = ''] = sectionOf(page, 'Gates').split('class="card"');
    const namesIn = (card: string): string[] =>
      [...(card.split('</svg>')[0] ?? '').matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(
        ([, text = '']) => text,
      );
    expect(namesIn(share)).toEqual(['this run 1.7%', 'at most 5%', 'warns above 1%', '0%', '2%', '4%', '6%']);
    expect(namesIn(mean).sort()).toEqual(
      [
        'this run 0.7512',
        'at least 0.7812',
        'warns below 0.85',
        'baseline 0.8312',
        '0.75',
        '0.8',
        '0.85',
      ].sort(),
    );
    expect(mean).toMatch(/<line class="bound" x1="\d+\.\d+%"[^>]*><title>at least 0\.7812<\/title>/);
  });

  test.each([
    [0, { min: 0 }],
    [1, { min: 1, max: 1 }],
    [-3e-7, { max: 2e-7 }],
    [123_456_789, { min: 5 }],
  ])('keeps the marks of %d within %j inside the chart, with two ticks at least', (value, bounds) => {
    const check = { measure: 'meanScore' as const, of: ['a'], evaluation: 'x', ...bounds };
    const found = {
      check,
      answer: 'pass' as const,
      reason: 'r',
      value,
      samples: 5,
      source: { experimentIds: [], runIds: [] },
    };
    const html = toHtml(
      documentOf({ steps: [stepResult('a', { gate: { answer: 'pass', checks: [found] } })] }),
    );
    const chart = sectionOf(html, 'Gates').split('</svg>')[0] ?? '';
    expect(chart.match(/class="dim tick"/g)?.length).toBeGreaterThanOrEqual(2);
    const places = [...chart.matchAll(/ (?:x|cx|x1)="(-?[\d.]+)%?"/g)].map(([, place]) => Number(place));
    expect(places.every((place) => place >= 0 && place <= 100)).toBe(true);
  });

  test('leads to the workflow of each attempt and item', () => {
    const root = 'http://localhost:8233/namespaces/default/workflows/ax-pipeline%2Fnightly%2F0f3c';
    for (const child of ['', '%2Fanswer~2', '%2Fscore', '%2Fmodels', '%2Fmodels%2Fmodel-3'])
      expect(page).toContain(`href="${root}${child}"`);
    expect(page).not.toContain(`href="${root}%2Ftask"`);
  });

  test('shows inputs, outputs and labels', () => {
    expect(sectionOf(page, 'Outputs')).toContain(
      '<td class="name">answer.rows</td><td class="wide">120</td>',
    );
    expect(sectionOf(page, 'Inputs')).toContain('[&quot;a&quot;,&quot;b&quot;]');
    expect(page).toContain('team: search');
  });

  test('does not draw steps of an earlier run into the time of this one', () => {
    expect(sectionOf(page, 'Steps')).toContain('reused by the rerun');
    expect(sectionOf(page, 'Timeline')).not.toContain('>task<');
  });

  test('of a lone run is a page of one step', () => {
    const html = toHtml(RUN);
    expect(html).toContain('<h1>generate-answers</h1>');
    expect(html).toContain('1 of 1 steps succeeded');
    expect(html).not.toContain('href=');
  });

  test('of a pipeline of which no step started has no timeline', () => {
    const html = toHtml(
      documentOf({ steps: [stepResult('answer', { state: 'skipped', reason: 'step x failed' })] }),
    );
    expect(html).toContain('skipped: step x failed');
    expect(sectionOf(html, 'Timeline')).toBe('');
  });

  test('of 1,000 items shows each, says which failed, and stays below 2 MB', () => {
    const html = toHtml(WIDE);
    expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    expect(html.match(/<rect class="(good|bad)" x="[\d.]+%" y="\d+" width="1.7%"/g)).toHaveLength(1000);
    expect(sectionOf(html, 'Items of models')).toContain('25 of 1000 items failed');
  });
});

test('of 1,000 items that all failed for long reasons stays below 2 MB too, and of 3,000 below 4 MB', () => {
  const items = Array.from({ length: 1000 }, (_, index) =>
    item(index, {
      key: `${'k'.repeat(50)}${index}`,
      value: 'v'.repeat(5000),
      state: 'failed',
      outcome: 'failed',
      reason: '<&>'.repeat(500),
    }),
  );
  const step = stepResult('models', { state: 'failed', items });
  const sizeOf = (steps: StepResult[]): number => Buffer.byteLength(toHtml(documentOf({ steps })));
  expect(sizeOf([step])).toBeLessThan(2_000_000);
  expect(sizeOf([step, step, step])).toBeLessThan(4_000_000);
});

test('scores that are all the same are one bar in the middle', () => {
  const scores = {
    count: 5,
    runs: 5,
    mean: 1,
    median: 1,
    min: 1,
    max: 1,
    labels: {},
    histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 5],
  };
  const check = { measure: 'meanScore' as const, of: ['a'], evaluation: 'x', min: 0.5 };
  const source = { experimentIds: [], runIds: [] };
  const found = { check, answer: 'pass' as const, reason: 'mean 1', value: 1, samples: 5, source, scores };
  const html = toHtml(
    documentOf({
      steps: [stepResult('a', { gate: { answer: 'pass', checks: [found] } })],
    }),
  );
  expect(html).toContain(
    'x="49%" y="20.0" width="2%" height="48.0"><title>this run: 5 scores from 1 to 1</title>',
  );
});

describe('whatever a name is', () => {
  test('it is shown as text, and is no tag', () => {
    const html = toHtml(HOSTILE_DOCUMENT);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(html).not.toContain('<script');
    // eslint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    expect(Buffer.from(html).toString()).toBe(html);
  });

  test('the tags of the page are the same', () => {
    const tags = tagsOf(toHtml(withTexts(NIGHTLY, 'x')));
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.constant(HOSTILE)), (text) => {
        expect(tagsOf(toHtml(withTexts(NIGHTLY, `x${text}`)))).toEqual(tags);
      }),
      { numRuns: 50 },
    );
  });

  test('an address that is none of the web’s becomes no link', () => {
    const html = toHtml({ ...NIGHTLY, data: { ...NIGHTLY.data, uiUrl: 'javascript:alert(1)' } });
    expect(html).not.toContain('href=');
  });
});
