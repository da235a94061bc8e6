import { expect, test } from 'vitest';
import type { EvaluationValue } from '../../src/model/quality/kept/evaluation-value.js';
import type { FiringSummary } from '../../src/model/schedule/schedule-report.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { sparkline } from '../../src/terminal/text/sparkline.js';
import { firedQualityLines } from '../../src/terminal/views/fired-quality-lines.js';

/** A firing for an hour with what its evaluations said. */
function firing(hour: number, quality: EvaluationValue[]): FiringSummary {
  const at = (hours: number): string => new Date(Date.UTC(2026, 10, 1, hours)).toISOString();
  const window = { dataStartTime: at(hour), dataEndTime: at(hour + 1) };
  const fired = {
    window,
    workflowId: null,
    verdict: 'good',
    outcome: null,
    runId: null,
    settled: null,
  } as const;
  const result = {
    schedule: 's',
    nominalAt: at(hour + 1),
    verdict: 'good',
    windows: [{ ...fired, quality }],
    watermark: null,
    note: null,
  } as const;
  return {
    workflowId: 'w',
    nominalAt: at(hour + 1),
    startedAt: at(hour + 1),
    closedAt: null,
    state: 'good',
    result: { ...result, windows: [...result.windows] },
  };
}
const score = (value: number): EvaluationValue => ({
  evaluation: 'relevance',
  label: null,
  value,
  samples: 9,
});
const share = (label: string, value: number): EvaluationValue => ({
  evaluation: 'tone',
  label,
  value,
  samples: 4,
});

test('the last firings show each evaluation with its last value and its trend, from the oldest window on', () => {
  const firings = [
    firing(3, [score(0.2), share('calm', 0.5)]),
    firing(2, []),
    firing(1, [score(0.9), share('calm', 1)]),
    firing(0, [score(0.8)]),
  ];
  expect(firedQualityLines(firings, PLAIN_STYLE)).toEqual([
    '',
    'EVALUATION  VALUE          LAST  OF  TREND',
    'relevance   mean score      0.2   9  ▇█ ▁',
    'tone        share of calm   50%   4   █ ▁',
  ]);
});

test('firings without evaluations show nothing', () => {
  expect(firedQualityLines([firing(0, [])], PLAIN_STYLE)).toEqual([]);
});

test('a sparkline of equal numbers stands in the middle, and is drawn in ASCII where nothing else can be shown', () => {
  expect(sparkline([0.5, null, 0.5], PLAIN_STYLE)).toBe('▅ ▅');
  expect(sparkline([0, 1], { ...PLAIN_STYLE, unicode: false })).toBe('_@');
  expect(sparkline([], PLAIN_STYLE)).toBe('');
});
