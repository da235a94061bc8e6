import { describe, expect, test } from 'vitest';
import type { RunQuality } from '../../src/model/quality/kept/run-quality.js';
import type { WindowTrend } from '../../src/model/quality/kept/window-trend.js';
import { qualitySection } from '../../src/report/html/quality-section.js';
import { spanUrl } from '../../src/report/span-url.js';
import { toMarkdown } from '../../src/report/to-markdown.js';
import { resultDocument } from '../../src/files/result/result-document.js';
import { summaryOf } from '../support/kept-quality.js';
import { stepResult } from '../support/step-result.js';
import { HOSTILE, documentOf } from './support/documents.js';

const SPAN = { traceId: 'a1', spanId: 'b2', startedAt: '2026-11-20T12:00:00.000Z', score: 0.1, label: 'bad' };

const qualityOf = (text: string, more: Partial<RunQuality> = {}): RunQuality => ({
  projectId: 'P',
  projectUrl: 'https://app.arize.com/organizations/O/spaces/S/projects/P',
  window: { dataStartTime: '2026-11-20T00:00:00.000Z', dataEndTime: '2026-11-21T00:00:00.000Z' },
  spans: 4,
  isSample: false,
  evaluations: [
    {
      name: text,
      attributedBy: 'run',
      summary: summaryOf([0.1, 0.9, 0.8], [text, 'good', 'good']),
      worst: [{ ...SPAN, label: text }],
    },
  ],
  ...more,
});
/** Daily windows, of which the last is that of the step. */
const withTrend = (values: readonly number[], limits: WindowTrend['limits'] = null): RunQuality => {
  const quality = qualityOf('bad');
  const day = (before: number): string => new Date(Date.UTC(2026, 10, 20 - before)).toISOString();
  const points = values.map((value, at) => {
    const before = values.length - 1 - at;
    return { window: { dataStartTime: day(before), dataEndTime: day(before - 1) }, value, samples: 3 };
  });
  const trend: WindowTrend = { measure: { kind: 'mean' }, limits, points };
  return { ...quality, evaluations: quality.evaluations.map((each) => ({ ...each, trend })) };
};
const sectionOf = (quality: RunQuality): string =>
  qualitySection([stepResult('relevance', { quality })]).text;
const tagsOf = (html: string): string[] => [...html.matchAll(/<\/?[a-z][a-z0-9]*/gi)].map(([tag]) => tag);

describe('the quality of a step in a report', () => {
  test('has the count, the spread, the labels, and the lowest scores with links', () => {
    const html = sectionOf(qualityOf('bad'));
    expect(html).toContain('3 of 4 spans bear it (75%; they name this run); mean 0.6 of 3 scores');
    expect(html).toContain('aria-label="How the scores are spread"');
    expect(html).toContain('<title>good 66.7%</title>');
    expect(html).toMatch(/<a href="https:\/\/app\.arize\.com[^"]*selectedSpanId=b2[^"]*">b2<\/a>/);
  });

  test('has no links if the project has no address, and none to anything but the web', () => {
    expect(sectionOf({ ...qualityOf('bad'), projectUrl: 'javascript:alert(1)' })).not.toContain('<a ');
    expect(spanUrl(undefined, SPAN)).toBeNull();
    expect(spanUrl('https://x.test/p', { ...SPAN, startedAt: 'never' })).toBeNull();
  });

  test('leads to the hour around a span, whatever its IDs hold', () => {
    const url = new URL(spanUrl('https://x.test/p', { ...SPAN, traceId: 'a&b=c#d' }) ?? '');
    expect(url.searchParams.get('selectedTraceId')).toBe('a&b=c#d');
    expect(Number(url.searchParams.get('endA')) - Number(url.searchParams.get('startA'))).toBe(7_200_000);
  });

  test('shows texts from elsewhere as text', () => {
    expect(tagsOf(sectionOf(qualityOf(HOSTILE)))).toEqual(tagsOf(sectionOf(qualityOf('plain'))));
  });

  test('is not there if nothing was read, and says if no span bears the evaluation', () => {
    expect(qualitySection([stepResult('a')]).text).toBe('');
    const none = {
      ...qualityOf('x').evaluations[0],
      name: 'x',
      attributedBy: 'run',
      summary: summaryOf([]),
      worst: [],
    } as const;
    expect(sectionOf(qualityOf('x', { evaluations: [{ ...none, worst: [] }] }))).toContain(
      'None of 4 spans bears it.',
    );
  });

  test('has the trend of the last windows of the task as a chart, and where they lie by its limits', () => {
    const limits = { centre: 0.8, lower: 0.7, upper: 0.9 };
    const html = sectionOf(withTrend([0.8, 0.8, 0.6], limits));
    expect(html).toContain('Mean score in the last 3 windows: limits 0.7 to 0.9 around 0.8; 1 is outside.');
    expect(html).toContain('aria-label="bad over time"');
    expect(html).toContain('<title>2026-11-20 00:00 UTC: 0.6 of 3</title>');
    expect(html).toMatch(/Trend as a table.*2026-11-18T00:00:00.000Z/s);
  });

  test.each([
    [[], 'No trend: nothing is kept of this evaluation.'],
    [[0.6], 'No trend yet: only one window of this evaluation is kept.'],
  ])('has a sentence and no chart if the values of its windows are %j', (values, sentence) => {
    const html = sectionOf(withTrend(values));
    expect(html).toContain(sentence);
    expect(html).not.toContain('over time');
  });

  test('says in the summary what the windows before were like, and if this one is outside of the limits', () => {
    const rowOf = (quality: RunQuality): string | undefined =>
      toMarkdown(documentOf({ steps: [stepResult('relevance', { quality })] }))
        .split('\n')
        .find((line) => line.startsWith('| relevance | bad'));
    const limits = { centre: 0.8, lower: 0.7, upper: 0.9 };
    expect(rowOf(withTrend([0.75, 0.85, 0.6], limits))).toMatch(
      /\| 0\.8 in the 2 windows before; outside the limits \|$/,
    );
    expect(rowOf(withTrend([0.6]))).toMatch(/\| – \|$/);
    expect(rowOf(qualityOf('bad'))).toMatch(/\| – \|$/);
  });

  test('is a row of the summary, and a member of the document that its schema knows', () => {
    const document = documentOf({ steps: [stepResult('relevance', { quality: qualityOf('bad') })] });
    expect(toMarkdown(document)).toContain('| relevance | bad | 3 of 4 | 0.6 | good 66.7%, bad 33.3% |');
    expect(resultDocument.parse(document)).toEqual(document);
    const trended = documentOf({ steps: [stepResult('relevance', { quality: withTrend([0.8, 0.6]) })] });
    expect(resultDocument.parse(trended)).toEqual(trended);
  });
});
