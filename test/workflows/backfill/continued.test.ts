import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BACKFILL_MEMO } from '../../../src/model/backfill/backfill.js';
import { planOf, startBackfillRig, triggeredWindows } from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig({ suggestContinueAsNewAt: 60, maxCachedWorkflows: 0 });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

test('a backfill whose history is full goes on in a new execution, waits for the runs it has, and runs no window twice', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  // One that outlives executions.
  rig.simulator.addBehaviour({ looks: 12 });
  rig.simulator.addBehaviour({ looks: 2, times: 'always' });
  const plan = await planOf(rig, 16, { limit: 4, attempts: 2 });
  const handle = await rig.start('runBackfill', { plan });
  const result = await handle.result();
  const first = rig.env.client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
  expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
  expect(result).toMatchObject({ verdict: 'good', runs: 17, notBegun: [], failed: [] });
  const windows = triggeredWindows(rig);
  expect(windows).toHaveLength(17);
  expect(new Set(windows).size).toBe(16);
  expect((await handle.describe()).memo?.[BACKFILL_MEMO]).toMatchObject({
    runs: 17,
    startedAt: result.startedAt,
  });
});
