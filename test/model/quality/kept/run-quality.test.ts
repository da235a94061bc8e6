import { describe, expect, test } from 'vitest';
import type { Span } from '../../../../src/model/api/span.js';
import { didEvaluate } from '../../../../src/model/quality/kept/did-evaluate.js';
import { valuesOfRuns } from '../../../../src/model/quality/kept/evaluation-value.js';
import { isKeptQuality } from '../../../../src/model/quality/kept/kept-quality.js';
import { groupsOf, keptOf, runQualityOf } from '../../../../src/model/quality/kept/run-quality.js';
import type { SpanQuestion } from '../../../../src/model/quality/span-question.js';
import { addSpan, openTally, rulesFor } from '../../../../src/model/quality/span-tally.js';
import { windowQuality } from '../../../../src/model/quality/window-quality.js';
import type { WindowQuality } from '../../../../src/model/quality/window-quality.js';
import type { RunResult } from '../../../../src/model/run/run-result.js';

const [startMs, endMs] = [Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2)];
const QUESTION: SpanQuestion = {
  ...{ projectId: 'P', startMs, endMs, filter: null, taskId: null, runIds: [], maxRequests: 20 },
  ...{ evaluations: ['relevance', 'tone'], annotations: [], pairs: [], groupBy: 'kind' },
};

/** What spans with these scores and labels amount to; odd ones are of another kind. */
function qualityOf(judged: readonly [score: number | null, label: string | null][]): WindowQuality {
  const tally = openTally(QUESTION);
  const rules = rulesFor(QUESTION);
  for (const [at, [score, label]] of judged.entries()) {
    const startedAt = new Date(startMs + at).toISOString();
    const evaluation = { name: 'relevance', score, label, metadata: null, explanation: null, misfits: {} };
    const span = {
      traceId: 't',
      spanId: `s${at}`,
      startedAt,
      kind: at % 2 === 0 ? 'LLM' : 'TOOL',
      evaluations: [evaluation],
    };
    addSpan(tally, { ...span, annotations: [], attributes: {} } as unknown as Span, rules);
  }
  return windowQuality(QUESTION, tally, { how: 'whole', requests: 1 });
}

const QUALITY = qualityOf([
  [0.1, 'bad'],
  [0.5, 'good'],
  [0.9, 'good'],
  [0.9, null],
]);

describe('what is kept of a window', () => {
  test('has the numbers of each evaluation, and no span', () => {
    const kept = keptOf(QUALITY, { readMs: endMs, runId: 'R' });
    expect(kept).toMatchObject({ startMs, endMs, spans: 4, windows: 1, isSample: false });
    expect(kept.evaluations['relevance']).toMatchObject({
      evaluated: 4,
      count: 4,
      mean: 0.6,
      min: 0.1,
      max: 0.9,
      labels: { good: 2, bad: 1 },
    });
    expect(kept.evaluations['tone']).toMatchObject({ evaluated: 0, mean: null, quartiles: null });
    expect(isKeptQuality(kept)).toBe(true);
    expect(JSON.stringify(kept)).not.toContain('"s0"');
  });

  test('of many labels has those that are frequent by name in a result, and the rest in one number', () => {
    const many = qualityOf(Array.from({ length: 40 }, (_, at): [null, string] => [null, `label ${at}`]));
    const [relevance] = runQualityOf(many).evaluations;
    expect(Object.keys(relevance?.summary.labels ?? {})).toHaveLength(20);
    expect(relevance?.summary.otherLabels).toBe(20);
    expect(isKeptQuality(keptOf(many, { readMs: 1, runId: null }))).toBe(true);
  });

  test('has the lowest scores in a result, five at most', () => {
    const [relevance] = runQualityOf(
      qualityOf(Array.from({ length: 9 }, (_, at): [number, null] => [9 - at, null])),
    ).evaluations;
    expect(relevance?.worst.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5]);
  });

  test('by groups has an evaluation for each of them', () => {
    const named = groupsOf(QUALITY).evaluations.map(({ name, summary }) => [
      name,
      summary.count,
      summary.mean,
    ]);
    expect(named).toEqual([
      ['relevance of LLM', 2, 0.5],
      ['relevance of TOOL', 2, 0.7],
    ]);
  });
});

describe('the main number of an evaluation', () => {
  test('is its mean, or the share of its most frequent label, and there is none without either', () => {
    const labelled = qualityOf([
      [null, 'good'],
      [null, 'good'],
      [null, 'bad'],
      [null, 'good'],
    ]);
    expect(valuesOfRuns([QUALITY, labelled].map(runQualityOf))).toEqual([
      { evaluation: 'relevance', label: null, value: 0.6, samples: 4 },
      { evaluation: 'relevance', label: 'good', value: 0.75, samples: 4 },
    ]);
  });
});

describe('a run is read afterwards', () => {
  const window = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };
  const counts = { successes: 3, errors: 0, skipped: 0 };
  const result = {
    taskId: 'T',
    runId: 'R',
    run: { counts },
    window,
    verdict: 'good',
  } as unknown as RunResult;

  test('if it evaluated spans of a window and ended well', () => {
    expect(didEvaluate(result)).toEqual({ taskId: 'T', runIds: ['R'], startMs, endMs, maxRequests: 20 });
  });

  test.each([
    ['there is none', null],
    ['it takes no window', { ...result, window: null }],
    ['it evaluated nothing', { ...result, run: { counts: { ...counts, successes: 0 } } }],
    ['it had too many errors', { ...result, verdict: 'errors' }],
    ['it was never seen', { ...result, run: null }],
  ])('and not if %s', (_, given) => {
    expect(didEvaluate(given as RunResult | null)).toBeNull();
  });
});
