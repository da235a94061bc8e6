import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../src/model/api/span.js';
import { columnsOf } from '../../../src/model/quality/columns.js';
import { addSpan, mergeTallies, openTally, rulesFor } from '../../../src/model/quality/span-tally.js';
import type { SpanTally } from '../../../src/model/quality/span-tally.js';
import type { SpanQuestion } from '../../../src/model/quality/span-question.js';
import { windowQuality } from '../../../src/model/quality/window-quality.js';
import type { WindowQuality } from '../../../src/model/quality/window-quality.js';
import {
  OTHER_RUN_ID,
  RUN_ID,
  START_MS,
  TASK_ID,
  annotation,
  evaluation,
  question,
  spanAt,
} from './spans.js';

function tallyOf(asked: SpanQuestion, spans: readonly Span[]): SpanTally {
  const tally = openTally(asked);
  const rules = rulesFor(asked);
  for (const span of spans) addSpan(tally, span, rules);
  return tally;
}
const qualityOf = (asked: SpanQuestion, spans: readonly Span[]): WindowQuality =>
  windowQuality(asked, tallyOf(asked, spans), { how: 'whole', requests: 1 });
const scored = (nth: number, score: number | null, label: string | null = null, metadata: unknown = null) =>
  spanAt(nth, { evaluations: [evaluation({ score, label, metadata })] });

describe('what is counted', () => {
  test('is what the spans bear: scores, labels, and what is neither', () => {
    const spans = [
      scored(1, 1, 'good'),
      scored(2, 0, 'bad'),
      scored(3, null, 'good'),
      spanAt(4, { evaluations: [evaluation({ misfits: { score: 'a text' }, label: 'good' })] }),
      spanAt(5, { evaluations: [evaluation({ explanation: 'Rate limit exceeded: 429' })] }),
      spanAt(6, { evaluations: [evaluation({ name: 'toxicity', score: 9 })] }),
      scored(7, 1e300),
    ];
    expect(qualityOf(question(), spans)).toMatchObject({
      spans: 7,
      allSpans: { count: 7, error: 0 },
      oldestMs: START_MS + 1,
      newestMs: START_MS + 7,
      evaluations: [
        {
          ...{ name: 'relevance', bearing: 6, evaluations: 6, attributedBy: 'window', unreadable: 2 },
          ...{ count: 2, mean: 0.5, meanError: 0, min: 0, median: 0.5, max: 1, labelled: 4 },
          labels: [
            { label: 'good', count: 3, share: 0.75, error: 0 },
            { label: 'bad', count: 1, share: 0.25, error: 0 },
          ],
          failed: { count: 1, reasons: [{ reason: 'rate limit', count: 1 }] },
          worst: [{ spanId: 'span-2', score: 0, label: 'bad' }, { spanId: 'span-1' }],
        },
      ],
    });
  });

  test('has each evaluation that was asked for, also one that no span bears', () => {
    const [summary] = qualityOf(question(), [spanAt(1)]).evaluations;
    expect(summary).toMatchObject({
      ...{ bearing: 0, evaluations: 0, count: 0, mean: null, meanError: null, sd: null, median: null },
      ...{ labels: [], histogram: [], worst: [] },
    });
  });

  test('is the same however the spans are shared between tallies, and survives JSON between them', () => {
    const values = fc.record({
      score: fc.option(fc.integer({ min: 0, max: 4 })),
      label: fc.option(fc.constantFrom('good', 'bad', '__proto__', 'constructor')),
      run: fc.constantFrom(null, RUN_ID, OTHER_RUN_ID),
      group: fc.constantFrom('a', 'b', ''),
    });
    const asked = question({
      ...{ taskId: TASK_ID, runIds: [RUN_ID], groupBy: 'attributes.model' },
      ...{ annotations: ['relevance'], pairs: [['relevance', 'annotation.relevance']] },
    });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 30 }), fc.nat(30), (made, border) => {
        const spans = made.map(({ score, label, run, group }, nth) =>
          spanAt(nth, {
            attributes: { model: group },
            evaluations: [evaluation({ score, label, metadata: { run } })],
            annotations: [annotation({ label })],
          }),
        );
        const [one, other] = [spans.slice(0, border), spans.slice(border)];
        const stored = JSON.parse(JSON.stringify(tallyOf(asked, one))) as SpanTally;
        const merged = mergeTallies(stored, tallyOf(asked, other));
        expect(windowQuality(asked, merged, { how: 'whole', requests: 1 })).toEqual(qualityOf(asked, spans));
      }),
    );
  });
});

describe('attribution', () => {
  const asked = question({ taskId: TASK_ID, runIds: [RUN_ID] });
  const [ours, others, tasks] = [{ run: RUN_ID }, { run: OTHER_RUN_ID }, { task: TASK_ID }];

  test('counts what names the run, and nothing else once there is such a one', () => {
    const spans = [
      scored(1, 9),
      scored(2, 1, null, ours),
      scored(3, 9, null, others),
      scored(4, 9, null, tasks),
    ];
    expect(qualityOf(asked, spans).evaluations[0]).toMatchObject({
      ...{ attributedBy: 'run', bearing: 4, evaluations: 1, count: 1, mean: 1 },
      by: { run: 1, task: 1, window: 1, other: 1 },
      writers: [
        { runId: RUN_ID, count: 1 },
        { runId: OTHER_RUN_ID, count: 1 },
      ],
      worst: [{ spanId: 'span-2' }],
    });
  });

  test('falls back to the task, and to the window, and says so', () => {
    expect(qualityOf(asked, [scored(1, 9), scored(2, 1, null, tasks)]).evaluations[0]).toMatchObject({
      ...{ attributedBy: 'task', mean: 1 },
    });
    expect(qualityOf(asked, [scored(1, 9), scored(2, 1, null, others)]).evaluations[0]).toMatchObject({
      ...{ attributedBy: 'window', count: 1, mean: 9 },
    });
  });

  test('never counts what others wrote: then nothing is known of the run', () => {
    expect(qualityOf(asked, [scored(2, 1, null, others)]).evaluations[0]).toMatchObject({
      ...{ attributedBy: 'run', bearing: 1, evaluations: 0, count: 0, mean: null },
    });
  });
});

describe('groups and pairs', () => {
  test.each([
    ['a dotted name', { 'llm.model_name': 'gpt' }],
    ['a nested object', { llm: { model_name: 'gpt' } }],
    ['the full path', { 'attributes.llm.model_name': 'gpt' }],
  ])('an attribute is found by %s', (_, attributes) => {
    const asked = question({ groupBy: 'attributes.llm.model_name' });
    const span = { ...scored(1, 1, 'good'), attributes };
    const { groups, evaluations } = qualityOf(asked, [span, scored(2, 0)]);
    expect(groups).toEqual([
      { group: 'gpt', spans: 1 },
      { group: '', spans: 1 },
    ]);
    expect(evaluations[0]?.groups).toMatchObject([
      { group: 'gpt', count: 1, mean: 1, labels: [{ label: 'good', count: 1 }] },
      { group: '', count: 1, mean: 0 },
    ]);
  });

  test('a pair is compared on the same span, by labels, or scores where there are none', () => {
    const asked = question({ pairs: [['relevance', 'annotation.relevance']] });
    const pair = (nth: number, label: string | null, other: string | null) =>
      spanAt(nth, {
        evaluations: label === null ? [] : [evaluation({ label })],
        annotations: other === null ? [] : [annotation({ label: other })],
      });
    const spans = [
      pair(1, 'good', 'good'),
      pair(2, 'good', 'bad'),
      pair(3, 'bad', null),
      pair(4, null, 'bad'),
    ];
    const byScore = spanAt(5, {
      evaluations: [evaluation({ score: 0.1 + 0.2 })],
      annotations: [annotation({ score: 1 })],
    });
    expect(qualityOf(asked, [...spans, byScore]).pairs).toEqual([
      {
        ...{ first: 'relevance', second: 'annotation.relevance', rest: 0, onlyFirst: 1, onlySecond: 1 },
        ...{ rows: ['good', '0.3'], columns: ['good', 'bad', '1'] },
        counts: [
          [1, 1, 0],
          [0, 0, 1],
        ],
      },
    ]);
  });
});

test('only the columns of the question are asked for, and explanations only for reasons', () => {
  const asked = question({
    annotations: ['correct'],
    pairs: [['relevance', 'annotation.sound']],
    groupBy: 'kind',
  });
  expect(columnsOf(asked)).toEqual([
    ...['eval.relevance.score', 'eval.relevance.label', 'eval.relevance.metadata'],
    ...['annotation.correct.score', 'annotation.correct.label'],
    ...['annotation.sound.score', 'annotation.sound.label'],
  ]);
  expect(columnsOf(question({ withReasons: true }))).toContain('eval.relevance.explanation');
  expect(columnsOf(question({ groupBy: 'llm.model_name' }))).toContain('attributes.llm.model_name');
  expect(columnsOf(question({ evaluations: [] }))).toEqual(['attributes.ax_tasks.none']);
});

test('hostile spans cost a bounded tally: a label, a group, a score and a run for each of 2,000 spans', () => {
  const asked = question({
    ...{ groupBy: 'attributes.model', annotations: ['relevance'], runIds: [RUN_ID], taskId: TASK_ID },
    pairs: [['relevance', 'annotation.relevance']],
  });
  const hostile = (nth: number): Span => {
    const text = `\u0000\u001b[31m"${nth}`.repeat(40);
    const judged = { score: Math.sin(nth) * 10 ** (nth % 90), label: text };
    const metadata = { run: RUN_ID, more: text };
    return spanAt(nth, {
      ...{ traceId: text, attributes: { model: text } },
      evaluations: [evaluation({ ...judged, metadata, explanation: text })],
      annotations: [annotation({ ...judged, label: `${text}!` })],
    });
  };
  const tally = tallyOf(
    asked,
    Array.from({ length: 2000 }, (_, nth) => hostile(nth)),
  );
  expect(tally.evaluations[0]?.counted.labels.counts).toHaveLength(50);
  expect(JSON.stringify(tally).length).toBeLessThan(150_000);
  const quality = windowQuality(asked, tally, { how: 'whole', requests: 4 });
  expect(quality).toMatchObject({
    otherGroups: 1950,
    evaluations: [{ otherLabels: 1950, binWidth: expect.any(Number) as number, worst: [] }],
  });
  expect(JSON.stringify(quality).length).toBeLessThan(150_000);
});
