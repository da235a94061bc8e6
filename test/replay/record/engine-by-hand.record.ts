import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import { PIPELINE_UPDATES } from '../../../src/model/pipeline/messages.js';
import { PIPELINE_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import type { PipelineMemo } from '../../../src/model/pipeline/pipeline-memo.js';
import type { Plan } from '../../../src/model/pipeline/plan.js';
import { HOUR_MS, approval, experiment, plan } from '../../workflows/pipeline/pipelines.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 40 });
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const quick = () => rig.simulator.addBehaviour({ looks: 1, times: 'always' });
const failing = () => rig.simulator.addBehaviour({ outcome: 'failed' });
const stuck = () => rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
const items = Array.from({ length: 12 }, (_none, at) => ({ key: `i${at}`, value: at, isMatrix: false }));
const each = experiment('each', { shareDataset: true, fanOut: { items, limit: 3, onConflict: 'wait' } });

const start = (name: string, given: Plan) => rig.startAs(name, 'runPipeline', { plan: given });
const ask = (handle: WorkflowHandle, update: keyof typeof PIPELINE_UPDATES, request: object) =>
  handle.executeUpdate(PIPELINE_UPDATES[update], { args: [{ by: 'ada', ...request }] });

const untilPhase = (handle: WorkflowHandle, id: string, phase: string) =>
  until(async () => {
    const memo = (await handle.describe()).memo?.[PIPELINE_MEMO] as PipelineMemo | undefined;
    return memo?.steps[id]?.phase === phase;
  });

async function writeFirst(name: string, handle: WorkflowHandle): Promise<void> {
  const { raw } = await handle.describe();
  const runId = raw.workflowExecutionInfo?.firstRunId ?? '';
  const first = rig.env.client.workflow.getHandle(handle.workflowId, runId);
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  await write(name, first);
}

test('engine run-pipeline.by-hand', async () => {
  failing();
  quick();
  const name = 'run-pipeline.by-hand';
  const steps = [
    experiment('a'),
    experiment('b', { needs: ['a'] }),
    approval('sign'),
    experiment('c', { needs: ['sign'] }),
  ];
  const handle = await start(name, plan(steps));
  await untilPhase(handle, 'b', 'ended');
  await ask(handle, 'pause', {});
  await ask(handle, 'retryStep', { stepId: 'a' });
  await ask(handle, 'skipStep', { stepId: 'c' });
  await ask(handle, 'decide', { stepId: 'sign', decision: 'approve' });
  await ask(handle, 'resume', {});
  await record(name, handle, {
    steps: [{ state: 'succeeded' }, { state: 'succeeded' }, { state: 'succeeded' }, { state: 'skipped' }],
  });
});

test('engine run-pipeline.skipped-while-it-ran', async () => {
  stuck();
  const name = 'run-pipeline.skipped-while-it-ran';
  const handle = await start(name, plan([experiment('a')]));
  await rig.untilWaitingFor(1);
  await ask(handle, 'skipStep', { stepId: 'a' });
  await record(name, handle, { steps: [{ state: 'skipped' }] });
});

test('engine run-pipeline.backoff-cancelled', async () => {
  failing();
  const name = 'run-pipeline.backoff-cancelled';
  const retry = { attempts: 2, backoffMs: HOUR_MS, maxBackoffMs: HOUR_MS, on: ['failed' as const] };
  const handle = await start(name, plan([experiment('a', { retry }), approval('sign')]));
  await untilPhase(handle, 'a', 'backoff');
  await handle.cancel();
  await record(name, handle, { steps: [{ state: 'cancelled' }, { state: 'cancelled' }] });
});

test('engine run-fan-out.paused and .cancelled', async () => {
  stuck();
  const name = 'run-pipeline.fan-out-cancelled';
  const handle = await start(name, plan([each]));
  await rig.untilWaitingFor(3);
  await ask(handle, 'pause', {});
  await ask(handle, 'resume', {});
  await handle.cancel();
  await record(name, handle, { steps: [{ state: 'cancelled' }] });
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(name, 'each'));
  await record('run-fan-out.cancelled', child, { problem: null });
});

// A pipeline's children are named after its id, and a history is replayed under the name of its file.
test.each(['run-pipeline.continued', 'run-pipeline.continued-as-new'])('engine %s', async (name) => {
  quick();
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const chain = ids.map((id, at) => experiment(id, { needs: ids.slice(Math.max(0, at - 1), at) }));
  const handle = await start(name, plan([...chain, { ...each, needs: ['f'] }]));
  if (name.endsWith('-new')) {
    expect(await handle.result()).toMatchObject({ verdict: 'good' });
    await writeFirst(name, handle);
  } else await record(name, handle, { verdict: 'good' });
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(name, 'each'));
  if (name.endsWith('-new')) await writeFirst('run-fan-out.continued-as-new', child);
  else await record('run-fan-out.continued', child, { problem: null });
});
