import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { requirementProblem } from '../../src/activities/pipeline/requirement-problem.js';
import type { Requirement } from '../../src/model/pipeline/requires/requirements.js';
import type { SpanCount } from '../../src/model/quality/span-count.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

const inActivity = <Request, Result>(
  call: (request: Request) => Promise<Result>,
  request: Request,
): Promise<Result> =>
  new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(call, request);

const PROJECT = 'support-bot';
const DAY_MS = 86_400_000;
/** No span of the seed is so old. */
const BEFORE_MS = Date.UTC(2022, 5, 1);
const at = (ms: number): string => new Date(ms).toISOString();
const of = { project: PROJECT, space: 'research' };

describe('spans of a window', () => {
  const counted = (startMs: number, endMs: number, maxRequests = 100): Promise<SpanCount> =>
    inActivity(activities.spansInWindow, { startMs, endMs, of, filter: null, maxRequests });

  test('are counted exactly, with the newest of them', async () => {
    const startMs = Date.UTC(2026, 9, 1);
    const record = simulator.spans(PROJECT, startMs, startMs + DAY_MS);
    expect(await counted(startMs, startMs + DAY_MS)).toMatchObject({
      count: record.length,
      newestAt: record.at(-1)?.startTime,
      isSample: false,
      requests: Math.ceil(record.length / 500),
    });
  });

  test('beyond the budget are estimated from a sample, and it is said', async () => {
    const generate = { count: 20_000, start_time: at(BEFORE_MS), end_time: at(BEFORE_MS + DAY_MS) };
    simulator.addSpans({ project: PROJECT, generate });
    const { count, isSample, requests } = await counted(BEFORE_MS, BEFORE_MS + DAY_MS, 20);
    expect([isSample, requests]).toEqual([true, 20]);
    expect(count).toBeGreaterThan(15_000);
    expect(count).toBeLessThan(25_000);
  });

  const required = (min: number) => {
    const requirement: Requirement = { kind: 'spans', spans: { min } };
    const window = { dataStartTime: at(BEFORE_MS), dataEndTime: at(BEFORE_MS + DAY_MS) };
    return { requirement, spansOf: { owner: { task: 'fresh-relevance', space: 'research' }, window } };
  };
  const problems = (min: number): Promise<string[]> => {
    const { requirement, spansOf } = required(min);
    const request = { requirements: [requirement], task: null, space: 'research', spansOf };
    return inActivity(activities.checkReadiness, request);
  };

  test('that a step requires are not said to be too few if the service gives one cursor again and again', async () => {
    const generate = { count: 1700, start_time: at(BEFORE_MS), end_time: at(BEFORE_MS + DAY_MS) };
    simulator.addSpans({ project: PROJECT, generate });
    simulator.addFault({ match: { path: '/v2/spans' }, times: 'always', list: { repeatCursor: true } });
    const { requirement, spansOf } = required(1800);
    const look = () => requirementProblem(ax, requirement, null, {}, spansOf);
    await expect(inActivity(look, null)).rejects.toThrow('the same cursor again and again');
  });

  test('are read no further than to the number that a step requires', async () => {
    const starts = [0, 1, DAY_MS].map((ms) => ({ start_time: at(BEFORE_MS + ms) }));
    simulator.addSpans({ project: PROJECT, spans: starts });
    expect(await problems(2)).toEqual([]);
    expect(await problems(3)).toEqual([
      'the window 2022-06-01T00:00:00.000Z to 2022-06-02T00:00:00.000Z has 2 spans, 3 are required',
    ]);
  });
});

describe('why a run found nothing', () => {
  const why = async (task: string, startMs = BEFORE_MS, createdMs = Date.now()) => {
    const { id: taskId } = await ax.getTask({ task, space: 'research' });
    const window = { dataStartTime: at(startMs), dataEndTime: at(startMs + DAY_MS) };
    return (await inActivity(activities.whyEmpty, { taskId, window, createdAt: at(createdMs) }))?.text;
  };

  test('the window has no spans, and later ones are there', async () => {
    expect(await why('fresh-relevance')).toBe('no spans in the window');
  });

  test("the task's filter lets none through", async () => {
    simulator.addSpans({ project: PROJECT, spans: [{ start_time: at(BEFORE_MS), kind: 'TOOL' }] });
    expect(await why('nightly-hallucination')).toBe("no spans in the window match the task's filter");
  });

  test('all are labelled', async () => {
    const evaluations = [{ name: 'relevance', label: 'relevant' }];
    simulator.addSpans({ project: PROJECT, spans: [{ start_time: at(BEFORE_MS), evaluations }] });
    expect(await why('fresh-relevance')).toBe('all labelled already: all 1 spans carry the evaluations');
  });

  test('they are not indexed yet: none is as new as the end of the window, or they came since', async () => {
    const nowMs = Date.now();
    expect(await why('fresh-relevance', nowMs - DAY_MS / 24 / 60 - DAY_MS + 60_000, nowMs)).toMatch(
      /^not indexed yet: \d+ spans are there by now$|^not indexed yet: the newest span/,
    );
    simulator.addSpans({ project: PROJECT, spans: [{ start_time: at(BEFORE_MS) }] });
    expect(await why('fresh-relevance')).toBe('not indexed yet: 1 spans are there by now');
  });
});
