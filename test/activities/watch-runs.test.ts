import type { ApplicationFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import { NO_PROGRESS } from '../../src/model/run/await-runs.js';
import type { AwaitRunsResult } from '../../src/model/run/await-runs.js';
import { MIN_POLL_MS, PATIENCE_MS, pollPolicyOf } from '../../src/model/run/polling.js';
import type { WaitProgress } from '../../src/model/run/progress.js';
import { waiterKey } from '../../src/model/run/watch/waiter.js';
import type { Waiter } from '../../src/model/run/watch/waiter.js';
import type { WatchRunsRequest, WatchRunsResult } from '../../src/model/run/watch/watch.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

const LIST = { method: 'GET', path: '/v2/tasks/*/runs' };
const status = (code: number) => ({ kind: 'respond', status: code, body: '' }) as const;

async function trigger(runs: number): Promise<{ taskId: string; waiters: Waiter[] }> {
  const waiters: Waiter[] = [];
  let taskId = '';
  for (let at = 0; at < runs; at++) {
    const run = await ax.triggerRun({
      ...{ task: 'generate-answers', space: 'research', experimentName: `many-${at}` },
    });
    taskId = run.taskId;
    waiters.push(waiterFor(run.id));
  }
  return { taskId, waiters };
}

const waiterFor = (runId: string): Waiter => ({
  ...{ workflowId: `w-${runId}`, executionId: 'x', activityId: '1', runId, poll: pollPolicyOf(5000) },
  ...{ sinceMs: 0, untilMs: 1e12, registeredMs: 0, stalledAfterMs: 60_000, endsWhenStalled: false },
  moved: {
    ...{ runId, status: 'RUNNING', counts: { successes: 0, errors: 0, skipped: 0 } },
    ...{ sinceMs: 0, seenMs: 0, longestMs: 0 },
  },
});

/** Completions of activities, as Temporal's client gets them. */
type Complete = (activity: { workflowId: string }, result: AwaitRunsResult) => Promise<void>;

interface Looked {
  result: WatchRunsResult | ApplicationFailure;
  completed: Record<string, AwaitRunsResult>;
  beats: WaitProgress[];
}

/** One look, in an activity that has just begun. */
async function look(
  request: Pick<WatchRunsRequest, 'taskId' | 'waiters'> & Partial<WatchRunsRequest>,
  fail: (workflowId: string) => Error | null = () => null,
): Promise<Looked> {
  const completed: Looked['completed'] = {};
  const complete: Complete = ({ workflowId }, result) => {
    const error = fail(workflowId);
    if (error !== null) return Promise.reject(error);
    completed[workflowId] = result;
    return Promise.resolve();
  };
  // The SDK runs an activity within a call of its client.
  const withAbortSignal = <T>(_signal: AbortSignal, run: () => T): T => run();
  const client = { activity: { complete }, withAbortSignal } as unknown as Client;
  const env = new MockActivityEnvironment({}, { client });
  const beats: WaitProgress[] = [];
  env.on('heartbeat', (progress: WaitProgress) => beats.push(progress));
  const whole = { memory: NO_PROGRESS, dueMs: 0, firstExecutionId: 'x', ...request };
  const result = await env
    .run<[WatchRunsRequest], WatchRunsResult, Activities['watchRuns']>(activities.watchRuns, whole)
    .catch((error: unknown) => error as ApplicationFailure);
  return { result, completed, beats };
}

test('a look that found nothing fails with what is left until the next one', async () => {
  simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const { result, beats } = await look(await trigger(5));
  expect(result).toMatchObject({ type: 'StillRunning' });
  const delayMs = (result as { nextRetryDelay?: unknown }).nextRetryDelay;
  expect(delayMs).toBeGreaterThanOrEqual(MIN_POLL_MS);
  expect(delayMs).toBeLessThan(5000);
  expect(beats.at(-1)).toMatchObject({ dueMs: 4717, runs: { length: 5 } });
});

test('a look that is not due yet asks for nothing', async () => {
  const request = await trigger(4);
  const seq = simulator.journal().requests.length;
  const { result } = await look({ ...request, dueMs: 60_001 });
  expect(result).toMatchObject({ type: 'StillRunning', nextRetryDelay: 60_000 });
  expect(simulator.journal().requests).toHaveLength(seq);
});

test('it completes the wait of each run that has ended, and tells the watcher', async () => {
  simulator.addBehaviour({ looks: 1, outcome: 'failed' });
  simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const request = await trigger(5);
  const [first] = request.waiters;
  const { result, completed } = await look(request);
  expect(Object.keys(completed)).toEqual([first?.workflowId]);
  expect(Object.values(completed)[0]?.ended).toMatchObject([{ runId: first?.runId, status: 'FAILED' }]);
  expect(result).toMatchObject({ told: request.waiters.slice(0, 1).map(waiterKey) });
});

test('a wait that has ended is told; one that Temporal did not answer for waits on', async () => {
  simulator.addBehaviour({ looks: 1, times: 'always' });
  const request = await trigger(2);
  const [gone, silent] = request.waiters;
  const notFound = Object.assign(new Error('not found'), { name: 'ActivityNotFoundError' });
  const { result } = await look(request, (workflowId) =>
    workflowId === gone?.workflowId ? notFound : new Error('no answer'),
  );
  expect(result).toMatchObject({ told: [waiterKey(gone ?? waiterFor('none'))] });
  expect(silent).toBeDefined();
});

test.each([401, 403, 404, 500])('a list that answers %i decides nothing', async (code) => {
  simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const request = await trigger(5);
  simulator.addFault({ match: LIST, answer: status(code), times: 'always' });
  const { result, beats } = await look(request);
  expect(result).toMatchObject({ type: 'StillRunning' });
  expect(beats.at(-1)).toMatchObject({ problem: null, failuresInARow: 0 });
});

test('looks that stay refused end the waits that have borne them for ten minutes', async () => {
  const { taskId, waiters } = await trigger(5);
  simulator.addFault({ match: { method: 'GET' }, answer: status(401), times: 'always' });
  const memory = { ...NO_PROGRESS, failuresInARow: 9, refusedSinceMs: -PATIENCE_MS };
  const [late = waiterFor('none'), ...others] = waiters;
  const early = others.map((each) => ({ ...each, registeredMs: -PATIENCE_MS }));
  const { result, completed } = await look({ taskId, waiters: [late, ...early], memory });
  expect(Object.keys(completed)).toHaveLength(4);
  for (const { refused } of Object.values(completed)) expect(refused?.type).toBe('AxAuthentication');
  expect(result).toMatchObject({ memory: { failuresInARow: 10, refusedSinceMs: -PATIENCE_MS } });
});

test('the watcher hears of each look that failed, and when the next one is due', async () => {
  const request = await trigger(5);
  simulator.addFault({
    match: { method: 'GET' },
    answer: { ...status(429), headers: { 'retry-after': '90' } },
  });
  const { result } = await look(request);
  expect(result).toMatchObject({ told: [], dueMs: 90_001, memory: { failuresInARow: 1 } });
});
