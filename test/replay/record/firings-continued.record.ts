import { afterAll, beforeAll, expect, test } from 'vitest';
import { watermarkWorkflowId } from '../../../src/model/temporal/names.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { hourlySchedule, ledgerOfTest, watermark } from '../../workflows/schedules/firings.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  const { recordCoverage } = ledgerOfTest();
  rig = await startWorkflowRig({
    realTime: true,
    suggestContinueAsNewAt: 60,
    activities: { recordCoverage },
  });
});
afterAll(() => rig.stop());

test('run-firing and keep-watermark.continued and .continued-as-new', async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const { workflow } = rig.env.client;
  const schedule = await hourlySchedule(rig, 'continued', { window: watermark({ maxSlices: 12 }) });
  const first = await schedule.fire(12);
  const newest = workflow.getHandle(first.workflowId);
  await record('run-firing.continued', newest, { verdict: 'good' });
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  await write('run-firing.continued-as-new', first);
  const query = `WorkflowId = '${watermarkWorkflowId('continued')}'`;
  for await (const { runId, status } of workflow.list({ query })) {
    if (status.name !== 'CONTINUED_AS_NEW') continue;
    await write(
      'keep-watermark.continued-as-new',
      workflow.getHandle(watermarkWorkflowId('continued'), runId),
    );
    break;
  }
});
