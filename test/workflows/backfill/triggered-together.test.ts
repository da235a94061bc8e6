import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BACKFILL_MEMO } from '../../../src/model/backfill/backfill.js';
import type { BackfillMemo } from '../../../src/model/backfill/backfill.js';
import { turnWorkflowId } from '../../../src/model/temporal/names.js';
import { toUtc } from '../../../src/model/time/window.js';
import { until } from '../../support/until.js';
import { LOST, TRIGGER, planOf, startBackfillRig, windowAt } from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const childrenOf = async (handle: WorkflowHandle): Promise<string[]> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) => child?.workflowId ?? [],
  );
};
const memoOf = async (handle: WorkflowHandle): Promise<BackfillMemo | undefined> =>
  (await handle.describe()).memo?.[BACKFILL_MEMO] as BackfillMemo | undefined;

test('sixteen windows that begin together cost one workflow of few events, and two events of a turn each', async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const plan = await planOf(rig, 16, { limit: 16 });
  const handle = await rig.start('runBackfill', { plan });
  expect((await handle.result()).windows).toMatchObject({ evaluated: 16 });
  const children = await childrenOf(handle);
  expect(children).toHaveLength(1);
  const triggers = await rig.env.client.workflow.getHandle(children[0] ?? '').describe();
  expect(triggers.historyLength).toBe(15);
  const { startMs, endMs } = windowAt(7);
  const window = { dataStartTime: toUtc(startMs), dataEndTime: toUtc(endMs) };
  const turn = await rig.env.client.workflow
    .getHandle(turnWorkflowId({ taskId: plan.task.id, window }))
    .describe();
  expect([turn.status.name, turn.historyLength]).toEqual(['TERMINATED', 2]);
});

test('a window whose answer was lost does not hold up those that were triggered with it', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  rig.simulator.addFault({ match: TRIGGER, answer: LOST });
  const plan = await planOf(rig, 3, { limit: 3, settleMs: 15_000 });
  const handle = await rig.start('runBackfill', { plan });
  await until(async () => ((await memoOf(handle))?.runIds.length ?? 0) === 2);
  await until(async () => ((await memoOf(handle))?.runIds.length ?? 0) === 3);
  expect(rig.triggers()).toHaveLength(3);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual([
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
  ]);
});
