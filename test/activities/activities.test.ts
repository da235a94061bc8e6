import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import type { AwaitRunsRequest, AwaitRunsResult } from '../../src/model/run/await-runs.js';
import type { ActiveRuns, SweptTask } from '../../src/model/sweep/orphans.js';
import type { Fence } from '../../src/model/run/fence.js';
import { BUILT_IN_ACTIVITIES } from '../../src/model/temporal/built-in-activities.js';
import { DEFAULT_POLL_POLICY } from '../../src/model/run/polling.js';
import type { WaitProgress } from '../../src/model/run/progress.js';
import { startActivityRig } from '../support/activity-rig.js';

const rig = await startActivityRig();
const { simulator, ax, activities } = rig;
afterEach(() => simulator.reset());
afterAll(() => rig.stop());

const failureOf = async (call: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (error instanceof ApplicationFailure) return error;
  throw new Error(`expected an ApplicationFailure, got ${String(error)}`);
};

test('a pipeline can call none of them as an activity of its own', () => {
  expect(BUILT_IN_ACTIVITIES.toSorted()).toEqual(Object.keys(activities).toSorted());
});

describe('awaitRuns', () => {
  const trigger = (experimentName: string) =>
    ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName });
  const look = (
    env: MockActivityEnvironment,
    taskId: string | null,
    runIds: string[],
    sliceMs = 3_600_000,
  ): Promise<AwaitRunsResult> => {
    const request: AwaitRunsRequest = { taskId, runIds, poll: DEFAULT_POLL_POLICY, sliceMs };
    return env.run<[AwaitRunsRequest], AwaitRunsResult, Activities['awaitRuns']>(
      activities.awaitRuns,
      request,
    );
  };

  test('fails as StillRunning with a delay while nothing has ended, and heartbeats the counts', async () => {
    simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const run = await trigger('one');
    const env = new MockActivityEnvironment();
    const beats: WaitProgress[] = [];
    env.on('heartbeat', (progress: WaitProgress) => beats.push(progress));
    const failure = await failureOf(look(env, run.taskId, [run.id]));
    expect(failure.type).toBe('StillRunning');
    expect(failure.nextRetryDelay).toBeGreaterThanOrEqual(1000);
    expect(beats.at(-1)).toMatchObject({ looks: 1, runs: [{ runId: run.id }] });
  });

  test('looks at many runs by pages of the list, and believes an end only from the run itself', async () => {
    simulator.addBehaviour({ stuckAt: 'RUNNING', times: 5 });
    simulator.addBehaviour({ looks: 1, outcome: 'failed' });
    const runs = [];
    for (let i = 0; i < 6; i++) runs.push(await trigger(`many-${i}`));
    await ax.getRun({ runId: runs[5]?.id ?? '' });
    const since = simulator.journal().requests.at(-1)?.seq ?? 0;
    const ids = runs.map(({ id }) => id);
    const seen = await look(new MockActivityEnvironment(), runs[0]?.taskId ?? null, ids);
    expect(seen.ended.map(({ runId, status }) => [runId, status])).toEqual([[ids[5], 'FAILED']]);
    expect(seen.latest).toHaveLength(5);
    const asked = simulator.journal(since).requests.map(({ path }) => decodeURIComponent(path));
    expect(asked.filter((path) => path.endsWith('/runs'))).toHaveLength(1);
    expect(asked.filter((path) => path.includes('/task-runs/'))).toEqual([`/v2/task-runs/${ids[5]}`]);
  });

  test('a run that the list does not show is looked at itself', async () => {
    const runs = [];
    for (let i = 0; i < 4; i++) runs.push(await trigger(`hidden-${i}`));
    const ids = runs.map(({ id }) => id);
    simulator.addFault({ match: { path: '/v2/tasks/*/runs' }, list: { omitNewerThanMs: 60_000 } });
    const seen = await failureOf(look(new MockActivityEnvironment(), runs[0]?.taskId ?? null, ids));
    expect(seen.type).toBe('StillRunning');
    const asked = simulator.journal().requests.filter(({ path }) => path.includes('/task-runs/'));
    expect(asked).toHaveLength(4);
  });

  test('ends with its slice, though nothing has ended', async () => {
    simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const run = await trigger('slice');
    const env = new MockActivityEnvironment({
      scheduledTimestampMs: 0,
      currentAttemptScheduledTimestampMs: 60_000,
    });
    expect(await look(env, run.taskId, [run.id], 60_000)).toMatchObject({
      ended: [],
      gone: [],
      latest: [{ runId: run.id }],
    });
  });
});

describe('deleteTask', () => {
  const missing = { task: 'no-such-task', space: 'research' };

  test('takes not found on a retry for done', async () => {
    expect(await new MockActivityEnvironment({ attempt: 2 }).run(activities.deleteTask, missing)).toBeNull();
  });

  test('fails as AxNotFound at the first attempt', async () => {
    const call = new MockActivityEnvironment({ attempt: 1 }).run(activities.deleteTask, missing);
    expect((await failureOf(call)).type).toBe('AxNotFound');
  });
});

describe('readFence', () => {
  test('reads every page where the list does not come newest first', async () => {
    const task = await ax.getTask({ task: 'generate-answers', space: 'research' });
    const runs = [];
    for (let i = 0; i < 120; i++) runs.push(await ax.postTrigger(task, { experimentName: `fence-${i}` }));
    const match = { path: '/v2/tasks/*/runs' };
    simulator.addFault({ match, list: { order: 'oldest-first' }, times: 'always' });
    const env = new MockActivityEnvironment();
    const read = activities.readFence;
    const fence = await env.run<Parameters<typeof read>, Fence, typeof read>(read, {
      taskId: task.id,
      originalRunId: env.context.info.workflowExecution?.runId ?? '',
    });
    const newest = runs
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1);
    expect(fence.newestCreatedAt).toBe(newest);
  });
});

test('an answer too large for a history is refused with advice', async () => {
  const match = { path: '/v2/tasks' };
  const task = {
    id: 'T25saW5lVGFzazoxOmFi',
    type: 'CODE_EVALUATION',
    evaluators: [],
    experiment_ids: [],
    is_continuous: false,
  };
  const times = { created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z' };
  const body = {
    tasks: [{ ...task, ...times, name: 'x'.repeat(1_600_000) }],
    pagination: { has_more: false },
  };
  simulator.addFault({ match, answer: { kind: 'respond', status: 200, body } });
  const failure = await failureOf(new MockActivityEnvironment().run(activities.listTasks, {}));
  expect(failure).toMatchObject({ type: 'ResultTooLarge', nonRetryable: true });
  expect(failure.message).toContain('smaller limit');
});

describe('activeRuns', () => {
  const NOT_FOUND = { kind: 'respond', status: 404, body: '' } as const;
  const look = (info: object): Promise<ActiveRuns> =>
    new MockActivityEnvironment(info).run<[{ tasks: SweptTask[] }], ActiveRuns, Activities['activeRuns']>(
      activities.activeRuns,
      { tasks: [task] },
    );
  let task: SweptTask;
  beforeAll(async () => {
    const { id, name } = await ax.getTask({ task: 'generate-answers', space: 'research' });
    task = { id, name, isContinuous: false };
  });

  test('makes a look again that was answered with 404, and after ten minutes says that the task is unknown', async () => {
    simulator.addFault({
      match: { method: 'GET', path: '/v2/tasks/*/runs' },
      answer: NOT_FOUND,
      times: 'always',
    });
    expect(await failureOf(look({}))).toMatchObject({ type: 'AxNotFound', nonRetryable: false });
    const heartbeatDetails = { failuresInARow: 9, refusedSinceMs: 1, dueMs: 11 * 60_000, kept: null };
    expect(await look({ heartbeatDetails, attempt: 10 })).toEqual({ runs: [], unread: [task] });
  });
});
