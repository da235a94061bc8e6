import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  decide,
  pausePipeline,
  resultOf,
  resumePipeline,
  startPipeline,
  startRun,
  startWait,
} from '../src/client.js';
import type { RunTaskInput } from '../src/model/inputs.js';
import { omit } from '../src/model/omit.js';
import type { Plan, Step } from '../src/model/plan.js';
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
  const [first, second] = await Promise.all([
    startRun(rig.env.client, input, queue),
    startRun(rig.env.client, input, queue),
  ]);
  const { runId } = await first.result();
  expect((await second.result()).runId).toBe(runId);
  expect((await (await startRun(rig.env.client, input, queue)).result()).runId).toBe(runId);
  expect(rig.triggers()).toHaveLength(before + 1);
});

test('a run that somebody else started is waited for', async () => {
  const { id: runId } = await rig.ax.triggerRun({
    task: 'nightly-hallucination',
    space: 'research',
    ...WINDOW,
  });
  const handle = await startWait(rig.env.client, { runId, wait: { pollIntervalMs: 1000 } }, queue);
  expect(await handle.result()).toMatchObject({ runId, verdict: 'good' });
});

describe('a pipeline', () => {
  test('is paused, resumed and approved', async () => {
    const handle = await startPipeline(rig.env.client, planOf(approval), queue);
    expect((await pausePipeline(handle, { by })).message).not.toBe('');
    expect((await resumePipeline(handle, { by })).message).not.toBe('');
    await decide(handle, { by, stepId: 'release', decision: 'approve' });
    expect((await resultOf(handle)).verdict).toBe('good');
  });

  test('that was cancelled has a result', async () => {
    const handle = await startPipeline(rig.env.client, planOf(approval), { ...queue, key: 'cancel' });
    await until(async () => (await handle.describe()).memo?.['pipeline'] !== undefined);
    await handle.cancel();
    expect((await resultOf(handle)).steps).toMatchObject([{ id: 'release', state: 'cancelled' }]);
  });
});
