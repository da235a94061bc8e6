import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepWorkflowId } from '../../src/model/temporal/names.js';
import { MAX_FAN_OUT } from '../../src/model/pipeline/plan.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';
import { experiment, plan, stepOf } from '../workflows/pipeline/pipelines.js';

/** The widest fan-out there is, on a real Temporal server and the simulator: too long for the suite (`npm run fan-out`). */
const AT_ONCE = 50;

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

test(`${MAX_FAN_OUT} items, ${AT_ONCE} at once, are each triggered once and leave a row`, async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const items = Array.from({ length: MAX_FAN_OUT }, (_none, at) => ({
    key: `item-${at}`,
    value: { threshold: at / MAX_FAN_OUT, model: 'a-model-of-some-name' },
    isMatrix: true,
  }));
  const each = experiment('each', {
    fanOut: { items, limit: AT_ONCE, onConflict: 'wait' },
    bindings: [{ at: ['trigger', 'experimentName'], template: 'wide-${{ index }}', kind: 'experiment-name' }],
  });
  const startedAtMs = Date.now();
  const handle = await rig.start('runPipeline', { plan: plan([each]) });
  const result = await handle.result();
  const seconds = (Date.now() - startedAtMs) / 1000;
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'each'));
  const { historyLength, historySize } = await child.describe();
  const resultBytes = Buffer.byteLength(JSON.stringify(result));
  console.log({ seconds, resultBytes, lastExecution: { historyLength, historySize } });
  expect(stepOf(result, 'each').items?.filter(({ state }) => state === 'succeeded')).toHaveLength(
    MAX_FAN_OUT,
  );
  expect(rig.triggers()).toHaveLength(MAX_FAN_OUT);
});
