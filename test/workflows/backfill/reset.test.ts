import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BackfillResult } from '../../../src/model/backfill/backfill.js';
import { resetWorkflow } from '../../support/reset-workflow.js';
import { until } from '../../support/until.js';
import { TRIGGER, planOf, startBackfillRig, triggeredWindows } from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const resultOf = async (handle: WorkflowHandle): Promise<BackfillResult> =>
  (await handle.result()) as BackfillResult;

test.each([2, 4, 6])(
  'a backfill that is reset to its workflow task %i triggers no window twice',
  async (task) => {
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const handle = await rig.start('runBackfill', { plan: await planOf(rig, 4, { limit: 2 }) });
    await handle.result();
    const result = await resultOf(await resetWorkflow(rig.env, handle, task));
    expect(result.windows).toMatchObject({ waiting: 0, failed: 0, unresolved: 0 });
    expect([...triggeredWindows(rig)].sort()).toEqual([0, 1, 2, 3]);
  },
);

test.each([1, 3])('one that is reset to task %i with triggers under way adopts their runs', async (task) => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect', times: 2 });
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 4, { limit: 2 }) });
  await until(() => rig.simulator.journal().runs.length === 2);
  const again = await resetWorkflow(rig.env, handle, task);
  rig.simulator.releaseFault(fault);
  const result = await resultOf(again);
  expect(result.windows).toMatchObject({ waiting: 0, failed: 0, unresolved: 0 });
  expect([...triggeredWindows(rig)].sort()).toEqual([0, 1, 2, 3]);
});
