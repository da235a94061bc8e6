import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { evaluation } from './inputs.js';
import { record, write } from './record.js';

/** A deadline that is extended each second, so that a slice ends each second. */
const wait = { timeoutMs: 1000, onTimeout: 'extend', pollIntervalMs: 1000 } as const;

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 10 });
});
afterAll(() => rig.stop());

test.each(['run-task', 'wait-for-run'] as const)('%s.continued-as-new and .continued', async (workflow) => {
  rig.simulator.addBehaviour({ looks: 6 });
  const handle = await (workflow === 'run-task' ? startRunTask() : startWaitForRun());
  await record(`${workflow}.continued`, handle, { outcome: { kind: 'succeeded' } });
  const first = rig.env.client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  await write(`${workflow}.continued-as-new`, first);
});

const startRunTask = () => rig.startAs('run-task.continued', 'runTask', evaluation({ wait }));

async function startWaitForRun() {
  const run = await rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: 'x' });
  return rig.startAs('wait-for-run.continued', 'waitForRun', { runId: run.id, wait });
}
