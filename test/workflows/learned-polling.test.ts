import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AwaitRunsRequest } from '../../src/model/run/await-runs.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const evaluation = (day: number, wait: RunTaskInput['wait']): RunTaskInput => {
  const dataStartTime = `2026-11-0${day}T00:00:00.000Z`;
  const window = { dataStartTime, dataEndTime: `2026-11-0${day}T12:00:00.000Z` };
  return { intent: { task: 'nightly-hallucination', space: 'research', trigger: window }, wait };
};

const experiment = (wait: RunTaskInput['wait']): RunTaskInput => ({
  intent: { task: 'generate-answers', space: 'research', trigger: {} },
  shareDataset: true,
  wait,
});

const run = async (input: RunTaskInput) => {
  const handle = await rig.start('runTask', input);
  await handle.result();
  return handle;
};

/** What the wait asked for, and all that the workflow keeps in memos. */
async function recorded(handle: Awaited<ReturnType<typeof run>>) {
  const { events } = await handle.fetchHistory();
  const waits = (events ?? [])
    .map((event) => event.activityTaskScheduledEventAttributes)
    .filter((scheduled) => scheduled?.activityType?.name === 'awaitRuns')
    .flatMap((scheduled) => scheduled?.input?.payloads ?? []);
  const [request] = waits.map((payload) => defaultPayloadConverter.fromPayload<AwaitRunsRequest>(payload));
  return { poll: request?.poll, memo: JSON.stringify((await handle.describe()).memo) };
}

const lists = (): number =>
  rig.simulator.journal().requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/runs'))
    .length;

test.each([
  ['evaluation', evaluation],
  ['experiment', (_: number, wait: RunTaskInput['wait']) => experiment(wait)],
])('an %s is looked at by what past runs took, for no more requests', async (_, inputOf) => {
  const former = await Promise.all([1, 2, 3, 4, 5].map((day) => run(inputOf(day, { pollIntervalMs: 1000 }))));
  expect((await recorded(former[0] as (typeof former)[0])).poll).not.toHaveProperty('learned');
  const before = lists();
  const { poll, memo } = await recorded(await run(inputOf(6, {})));
  expect(lists()).toBe(before + 1);
  // The task of the simulator had a run already.
  expect(poll?.learned?.runs).toBe(former.length + 1);
  expect(poll?.learned?.quantilesMs[4]).toBeGreaterThan(1000);
  expect(poll?.ageMs).toBeGreaterThanOrEqual(0);
  expect(memo).toContain('newestCreatedAt');
  expect(memo).not.toContain('learned');
});
