import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backfillPlanOf } from '../src/calendar/backfill-plan-of.js';
import {
  ConflictingBackfillError,
  decide,
  InvalidWindowError,
  pauseBackfill,
  pausePipeline,
  readCoverage,
  resizeBackfill,
  resultOf,
  resumeBackfill,
  resumePipeline,
  retryFailedWindows,
  startBackfill,
  startPipeline,
  startRun,
  startWait,
  syncCoverage,
} from '../src/client.js';
import type { BackfillPlan } from '../src/model/backfill/backfill.js';
import { coverageOf, missingIn } from '../src/model/coverage/coverage-stretches.js';
import type { RunTaskInput } from '../src/model/run/inputs.js';
import { omit } from '../src/model/base/objects.js';
import type { Plan, Step } from '../src/model/pipeline/plan.js';
import { step } from './support/step.js';
import { until } from './support/until.js';
import { startWorkflowRig } from './support/workflow-rig.js';
import type { WorkflowRig } from './support/workflow-rig.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const queue = { taskQueue: 'test' };
const by = 'somebody';

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});

afterAll(() => rig.stop());

const evaluation = (): RunTaskInput => ({
  intent: { task: 'nightly-hallucination', space: 'research', trigger: WINDOW, key: randomUUID() },
  wait: { pollIntervalMs: 1000 },
});
const planOf = (...steps: Step[]): Plan => ({ version: 1, name: 'from-a-program', labels: {}, steps });
const approval: Step = { ...omit(step('release', {}), 'task'), approval: { message: 'Release?' } };

test('a run that was started twice is one run, also after its end', async () => {
  const input = evaluation();
  const before = rig.triggers().length;
  const { dataStartTime, dataEndTime } = WINDOW;
  const trigger = { dataStartTime: new Date(dataStartTime), dataEndTime: new Date(dataEndTime) };
  const [first, second] = await Promise.all([
    startRun(rig.env.client, input, queue),
    startRun(rig.env.client, { ...input, intent: { ...input.intent, trigger } }, queue),
  ]);
  expect([first.how, second.how].sort()).toEqual(['running', 'started']);
  const { runId } = await first.handle.result();
  expect((await second.handle.result()).runId).toBe(runId);
  const third = await startRun(rig.env.client, input, queue);
  expect(third.how).toBe('finished');
  expect((await third.handle.result()).runId).toBe(runId);
  expect(rig.triggers()).toHaveLength(before + 1);
});

test('a window that cannot be is refused before anything is started', async () => {
  const started = (dataStartTime: string | Date) =>
    startRun(
      rig.env.client,
      { intent: { task: 't', trigger: { ...WINDOW, dataStartTime } }, wait: null },
      queue,
    );
  await expect(started(new Date('x'))).rejects.toThrow(
    'data start time "Invalid Date" is not a time; write it with its zone, like 2026-11-01T00:00:00Z',
  );
  await expect(started('2026-11-09T00:00:00Z')).rejects.toThrow(InvalidWindowError);
});

test('a run that somebody else started is waited for', async () => {
  const { id: runId } = await rig.ax.triggerRun({
    task: 'nightly-hallucination',
    space: 'research',
    ...WINDOW,
  });
  const { handle } = await startWait(rig.env.client, { runId, wait: { pollIntervalMs: 1000 } }, queue);
  expect(await handle.result()).toMatchObject({ runId, verdict: 'good' });
});

describe('a pipeline', () => {
  test('is paused, resumed and approved', async () => {
    const { handle } = await startPipeline(rig.env.client, planOf(approval), queue);
    expect((await pausePipeline(handle, { by })).message).not.toBe('');
    expect((await resumePipeline(handle, { by })).message).not.toBe('');
    await decide(handle, { by, stepId: 'release', decision: 'approve' });
    expect((await resultOf(handle)).verdict).toBe('good');
  });

  test('that was cancelled has a result', async () => {
    const { handle } = await startPipeline(rig.env.client, planOf(approval), { ...queue, key: 'cancel' });
    await until(async () => (await handle.describe()).memo?.['pipeline'] !== undefined);
    await handle.cancel();
    expect((await resultOf(handle)).steps).toMatchObject([{ id: 'release', state: 'cancelled' }]);
  });
});

describe('a backfill', () => {
  const DAY = { startMs: Date.parse('2026-10-01T00:00:00Z'), endMs: Date.parse('2026-10-02T00:00:00Z') };
  const find = (task: string) => rig.ax.getTask({ task, space: 'research' });
  const planned = async (task: string, slice = '6h', range = DAY): Promise<BackfillPlan> =>
    backfillPlanOf({
      task: await find(task),
      range,
      slice,
      options: { limit: 4, wait: { pollIntervalMs: 1000 } },
    });

  test('is started once, and coverage tells what is left to plan', async () => {
    const before = rig.triggers().length;
    const plan = await planned('fresh-relevance');
    const [first, second] = await Promise.all([
      startBackfill(rig.env.client, plan, queue),
      startBackfill(rig.env.client, plan, queue),
    ]);
    expect(second.handle.workflowId).toBe(first.handle.workflowId);
    expect(await resultOf(first.handle)).toMatchObject({ verdict: 'good', runs: 4 });
    const again = await startBackfill(rig.env.client, plan, queue);
    expect([again.how, (await resultOf(again.handle)).runs, rig.triggers().length]).toEqual([
      'finished',
      4,
      before + 4,
    ]);
    const { id } = plan.task;
    expect((await syncCoverage(rig.env.client, id, queue)).added).toBeGreaterThanOrEqual(0);
    await until(async () => (await readCoverage(rig.env.client, id, DAY)).length === 4);
    const range = { ...DAY, endMs: DAY.endMs + 3_600_000 };
    const entries = await readCoverage(rig.env.client, id);
    const missing = missingIn(coverageOf(entries, range, plan.evaluators), 'missing');
    expect(missing).toEqual([{ startMs: DAY.endMs, endMs: range.endMs }]);
  });

  test('of eight that overlap and start at one instant is the only one, and one beside them runs too', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
    const slices = ['1h', '2h', '3h', '4h', '6h', '8h', '12h', '24h'];
    const plans = await Promise.all(slices.map((slice) => planned('json-check', slice)));
    const begun = await Promise.allSettled(plans.map((plan) => startBackfill(rig.env.client, plan, queue)));
    const started = begun.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(started.map(({ how }) => how)).toEqual(['started']);
    const refusals = begun.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        name: 'ConflictingBackfillError',
        workflowId: started[0]?.handle.workflowId,
      });
    const after = { startMs: DAY.endMs, endMs: DAY.endMs + 86_400_000 };
    const beside = await startBackfill(rig.env.client, await planned('json-check', '6h', after), queue);
    expect(beside.how).toBe('started');
    await started[0]?.handle.terminate();
    const next = await startBackfill(rig.env.client, plans[0] ?? (await planned('json-check', '1h')), queue);
    expect(next.how).toBe('started');
    await Promise.all([beside, next].map(({ handle }) => handle.terminate()));
    rig.simulator.reset();
  });

  test('is paused, resized and resumed; another one over its time is refused, and it tells when it was cancelled', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const { handle } = await startBackfill(rig.env.client, await planned('json-check'), queue);
    expect((await pauseBackfill(handle, { by })).message).not.toBe('');
    expect((await resizeBackfill(handle, { by, limit: 2 })).message).toContain('2');
    expect((await resumeBackfill(handle, { by })).message).not.toBe('');
    await expect(retryFailedWindows(handle, { by })).rejects.toMatchObject({
      name: 'UpdateRefusedError',
    });
    const other = await planned('json-check', '12h');
    await until(async () => {
      const started = startBackfill(rig.env.client, other, queue);
      const refusal: unknown = await started
        .then((each) => each.handle.terminate())
        .catch((error: unknown) => error);
      return refusal instanceof ConflictingBackfillError && refusal.workflowId === handle.workflowId;
    });
    await handle.cancel();
    expect(await resultOf(handle)).toMatchObject({ verdict: 'cancelled' });
  });
});
