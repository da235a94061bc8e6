import { describe, expect, test } from 'vitest';
import type { CheckResult, WindowEvidence } from '../../src/model/gate/evidence.js';
import { gateSection } from '../../src/report/html/gate-section.js';
import { stepResult } from '../support/step-result.js';

const window = (more: Partial<WindowEvidence>): WindowEvidence => ({
  ...{ projectId: 'project', taskId: 'task', filter: null },
  ...{ start: '2026-11-10T00:00:00.000Z', end: '2026-11-11T00:00:00.000Z' },
  ...{ spans: 5000, attributedBy: 'run', requests: 10, value: 0.7, samples: 400 },
  ...more,
});
const none = { experimentIds: [], runIds: [] };

const sectionOf = (found: Partial<CheckResult>): string =>
  gateSection([
    stepResult('score', {
      gate: {
        answer: 'fail',
        checks: [
          {
            check: { measure: 'meanScore', of: ['score'], evaluation: 'relevance' },
            ...{ answer: 'fail', reason: 'why', value: 0.7, samples: 400, source: none },
            ...found,
          },
        ],
      },
    }),
  ]).text;

describe('the report of a gate', () => {
  test('shows the windows that were read, by whom evaluations were written, and what was a sample', () => {
    const html = sectionOf({
      source: { ...none, windows: [window({ sampled: { share: 0.25, error: 0.013 } })] },
      baseline: {
        ...{ value: 0.8, samples: 4000, difference: -0.1, pValue: 0.0004, test: "Welch's t-test" },
        interval: [-0.14, -0.06],
        source: { ...none, windows: [window({ attributedBy: 'task', value: null, samples: 0 })] },
      },
    });
    expect(html).toContain('5000 (a sample of 25%, ± 0.013)');
    expect(html).toContain('Windows');
    expect(html).toContain('no evidence');
    expect(html).toContain('-0.1 (95 % interval -0.14 to -0.06); p = 0.0004');
  });

  test('says of a p-value below what can be computed no more than that, and what came from the ledger', () => {
    const kept = { runIds: ['run'], readAt: '2026-11-11T01:00:00.000Z' };
    const html = sectionOf({
      baseline: {
        ...{ value: 0.8, samples: 4000, difference: -0.1, pValue: 1e-12, test: "Welch's t-test" },
        source: { ...none, windows: [window({ requests: 0, kept })] },
      },
    });
    expect(html).toContain('p &lt; 1e-12');
    expect(html).toContain('0 (from the ledger)');
  });

  test('draws control limits as bounds', () => {
    const html = sectionOf({
      check: {
        ...{ measure: 'meanScore', of: ['score'], evaluation: 'relevance', outsideControlLimits: 3 },
        baseline: { kind: 'trailing', windows: 14 },
      },
      baseline: {
        ...{ value: 0.8, samples: 4000, difference: -0.1, pValue: null, test: null, source: none },
        control: { deviation: 0.02, limits: [0.74, 0.86], windows: 14, falseAlarmShare: 0.0124 },
      },
    });
    expect(html).toContain('at least 0.74');
    expect(html).toContain('at most 0.86');
    expect(html).toContain('within 3 standard deviations of the 14 windows before');
  });

  test('shows what two judges said, however hostile their labels are', () => {
    const html = sectionOf({
      check: {
        measure: 'agreement',
        of: ['score'],
        between: ['relevance', 'annotation.Correctness'],
        min: 0.8,
      },
      interval: [0.6, 0.8],
      confusion: [
        { a: '<b>good', b: '<b>good', count: 31 },
        { a: '<b>good', b: 'bad', count: 7 },
      ],
    });
    expect(html).toContain('relevance \\ annotation.Correctness');
    expect(html).toContain('&lt;b&gt;good');
    expect(html).not.toContain('<b>good');
    expect(html).toContain('70% (95 % interval 60% to 80%)');
  });
});
