import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createActivities } from '../../src/activities/index.js';
import type { Activities } from '../../src/activities/index.js';
import { countingQuestion } from '../../src/model/quality/span-question.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import type { WindowQuality } from '../../src/model/quality/window-quality.js';
import type { GeneratedSpans } from '../../src/simulator/index.js';
import { startActivityRig } from '../support/activity-rig.js';
import { until } from '../support/until.js';

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

  test('has the spans that arrived a day late, if the search is to find them', async () => {
    const day = 86_400_000;
    generate(600);
    generate(600, { late_ms: 2 * day });
    generate(700, { start_time: END, end_time: new Date(endMs + day).toISOString() });
    expect((await read(question())).spans).toBe(600);
    const quality = await read(question({ lateForMs: 2 * day }));
    expect(found(quality)).toEqual(recorded());
    expect(quality.reading).toEqual({ how: 'whole', requests: 4 });
  });

  test('keeps to the filter', async () => {
    generate(900);
    const quality = await read(question({ filter: "eval.relevance.label = 'bad'" }));
    expect(found(quality)).toMatchObject({ spans: recorded().bad, good: 0 });
  });
});

const answered = () => searches().filter(({ status }) => status === 200).length;

describe('a walk whose worker dies', () => {
  test('goes on at its page: 20,000 spans are 40 requests, killed or not, and each counts once', async () => {
    generate(20_000, { spans_per_trace: 4 });
    // Of the page that the dead worker asked for last no answer comes.
    const held = simulator.addFault({
      match: { path: '/v2/spans' },
      skip: 16,
      times: 1,
      holdAt: 'before-effect',
    });
    const dead = attempt(question());
    dead.result.catch(() => undefined);
    await until(() => simulator.heldBy(held) === 1);
    const quality = await attempt(question(), dead.left.heartbeat).result;
    expect(found(quality)).toEqual(recorded());
    expect(answered()).toBe(40);
    expect(dead.left.bytes).toBeLessThan(5000);
    dead.cancel();
    simulator.releaseFault(held);
  });

  test('counts no span twice that starts at the very moment at which it went on, or comes again on the next page', async () => {
    generate(1200, { start_time: START, end_time: '2026-11-01T00:00:00.003Z' });
    const held = simulator.addFault({
      match: { path: '/v2/spans' },
      skip: 1,
      times: 1,
      holdAt: 'before-effect',
    });
    const dead = attempt(question());
    dead.result.catch(() => undefined);
    await until(() => simulator.heldBy(held) === 1);
    simulator.addFault({ match: { path: '/v2/spans' }, times: 'always', list: { repeatLast: 200 } });
    expect(found(await attempt(question(), dead.left.heartbeat).result)).toEqual(recorded());
    dead.cancel();
    simulator.releaseFault(held);
  });
});

describe('a service that goes wrong', () => {
  const onSearch = { match: { path: '/v2/spans' } };

  test('and refuses a cursor after an update makes the walk begin again, and counts nothing twice', async () => {
    generate(1700);
    simulator.addFault({ ...onSearch, skip: 2, times: 1, list: { refuseCursor: true } });
    const quality = await read(question());
    expect(found(quality)).toEqual(recorded());
    expect(quality.reading.requests).toBe(7);
  });

  test('and gives one cursor for ever ends the attempt, to be asked again for ten minutes', async () => {
    generate(1700);
    simulator.addFault({ ...onSearch, times: 'always', list: { repeatCursor: true } });
    await expect(read(question())).rejects.toMatchObject({ type: 'AxBrokenAnswer', nonRetryable: false });
  });

  test.each([
    ['a key that is refused', 401, 'AxAuthentication'],
    ['a project that is not there for it', 404, 'AxNotFound'],
    ['a limit', 429, 'AxRateLimit'],
  ])('%s is borne: the next attempt continues at the page', async (_, status, type) => {
    generate(1700);
    simulator.addFault({ ...onSearch, skip: 2, times: 1, answer: { kind: 'respond', status } });
    const first = attempt(question());
    await expect(first.result).rejects.toMatchObject({ type, nonRetryable: false });
    expect(found(await attempt(question(), first.left.heartbeat).result)).toEqual(recorded());
    expect(answered()).toBe(4);
  });

  test('a page that is no answer is asked for again, with fewer spans', async () => {
    generate(1700);
    simulator.addFault({ ...onSearch, skip: 1, times: 1, answer: { kind: 'garbage' } });
    expect(found(await read(question()))).toEqual(recorded());
    expect(searches().map(({ query }) => query['limit'])).toEqual(['500', '500', '100', '500', '500', '500']);
  });
});

describe('a window beyond the budget', () => {
  test('is sampled: the budget holds, and the truth lies within the bounds', async () => {
    generate(100_000, { evaluations: [{ ...RELEVANCE, labels: { good: 0.7, bad: 0.3 } }] });
    const quality = await read(question({ maxRequests: 60 }));
    const { good, bad } = recorded();
    expect(searches().length).toBeLessThanOrEqual(60);
    expect(quality.reading).toMatchObject({ how: 'sample', requests: searches().length, unfinished: 0 });
    const [{ mean, meanError, labels } = {}] = quality.evaluations;
    expect(Math.abs((mean ?? 0) - good / (good + bad))).toBeLessThanOrEqual(meanError ?? 0);
    expect(meanError).toBeLessThan(0.02);
    expect(labels?.[0]).toMatchObject({ label: 'good', share: mean, error: meanError });
    const { count, error } = quality.allSpans;
    expect(Math.abs(count - 100_000)).toBeLessThanOrEqual(Math.max(50, error ?? 0));
  });

  test('is sampled to the end after a death, with the parts that were read', async () => {
    generate(100_000);
    const held = simulator.addFault({
      match: { path: '/v2/spans' },
      skip: 30,
      times: 4,
      holdAt: 'before-effect',
    });
    const dead = attempt(question({ maxRequests: 60 }));
    dead.result.catch(() => undefined);
    await until(() => simulator.heldBy(held) === 4);
    const quality = await attempt(question({ maxRequests: 60 }), dead.left.heartbeat).result;
    expect(quality.reading).toMatchObject({ how: 'sample', unfinished: 0 });
    expect(answered()).toBeLessThanOrEqual(60);
    expect(dead.left.bytes).toBeLessThan(5000);
    dead.cancel();
    simulator.releaseFault(held);
  });

  test('that is too small for a sample says that only the newest spans were read, and gives no bound', async () => {
    generate(10_000);
    const quality = await read(question({ maxRequests: 5 }));
    expect(quality).toMatchObject({
      ...{ spans: 2500, allSpans: { count: 10_000, error: null } },
      reading: { how: 'sample', requests: 5, parts: { read: 0, of: 1 }, unfinished: 1 },
      evaluations: [{ count: 2500, meanError: null }],
    });
  });
});

describe('hostile spans', () => {
  test('cost a bounded answer and heartbeat: a label and a text of 20 KB each, scores that are none, one moment', async () => {
    const evaluations = [
      {
        name: 'relevance',
        labels: 'unique' as const,
        scores: ['NaN', 1e300, 0.5],
        explanation: '\u001b[31m'.repeat(500),
      },
    ];
    generate(3000, { start_time: START, end_time: START, attribute_bytes: 20_000, evaluations });
    const { result, left } = attempt(question({ groupBy: 'attributes.input.value', withReasons: true }));
    const quality = await result;
    expect(quality).toMatchObject({
      spans: 3000,
      evaluations: [{ bearing: 3000, unreadable: 2000, count: 1000, otherLabels: 2950 }],
    });
    expect(JSON.stringify(quality).length).toBeLessThan(30_000);
    expect(left.bytes).toBeLessThan(100_000);
  });

  test('leave no text behind: neither in the answer nor in a heartbeat', async () => {
    const secret = 'a secret that somebody typed';
    simulator.addSpans({
      project: PROJECT,
      spans: Array.from({ length: 501 }, (_, nth) => ({
        start_time: new Date(startMs + nth).toISOString(),
        ...{ name: secret, attributes: { 'input.value': secret }, status_message: secret },
        evaluations: [{ name: 'relevance', explanation: `rate limit: ${secret}` }],
      })),
    });
    const { result, left } = attempt(question({ withReasons: true }));
    const text = JSON.stringify([await result, left.heartbeat]);
    expect(text).toContain('rate limit');
    expect(text).not.toContain('secret');
  });
});

test('a question that makes no sense is refused before anything is asked', async () => {
  await expect(read(question({ maxRequests: 0 }))).rejects.toMatchObject({
    ...{ type: 'InvalidInput', nonRetryable: true },
    message:
      'Cannot read the quality of spans: question.maxRequests: expected a whole number, at least 1, got 0',
  });
  expect(searches()).toEqual([]);
});

test('where requests are limited, a reading takes half of the rate, a request at a time', async () => {
  generate(1300);
  const limited = createActivities({ ax, isRateLimited: true, requestsPerSecond: 20 });
  const beganMs = Date.now();
  await new MockActivityEnvironment().run(limited.readQuality, question());
  const arrivals = searches().map(({ at }) => Date.parse(at) - beganMs);
  expect(arrivals).toHaveLength(3);
  // Never sooner, however busy the machine is; the clocks have whole milliseconds.
  for (const [nth, afterMs] of arrivals.entries()) expect(afterMs).toBeGreaterThanOrEqual(nth * 100 - 2);
});
