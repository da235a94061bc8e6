import { describe, expect, test } from 'vitest';
import type { Judgement } from './judge-trial.js';
import { kindNamed } from './kinds/index.js';
import { renderReport, type ReportFacts } from './report.js';
import type { TrialResult } from './trial-result.js';

const facts: ReportFacts = {
  date: '2026-11-21T12:00:00.000Z',
  seed: 9,
  command: 'npm run faults -- --seed 9',
  machine: '2 cores',
  lastedMs: 90_000,
  keysFound: 0,
};
const good: Judgement = {
  duplicates: 0,
  lost: 0,
  wrong: 0,
  orphans: 0,
  adjudicated: 0,
  posts: 1,
  extraRequests: 0,
  recoveryMs: null,
  durationMs: 4000,
  notes: [],
};

let number = 0;
const trial = (
  name: string,
  judgement: Partial<Judgement> = {},
  more: Partial<TrialResult> = {},
): TrialResult => ({
  plan: { number: (number += 1), kind: kindNamed(name), cancel: false, seed: 1 },
  subject: 'product',
  judgement: { ...good, ...judgement },
  reported: [],
  record: null,
  hasArrived: true,
  ...more,
});

const cells = (report: string, first: string): readonly string[] => {
  const line = report.split('\n').find((each) => each.startsWith(`| ${first} `)) ?? '';
  return line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);
};

describe('the report', () => {
  test('says when, with which seed, on what and how it was made', () => {
    const report = renderReport([trial('undisturbed')], facts);
    for (const part of [facts.date, 'seed 9', '2 cores', facts.command, '1.5 min', 'results: 0 places']) {
      expect(report).toContain(part);
    }
  });

  test('counts by kind, with recovery as a ratio to the undisturbed trials', () => {
    const kind = 'burst of 503';
    const report = renderReport(
      [
        trial('undisturbed'),
        trial(kind, { recoveryMs: 8000, extraRequests: 3 }),
        trial(kind, { recoveryMs: 8000, duplicates: 1 }),
      ],
      facts,
    );
    expect(cells(report, kind)).toEqual([
      kind,
      '2',
      '1',
      '0',
      '0',
      '0',
      '0',
      '8.0 s',
      '8.0 s',
      '2.0',
      '1.50',
    ]);
    expect(report).toContain('3 trials, 0 of them with a cancel: 1 went wrong.');
  });

  test('keeps what is beyond the limits apart, with its rate', () => {
    const kind = 'a run visible too late';
    const report = renderReport([trial('undisturbed'), trial(kind, { duplicates: 1 }), trial(kind)], facts);
    expect(report).toContain('1 trials, 0 of them with a cancel: none went wrong.');
    expect(cells(report, kind).slice(2)).toEqual(['2', '1', '50.0 %']);
  });

  test('sets the baselines beside the product on the same trials', () => {
    const shared = trial('burst of 503');
    const baseline = {
      ...shared,
      subject: 'retry loop',
      judgement: { ...good, duplicates: 1, orphans: 1 },
    } as const;
    const report = renderReport([shared, baseline, trial('undisturbed')], facts);
    expect(cells(report, 'product')).toEqual(['product', '1', '0.0 %', '0.0 %', '0.0 %', '0.0 %', '0.0 %']);
    expect(cells(report, 'retry loop')).toEqual([
      'retry loop',
      '1',
      '100.0 %',
      '0.0 %',
      '0.0 %',
      '100.0 %',
      '100.0 %',
    ]);
  });

  test('names the kinds of trials that did not come to their point', () => {
    const missed = { hasArrived: false };
    const report = renderReport(
      [trial('truncated body', {}, missed), trial('truncated body', {}, missed), trial('truncated body')],
      facts,
    );
    expect(report).toContain('the point that they were for: 2 (2 of _truncated body_)');
    expect(renderReport([trial('truncated body')], facts)).toContain('the point that they were for: 0\n');
  });

  test('is the same for the same results', () => {
    const results = [trial('undisturbed'), trial('truncated body')];
    expect(renderReport(results, facts)).toBe(renderReport(results, facts));
  });
});
