import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BACKFILL_MEMO } from '../../../src/model/backfill/backfill.js';
import type { BackfillMemo } from '../../../src/model/backfill/backfill.js';
import { windowsIn } from '../../../src/model/backfill/window-list.js';
import { until } from '../../support/until.js';
import {
  mostAtOnce,
  planOf,
  ran,
  startBackfillRig,
  triggeredWindows,
  windowAt,
  HOUR_MS,
  LOST,
  TRIGGER,
} from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => {
  rig.simulator.reset();
  rig.recorded.length = 0;
});
afterAll(() => rig.stop());

const memoOf = async (handle: WorkflowHandle): Promise<BackfillMemo | undefined> =>
  (await handle.describe()).memo?.[BACKFILL_MEMO] as BackfillMemo | undefined;
/** Runs end at the first look. */
const quickly = (): unknown => rig.simulator.addBehaviour({ looks: 1, times: 'always' });
const range = (count: number): number[] => Array.from({ length: count }, (_each, at) => at);
const sorted = (numbers: number[]): number[] => [...numbers].sort((a, b) => a - b);

test('a backfill runs each window once, never more than its limit at the same time, and records what they prove', async () => {
  const plan = await planOf(rig, 12, { limit: 4 });
  const handle = await rig.start('runBackfill', { plan });
  const result = await handle.result();
  expect(result).toMatchObject({ verdict: 'good', runs: 12, failed: [], notBegun: [], problems: [] });
  expect(result.windows).toMatchObject({ evaluated: 12, waiting: 0, running: 0 });
  expect(sorted(triggeredWindows(rig))).toEqual(range(12));
  expect(await mostAtOnce(rig, plan)).toBe(4);
  expect(rig.recorded.flatMap(({ entries }) => entries)).toHaveLength(12);
  expect((await handle.describe()).memo?.[BACKFILL_MEMO]).toMatchObject({ runs: 12, runIds: [], limit: 4 });
});

test('60 windows at 30 at once cost little more than a trigger and a look each', async () => {
  const plan = await planOf(rig, 60, { limit: 30 });
  const result = await ran(rig, plan);
  expect(result.windows.evaluated + result.windows.nothingToDo + result.windows.empty).toBe(60);
  expect(sorted(triggeredWindows(rig))).toEqual(range(60));
  expect(await mostAtOnce(rig, plan)).toBeLessThanOrEqual(30);
  expect(rig.simulator.journal().requests.length).toBeLessThan(60 * 3);
});

test('the newest windows come first where that is asked for', async () => {
  quickly();
  await ran(rig, await planOf(rig, 4, { limit: 1, order: 'newest-first' }));
  expect(triggeredWindows(rig)).toEqual([3, 2, 1, 0]);
});

test('a truncated window is split until its halves are short enough, and the rest is reported', async () => {
  // The whole window is full, and of its halves the second one.
  const completed = { status: 'COMPLETED', failureReason: null };
  rig.simulator.addBehaviour({ successes: 50 });
  rig.simulator.addBehaviour({ ...completed, successes: 20 });
  rig.simulator.addBehaviour({ ...completed, successes: 30, errors: 20 });
  quickly();
  const result = await ran(rig, await planOf(rig, 1, { limit: 1 }, { maxSpans: 50 }));
  expect(triggeredWindows(rig)).toEqual([0, 0, 0.5]);
  expect(result.windows).toMatchObject({ split: 1, evaluated: 1, truncated: 1 });
  expect(result.verdict).toBe('failed');
  expect(windowsIn(result.failed)).toEqual([
    { startMs: windowAt(0).startMs + HOUR_MS / 2, endMs: windowAt(0).endMs },
  ]);
  expect(result.problems).toMatchObject([{ outcome: 'truncated' }]);
});

test('a window that failed is triggered again as often as is allowed', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1, skip: 1, times: 2 });
  quickly();
  const result = await ran(rig, await planOf(rig, 3, { limit: 1, attempts: 2 }));
  expect(triggeredWindows(rig)).toEqual([0, 0, 1, 1, 2]);
  expect(result).toMatchObject({ verdict: 'failed', runs: 5 });
  expect(result.windows).toMatchObject({ evaluated: 2, failed: 1 });
});

test('a run whose answer was lost is adopted, and its window not triggered again', async () => {
  rig.simulator.addFault({ match: TRIGGER, answer: LOST, skip: 1, times: 2 });
  const result = await ran(rig, await planOf(rig, 5, { limit: 5 }));
  expect(result.windows).toMatchObject({ evaluated: 5 });
  expect(rig.triggers()).toHaveLength(5);
  expect(rig.simulator.journal().runs).toHaveLength(5);
});

test('never more runs are triggered than the cap allows, and the backfill waits there', async () => {
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 9, { limit: 4, maxRuns: 6 }) });
  await until(async () => ((await memoOf(handle))?.paused ?? null) !== null);
  expect((await memoOf(handle))?.paused?.reason).toContain('the cap of 6 runs is reached');
  await expect(handle.executeUpdate('resume', { args: [{ by: 'ada' }] })).rejects.toThrow();
  expect(rig.triggers()).toHaveLength(6);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
});

test('looks back to what an earlier backfill may have started for a window before it sends anything', async () => {
  const plan = await planOf(rig, 1, { onAmbiguous: 'fail' });
  rig.simulator.addFault({ match: TRIGGER, answer: LOST, hideRun: { lists: 2 } });
  const before = await (await rig.start('runBackfill', { plan })).result();
  expect(before.windows).toMatchObject({ unresolved: 1 });
  const again = await (await rig.start('runBackfill', { plan })).result();
  expect(again.windows).toMatchObject({ evaluated: 1 });
  expect(rig.triggers()).toHaveLength(1);
});
