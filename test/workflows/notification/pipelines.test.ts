import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sendUpdate } from '../../../src/client/update.js';
import { PIPELINE_UPDATES } from '../../../src/model/pipeline/messages.js';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { approval, bare, experiment, gateOn, plan, scriptedJudge } from '../pipeline/pipelines.js';
import { TEAM, factsIn, noticesOf, titlesOf } from './notices-of.js';

let rig: WorkflowRig;
const judge = scriptedJudge();
beforeAll(async () => {
  const receivers = keptReceivers(['team']);
  rig = await startWorkflowRig({ realTime: true, receivers, activities: { judgeGate: judge.judgeGate } });
});
afterEach(() => {
  rig.simulator.reset();
  judge.say('pass');
});
afterAll(() => rig.stop());

const start = (steps: Step[], more: Partial<Plan> = {}) => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  return rig.start('runPipeline', { plan: plan(steps, { notify: TEAM, ...more }) });
};

test('a pipeline that ended well tells nothing', async () => {
  const handle = await start([experiment('a', { gate: gateOn('a') })]);
  expect((await handle.result()).verdict).toBe('good');
  expect(await noticesOf(handle)).toEqual([]);
});

test('a gate that fails is told of with what was measured and wanted, and then the pipeline with its steps', async () => {
  judge.say('fail');
  const handle = await start([experiment('a', { gate: gateOn('a') }), experiment('b', { needs: ['a'] })]);
  await handle.result();
  const notices = await noticesOf(handle);
  expect(titlesOf(notices)).toEqual([
    'gate-failed: The gate of step a failed: 1 of 1 checks',
    'failed: Pipeline nightly failed: 1 of 2 steps',
  ]);
  const [gate, end] = notices.map(factsIn);
  expect(gate).toEqual({
    step: 'a',
    'share of successes, step a': 'failed: measured 50% (10 samples); wanted at least 90%',
  });
  expect(end).toMatchObject({
    'step a': expect.stringContaining('its gate fails') as string,
    'run again': `ax-tasks pipeline rerun ${handle.workflowId} --failed`,
  });
});

test('a gate that warns is told of to whoever asked for it', async () => {
  judge.say('warn');
  const notify = [{ to: 'team', on: ['gate-warned' as const] }];
  const handle = await start([experiment('a', { gate: gateOn('a') })], { notify });
  await handle.result();
  expect(titlesOf(await noticesOf(handle))).toEqual(['gate-warned: The gate of step a warns: 1 of 1 checks']);
});

test('an approval is told of when it is wanted, with the commands that answer, and again if the step is opened again', async () => {
  const handle = await start([approval('release'), experiment('after', { needs: [] })]);
  const told = async (times: number): Promise<void> => {
    await until(async () => (await noticesOf(handle)).length === times);
  };
  await told(1);
  const [asked] = await noticesOf(handle);
  expect(asked).toMatchObject({
    kind: 'approval-wanted',
    title: 'Pipeline nightly waits for approval of step release',
  });
  expect(asked && factsIn(asked)).toEqual({
    step: 'release',
    asks: 'Release it?',
    approve: `ax-tasks pipeline approve ${handle.workflowId} release`,
    reject: `ax-tasks pipeline reject ${handle.workflowId} release`,
  });
  const by = { by: 'ada' };
  const decide = (decision: 'approve' | 'reject'): Promise<unknown> =>
    sendUpdate(handle, PIPELINE_UPDATES.decide, { ...by, stepId: 'release', decision });
  await handle.executeUpdate(PIPELINE_UPDATES.pause, { args: [by] });
  await decide('reject');
  await until(async () => !(await handle.describe()).raw.pendingActivities?.length);
  await handle.executeUpdate(PIPELINE_UPDATES.retryStep, { args: [{ ...by, stepId: 'release' }] });
  await handle.executeUpdate(PIPELINE_UPDATES.resume, { args: [by] });
  await told(2);
  await decide('approve');
  expect((await handle.result()).verdict).toBe('good');
  const notices = await noticesOf(handle);
  expect(notices.map(({ kind }) => kind)).toEqual(['approval-wanted', 'approval-wanted']);
  expect(new Set(notices.map(({ id }) => id)).size).toBe(2);
});

test('a trigger of a step whose fate is not known is told of, and then the pipeline', async () => {
  rig.simulator.addFault({
    match: { method: 'POST', path: '/v2/tasks/*/trigger' },
    answer: { kind: 'drop', at: 'before-effect' },
  });
  const handle = await start([experiment('a', { onAmbiguous: 'fail', settleMs: 300 })]);
  await handle.result();
  const notices = await noticesOf(handle);
  expect(titlesOf(notices)).toEqual([
    'unresolved: It is not known whether a trigger of step a started a run',
    'failed: Pipeline nightly failed: 1 of 1 steps',
  ]);
});

test('a pipeline that somebody cancelled, and a failure that is ignored, are not told of', async () => {
  const cancelled = await start([approval('release')], { notify: [{ to: 'team', on: ['failed'] }] });
  await until(async () => (await cancelled.describe()).historyLength > 4);
  await cancelled.cancel();
  await cancelled.result().catch(() => undefined);
  expect(await noticesOf(cancelled)).toEqual([]);
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  const ignored = await rig.start('runPipeline', {
    plan: plan(
      [
        experiment('a', { onFailure: 'ignore' }),
        bare('g', { approval: { message: 'x', timeoutMs: 1, onTimeout: 'approve' } }),
      ],
      {
        notify: [{ to: 'team', on: ['failed'] }],
      },
    ),
  });
  expect((await ignored.result()).verdict).toBe('good');
  expect(await noticesOf(ignored)).toEqual([]);
});

test('receivers that no worker knows change nothing of the pipeline', async () => {
  judge.say('fail');
  const handle = await start([experiment('a', { gate: gateOn('a') })], { notify: [{ to: 'nobody' }] });
  expect((await handle.result()).verdict).toBe('failed');
});
