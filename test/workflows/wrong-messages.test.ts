import { CLAIM_UPDATE } from '../../src/model/backfill/backfill-claims.js';
import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BACKFILL_UPDATES } from '../../src/model/backfill/messages.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../src/model/coverage/coverage-messages.js';
import { QUALITY_QUERIES, QUALITY_SIGNALS } from '../../src/model/quality/kept/quality-messages.js';
import { PAUSE_ITEMS } from '../../src/model/fan-out/inputs.js';
import { PIPELINE_UPDATES } from '../../src/model/pipeline/messages.js';
import { ADVANCE_UPDATE, WATERMARK_QUERY } from '../../src/model/schedule/watermark.js';
import { REGISTER_SIGNAL } from '../../src/model/run/watch/waiter.js';
import { step } from '../support/step.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';
import { planOf } from './backfill/backfills.js';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const start = (workflow: string, input: unknown): Promise<WorkflowHandle> =>
  rig.env.client.workflow.start(workflow, {
    taskQueue: 'test',
    workflowId: randomUUID(),
    args: [input],
  });

/** No workflow task failed, so nothing is retried for ever. */
async function expectNoFailedTask(handle: WorkflowHandle): Promise<void> {
  const { events } = await handle.fetchHistory();
  expect(events?.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).toEqual([]);
}

const NO_ARGUMENTS: unknown[][] = [[], [null], [7], ['x'], [{}], [[]]];
const NO_REQUESTS: unknown[][] = [...NO_ARGUMENTS, [{ by: 7 }], [{ by: '' }], [{ by: 'ann', reason: 7 }]];

async function expectRefused(handle: WorkflowHandle, update: string, requests: unknown[][]): Promise<void> {
  for (const args of requests) {
    const error: unknown = await handle
      .executeUpdate<unknown, [unknown]>(update, { args: args as [unknown] })
      .catch((reason: unknown) => reason);
    expect(error, `${update} ${JSON.stringify(args)}`).toBeInstanceOf(WorkflowUpdateFailedError);
    expect((error as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'InvalidInput' });
  }
  await expectNoFailedTask(handle);
}

test('a signal with a wrong argument registers no waiter', async () => {
  const handle = await start('watchTask', { taskId: 'T1' });
  for (const args of [...NO_ARGUMENTS, [[{}]], [[{ workflowId: 7 }]]])
    await handle.signal<unknown[]>(REGISTER_SIGNAL, ...args);
  const isRead = async (): Promise<boolean> =>
    ((await handle.fetchHistory()).events ?? []).at(-1)?.workflowTaskCompletedEventAttributes !== undefined;
  await until(isRead);
  expect((await handle.describe()).raw.pendingActivities ?? []).toEqual([]);
  await expectNoFailedTask(handle);
  await handle.terminate();
});

test('a signal with a wrong argument does not pause a fan-out', async () => {
  const each = step('each', {
    trigger: { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' },
    task: 'nightly-hallucination',
    fanOut: { items: [{ key: 'a', value: 1, isMatrix: false }], limit: 1, onConflict: 'wait' },
  });
  const handle = await start('runFanOut', {
    pipeline: { name: 'p', workflowId: 'w', rerunOf: null },
    step: each,
    scope: {},
    experimentIds: [],
    deadlineMs: null,
    attemptsBefore: 0,
    kept: [],
  });
  for (const args of NO_ARGUMENTS) await handle.signal<unknown[]>(PAUSE_ITEMS, ...args);
  await until(async () => (await handle.describe()).status.name === 'COMPLETED');
  await expectNoFailedTask(handle);
});

test.concurrent('every update of a pipeline refuses a wrong argument', async () => {
  const approval = { ...step('ask', {}), approval: { message: 'sure?' } };
  const handle = await start('runPipeline', {
    plan: { version: 1, name: 'p', labels: {}, steps: [approval] },
  });
  const { skipStep, retryStep, decide } = PIPELINE_UPDATES;
  for (const update of Object.values(PIPELINE_UPDATES)) await expectRefused(handle, update, NO_REQUESTS);
  for (const update of [skipStep, retryStep, decide])
    await expectRefused(handle, update, [[{ by: 'ann' }], [{ by: 'ann', stepId: 7 }]]);
  await expectRefused(handle, decide, [[{ by: 'ann', stepId: 'ask', decision: 'maybe' }]]);
  await handle.executeUpdate(decide, { args: [{ by: 'ann', stepId: 'ask', decision: 'approve' }] });
  expect(await handle.result()).toMatchObject({ verdict: 'good' });
});

test.concurrent('every update of a backfill refuses a wrong argument', async () => {
  const plan = await planOf(rig, 1);
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const handle = await start('runBackfill', { plan });
  const { resize, retryFailed } = BACKFILL_UPDATES;
  for (const update of Object.values(BACKFILL_UPDATES)) await expectRefused(handle, update, NO_REQUESTS);
  await expectRefused(
    handle,
    resize,
    [0, -1, 1.5, '4', null, undefined].map((limit) => [{ by: 'ann', limit }]),
  );
  await expectRefused(handle, retryFailed, [[{ by: 'ann', unresolved: 'yes' }]]);
  await handle.terminate();
});

test.concurrent('the update of a watermark refuses a wrong argument', async () => {
  const handle = await start('keepWatermark', { provenMs: 0 });
  const wrong = [7, {}, { startMs: '0', endMs: 1 }, { startMs: 1, endMs: 0 }].map((interval) => [
    { interval },
  ]);
  await expectRefused(handle, ADVANCE_UPDATE, [...NO_ARGUMENTS, ...wrong]);
  expect(await handle.query(WATERMARK_QUERY)).toEqual({ provenMs: 0 });
  await handle.terminate();
});

test.concurrent('the update that claims time for a backfill refuses a wrong argument', async () => {
  const handle = await start('keepBackfills', { taskId: 'T1' });
  const wrong = [7, {}, { workflowId: 'W', range: { dataStartTime: 'x' } }].map((claim) => [
    { claim, over: [] },
  ]);
  await expectRefused(handle, CLAIM_UPDATE, [...NO_ARGUMENTS, ...wrong, [{ claim: null, over: [-1] }]]);
  await handle.terminate();
});

test.concurrent('signals with a wrong argument change nothing in a ledger', async () => {
  const taskId = 'T1';
  const index = await start('keepCoverage', { taskId });
  const month = await start('keepCoverageMonth', { taskId, month: '2026-11' });
  const quality = await start('keepQualityMonth', { taskId, month: '2026-11' });
  const wrong = [...NO_ARGUMENTS, [{ taskId: 'other' }], [{ taskId, months: 7, entries: 7, windows: 7 }]];
  for (const args of wrong) {
    await index.signal<unknown[]>(COVERAGE_SIGNALS.note, ...args);
    await month.signal<unknown[]>(COVERAGE_SIGNALS.record, ...args);
    await quality.signal<unknown[]>(QUALITY_SIGNALS.record, ...args);
  }
  expect(await index.query(COVERAGE_QUERIES.index)).toEqual({ months: [], begunAs: {}, sync: null });
  expect(await month.query(COVERAGE_QUERIES.entries)).toEqual({ texts: [], rows: [] });
  expect(await quality.query(QUALITY_QUERIES.windows)).toEqual({ texts: [], rows: [] });
  for (const handle of [index, month, quality]) {
    await expectNoFailedTask(handle);
    await handle.terminate();
  }
});
