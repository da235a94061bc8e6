import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import { FAN_OUT_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { experiment, plan, stepOf } from './pipelines.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const ITEMS = 60;

test('an item costs a fan-out the three events of its child, and many items share a workflow task', async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const items = Array.from({ length: ITEMS }, (_none, at) => ({ key: `i${at}`, value: at, isMatrix: false }));
  const each = experiment('each', { shareDataset: true, fanOut: { items, limit: 30, onConflict: 'wait' } });
  const handle = await rig.start('runPipeline', { plan: plan([each]) });
  expect(stepOf(await handle.result(), 'each')).toMatchObject({ state: 'succeeded' });
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'each'));
  const { events } = await child.fetchHistory();
  const count = (kind: string): number =>
    (events ?? []).filter((event) => Object.hasOwn(event, `${kind}EventAttributes`)).length;
  expect(count('startChildWorkflowExecutionInitiated')).toBe(ITEMS);
  expect(count('childWorkflowExecutionStarted')).toBe(ITEMS);
  expect(count('childWorkflowExecutionCompleted')).toBe(ITEMS);
  expect(count('workflowTaskCompleted')).toBeLessThan(ITEMS);
  expect(count('workflowPropertiesModified')).toBeLessThan(ITEMS / 2);
  const { memo } = await child.describe();
  expect(memo?.[FAN_OUT_MEMO]).toMatchObject({ total: ITEMS, waiting: 0, running: 0, succeeded: ITEMS });
});
