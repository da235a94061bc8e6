import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import { countingQuestion } from '../../src/model/quality/span-question.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import type { WindowQuality } from '../../src/model/quality/window-quality.js';
import type { GeneratedSpans } from '../../src/simulator/index.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

const PROJECT = 'quiet-project';
const projectId = (await ax.resolveProject({ project: PROJECT, space: 'research' })).id;
const START = '2026-11-01T00:00:00Z';
const END = '2026-11-02T00:00:00Z';
const [startMs, endMs] = [Date.parse(START), Date.parse(END)];

const RELEVANCE = {
  name: 'relevance',
  labels: { good: 0.9, bad: 0.1 },
  scores: { byLabel: { good: 1, bad: 0 } },
};
const generate = (count: number, more: Partial<GeneratedSpans> = {}): void =>
  void simulator.addSpans({
    project: PROJECT,
    generate: { count, start_time: START, end_time: END, evaluations: [RELEVANCE], ...more },
  });

const question = (more: Partial<SpanQuestion> = {}): SpanQuestion => ({
  ...{ projectId, startMs, endMs, filter: null, evaluations: ['relevance'], annotations: [], pairs: [] },
  ...{ groupBy: null, taskId: null, runIds: [], maxRequests: 200, ...more },
});

/** An attempt, and what it would leave behind if its worker died now. */
function attempt(asked: SpanQuestion, heartbeatDetails?: unknown) {
  const environment = new MockActivityEnvironment(heartbeatDetails === undefined ? {} : { heartbeatDetails });
  const left = { heartbeat: undefined as unknown, bytes: 0 };
  environment.on('heartbeat', (details: unknown) => {
    const text = JSON.stringify(details);
    left.heartbeat = JSON.parse(text);
    left.bytes = Math.max(left.bytes, text.length);
  });
  const result = environment.run<[SpanQuestion], WindowQuality, Activities['readQuality']>(
    activities.readQuality,
    asked,
  );
  return { result, left, cancel: () => environment.cancel() };
}
const read = (asked: SpanQuestion): Promise<WindowQuality> => attempt(asked).result;

const searches = () => simulator.journal().requests.filter(({ path }) => path === '/v2/spans');

/** What the simulator's record says of the evaluation in the window. */
function recorded() {
  const spans = simulator.spans(PROJECT, startMs, endMs);
  const evaluations = spans.flatMap((span) => span.evaluations.filter(({ name }) => name === 'relevance'));
  const labelled = (wanted: string) => evaluations.filter(({ label }) => label === wanted).length;
  return {
    spans: spans.length,
    evaluations: evaluations.length,
    good: labelled('good'),
    bad: labelled('bad'),
  };
}
function found({ spans, evaluations: [summary] }: WindowQuality) {
  const labelled = (wanted: string) => summary?.labels.find(({ label }) => label === wanted)?.count ?? 0;
  return { spans, evaluations: summary?.bearing, good: labelled('good'), bad: labelled('bad') };
}

describe('a window that fits into the budget', () => {
  test('is read in full: 10,000 spans are 20 requests, and their evaluations are those on record', async () => {
    generate(10_000);
    const quality = await read(question());
    expect(quality.reading).toEqual({ how: 'whole', requests: 20 });
    expect(searches()).toHaveLength(20);
    expect(found(quality)).toEqual(recorded());
    expect(quality.evaluations[0]?.mean).toBeCloseTo(recorded().good / 10_000, 9);
  });

  test('is counted without any column', async () => {
    generate(1200);
    const quality = await read(countingQuestion({ projectId, startMs, endMs, filter: null }));
    expect(quality).toMatchObject({ spans: 1200, evaluations: [], reading: { how: 'whole', requests: 3 } });
    expect(searches()[0]?.body).toMatchObject({ included_columns: ['attributes.ax_tasks.none'] });
  });

  test('has the spans of its start and not those of its end, however many start at one moment', async () => {
    for (const at of [START, END]) generate(700, { start_time: at, end_time: at });
    expect(found(await read(question()))).toEqual(recorded());
    expect(recorded().spans).toBe(700);
  });

  test('counts each span once, though pages repeat some, and late ones too', async () => {
    generate(1300, { late_ms: 4 * 3_600_000 });
    simulator.addFault({ match: { path: '/v2/spans' }, times: 'always', list: { repeatLast: 30 } });
    expect(found(await read(question()))).toEqual(recorded());
  });

  test('keeps to the filter', async () => {
    generate(900);
    const quality = await read(question({ filter: "eval.relevance.label = 'bad'" }));
    expect(found(quality)).toMatchObject({ spans: recorded().bad, good: 0 });
  });
});
