import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';
import { STEPS_MEMO, FAN_OUT_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import type { FanOutItem, Step } from '../../../src/model/pipeline/plan.js';
import type { PipelineResult } from '../../../src/model/pipeline/results.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { bare, experiment, memoOf, plan, states, stepOf } from './pipelines.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({
    realTime: true,
    suggestContinueAsNewAt: 15,
    activities: { list: (length: number) => Promise.resolve(Array.from({ length }, (_none, at) => at)) },
  });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const quick = () => rig.simulator.addBehaviour({ looks: 1, times: 'always' });
const items: FanOutItem[] = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({
  key,
  value: key,
  isMatrix: false,
}));
const each = (more: Partial<Step> = {}) =>
  experiment('each', { shareDataset: true, fanOut: { items, limit: 2, onConflict: 'wait' }, ...more });

async function statusOfFirst(handle: WorkflowHandle & { firstExecutionRunId?: string }): Promise<string> {
  const last = await handle.describe();
  const first = rig.env.client.workflow.getHandle(
    handle.workflowId,
    last.raw.workflowExecutionInfo?.firstRunId ?? handle.firstExecutionRunId,
  );
  return (await first.describe()).status.name;
}

test('a pipeline whose history is full goes on with its results, and triggers nothing twice', async () => {
  quick();
  const chain = ['a', 'b', 'c', 'd'].map((id, at, ids) => {
    const before = ids.slice(Math.max(0, at - 1), at);
    const reads = {
      reads: before,
      outputs: { place: `${at}.0 + ${at === 0 ? '0.0' : `steps.${before[0]}.outputs.place`}` },
    };
    return experiment(id, { needs: before, ...reads });
  });
  const handle = await rig.start('runPipeline', {
    plan: plan(chain, { outputs: { sum: 'steps.d.outputs.place' }, reads: ['d'] }),
  });
  const result = await handle.result();
  expect(states(result)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded', d: 'succeeded' });
  expect(result.outputs).toEqual({ sum: 6 });
  expect(rig.triggers()).toHaveLength(4);
  expect(await statusOfFirst(handle)).toBe('CONTINUED_AS_NEW');
  const { memo } = await handle.describe();
  expect(memo?.[STEPS_MEMO]).toHaveLength(4);
  expect(await memoOf(handle)).toMatchObject({ pausedAt: null });
});

test('a fan-out whose history is full goes on with the items that are left', async () => {
  quick();
  const handle = await rig.start('runPipeline', { plan: plan([each()]) });
  const result = await handle.result();
  expect(stepOf(result, 'each').items?.map(({ key, state }) => [key, state])).toEqual(
    items.map(({ key }) => [key, 'succeeded']),
  );
  expect(rig.triggers()).toHaveLength(items.length);
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'each'));
  expect(await statusOfFirst(child)).toBe('CONTINUED_AS_NEW');
  expect((await child.describe()).memo?.[FAN_OUT_MEMO]).toMatchObject({ succeeded: 6 });
});

test('a cancel of a pipeline reaches the items of its fan-out, and starts no more', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const handle = await rig.start('runPipeline', {
    plan: plan([each(), bare('after', { needs: ['each'], approval: { message: '?' } })]),
  });
  await rig.untilWaitingFor(2);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  const result = (await handle.describe()).memo?.[RESULT_MEMO] as PipelineResult;
  expect(states(result)).toEqual({ each: 'cancelled', after: 'skipped' });
  expect(new Set(stepOf(result, 'each').items?.map(({ state }) => state))).toEqual(new Set(['cancelled']));
  expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
});
