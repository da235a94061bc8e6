import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { toUtc } from '../../../src/model/time/window.js';
import { until } from '../../support/until.js';
import { TRIGGER, planOf, ran, startBackfillRig, triggeredWindows, windowAt } from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const NEVER_ARRIVES = { kind: 'drop', at: 'before-effect' } as const;
const lists = (): number =>
  rig.simulator
    .journal()
    .requests.filter(({ method, path }) => method === 'GET' && /\/tasks\/[^/]+\/runs$/.test(path)).length;

test('windows that begin one after the other share a fence', async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  await ran(rig, await planOf(rig, 4, { limit: 1 }));
  expect(lists()).toBe(1);
});

test('the run of another intent that had the turn after the fence was read is not adopted', async () => {
  const plan = await planOf(rig, 2, { limit: 1 });
  const backfill = await rig.start('runBackfill', { plan });
  await until(() => rig.triggers().length === 1);
  await backfill.executeUpdate('pause', { args: [{ by: 'ada' }] });
  const { startMs, endMs } = windowAt(1);
  const other = await rig.start('runTask', {
    intent: {
      task: plan.task.id,
      trigger: { dataStartTime: toUtc(startMs), dataEndTime: toUtc(endMs) },
    },
    wait: null,
  });
  await other.result();
  rig.simulator.addFault({ match: TRIGGER, answer: NEVER_ARRIVES });
  await backfill.executeUpdate('resume', { args: [{ by: 'ada' }] });
  expect((await backfill.result()).windows).toMatchObject({ evaluated: 1, nothingToDo: 1 });
  expect(triggeredWindows(rig)).toEqual([0, 1, 1, 1]);
  expect(rig.simulator.journal().runs).toHaveLength(3);
});
