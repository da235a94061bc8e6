import { describe, expect, test } from 'vitest';
import { answerFromKept } from '../../src/activities/gate/kept-answer.js';
import type { WindowAnswer } from '../../src/activities/gate/window-answer.js';
import type { KeptQuality } from '../../src/model/quality/kept/kept-quality.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import { HOUR_MS, NOVEMBER_MS } from '../support/coverage-entry.js';
import { keptQuality } from '../support/kept-quality.js';

const question = (from: number, until: number, more: Partial<SpanQuestion> = {}): SpanQuestion => ({
  ...{ projectId: 'P', filter: null, taskId: 'T', runIds: [], maxRequests: 200 },
  ...{ startMs: NOVEMBER_MS + from * HOUR_MS, endMs: NOVEMBER_MS + until * HOUR_MS },
  ...{ evaluations: ['relevance'], annotations: [], pairs: [], groupBy: null },
  ...more,
});

const HOURS = [
  keptQuality(0, [0.2, 0.4], { labels: ['bad', 'good'] }),
  keptQuality(1, [0.6], { labels: ['good'] }),
];

const answer = (
  kept: readonly KeptQuality[],
  asked: SpanQuestion,
  needsMedian = false,
): WindowAnswer | null => answerFromKept(kept, asked, needsMedian);

describe('what is kept answers', () => {
  test('a question about exactly its window, with its median', () => {
    const found = answer(HOURS, question(0, 1), true);
    expect(found).toMatchObject({
      spans: 2,
      reading: { how: 'kept', requests: 0, runIds: ['R0'], readMs: NOVEMBER_MS + 4 * HOUR_MS },
    });
    expect(found?.evaluations).toMatchObject([
      { name: 'relevance', attributedBy: 'run', count: 2, evaluations: 2, median: 0.2, meanError: 0 },
    ]);
  });

  test('a question about windows that touch, whose mean, extremes and labels are those of all', () => {
    const [relevance] = answer(HOURS, question(0, 2))?.evaluations ?? [];
    expect(relevance).toMatchObject({ count: 3, mean: 0.4, sd: 0.2, min: 0.2, max: 0.6, median: null });
    expect(relevance?.labels.map(({ label, count }) => [label, count])).toEqual([
      ['good', 2],
      ['bad', 1],
    ]);
  });
});

describe('what is kept does not answer', () => {
  const exact = { filter: null, attributedBy: {} };
  test.each<[string, readonly KeptQuality[], SpanQuestion]>([
    ['a part of the window is not kept', HOURS, question(0, 3)],
    ['there is a gap', [keptQuality(0, [1]), keptQuality(2, [1])], question(0, 3)],
    ['a window reaches beyond', HOURS, { ...question(0, 2), endMs: NOVEMBER_MS + 1.5 * HOUR_MS }],
    ['spans were selected by another filter', HOURS, question(0, 1, { filter: "kind = 'LLM'" })],
    ['an evaluation is not kept', HOURS, question(0, 1, { evaluations: ['relevance', 'tone'] })],
    ['others wrote in the window too', [keptQuality(0, [1], { exact })], question(0, 1)],
    ['it is an estimate', [keptQuality(0, [1], { isSample: true, exact: null })], question(0, 1)],
    ['pairs are asked for', HOURS, question(0, 1, { pairs: [['relevance', 'tone']] })],
    ['reasons of failures are asked for', HOURS, question(0, 1, { withReasons: true })],
    ['one run is asked for', HOURS, question(0, 1, { runIds: ['R0'] })],
    [
      'a part was read anew since, with other spans around it',
      [keptQuality(0, [1], { endMs: NOVEMBER_MS + 2 * HOUR_MS, readMs: 1 }), keptQuality(1, [0])],
      question(0, 2),
    ],
  ])('if %s', (_, kept, asked) => {
    expect(answer(kept, asked)).toBeNull();
  });

  test('if the median is asked for of several windows, or of so many scores that they may have been binned', () => {
    expect(answer(HOURS, question(0, 2), true)).toBeNull();
    const many = keptQuality(0, new Array<number>(1001).fill(1));
    expect(answer([many], question(0, 1), true)).toBeNull();
    expect(answer([many], question(0, 1))).not.toBeNull();
  });
});
