import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, test } from 'vitest';
import { TRIGGER_MEMO } from '../../../src/model/run/trigger-memo.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record } from './record.js';

// On a real server: the time-skipping one has no list of workflows.
let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const readMemo = async (handle: WorkflowHandle) =>
  (await handle.describe()).memo?.[TRIGGER_MEMO] as { runId: string | null } | undefined;

/** A run whose workflow was terminated, as the list tells it. */
async function orphan(experimentName: string): Promise<void> {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const intent = { task: 'generate-answers', space: 'research', trigger: { experimentName } };
  const handle = await rig.start('runTask', { intent, wait: {}, shareDataset: true });
  const query = `WorkflowId = '${handle.workflowId}' AND ExecutionStatus = 'Terminated'`;
  await until(async () => typeof (await readMemo(handle))?.runId === 'string');
  await handle.terminate();
  await until(async () => (await rig.env.client.workflow.count(query)).count === 1);
}

test.each([
  ['report', [{ did: 'reported' }]],
  // What was only reported is still there.
  ['adopt', [{ did: 'adopted' }, { did: 'adopted' }]],
  ['cancel', [{ did: 'cancelled' }]],
] as const)('sweep-runs.%s', async (action, orphans) => {
  await orphan(action);
  const name = `sweep-runs.${action}`;
  const input = { space: 'research', tasks: ['generate-answers'], graceMs: 1000, action };
  await record(name, await rig.startAs(name, 'sweepRuns', input), { orphans });
});
