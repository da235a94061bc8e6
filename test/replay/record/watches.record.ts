import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, test } from 'vitest';
import { until } from '../../support/until.js';
import { cancelRuns, startWait, startWaits, untilLookedAfter } from '../../support/watched-waits.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 60 });
});
afterAll(() => rig.stop());

// A newcomer, ends one after another, and the end of a watcher that nobody needs.
test('watch-task.continued-as-new and .plain', async () => {
  const waits = await startWaits(rig, 12);
  await untilLookedAfter(waits);
  const { runId: first } = await waits.watcher.describe();
  const newcomer = await startWait(rig, waits.runIds[0] ?? '', { stalledAfterMs: 120_000 });
  for (const [at, runId] of waits.runIds.entries()) {
    await cancelRuns(rig, [runId]);
    await waits.handles[at]?.result();
  }
  await newcomer.result();
  await until(async () => (await waits.watcher.describe()).status.name === 'COMPLETED');
  const original: WorkflowHandle = rig.env.client.workflow.getHandle(waits.watcher.workflowId, first);
  await write('watch-task.continued-as-new', original);
  await write('watch-task.plain', waits.watcher);
});
