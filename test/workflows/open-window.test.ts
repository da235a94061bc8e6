import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;

// A real clock: the time-skipping server may be years ahead of the simulator, and a window has at most 30 days.
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

test('a window that was left open is sent from the last run to the start of the workflow', async () => {
  const task = await rig.ax.getTask({ task: 'nightly-hallucination', space: 'research' });
  const handle = await rig.start('runTask', { intent: { task: task.id, trigger: {} }, wait: null });
  const result = await handle.result();
  const [trigger] = rig.triggers();
  const { startTime } = await handle.describe();
  const sent = trigger?.body as { data_start_time: string; data_end_time: string };
  expect(sent).toMatchObject({ data_start_time: task.lastRunAt, data_end_time: result.window?.dataEndTime });
  expect(Date.parse(sent.data_end_time)).toBeGreaterThanOrEqual(startTime.getTime());
});
