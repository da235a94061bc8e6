import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BACKFILL_MEMO } from '../../../src/model/backfill/backfill.js';
import type { BackfillMemo, BackfillResult } from '../../../src/model/backfill/backfill.js';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';
import { turnWorkflowId } from '../../../src/model/temporal/names.js';
import { windowCount } from '../../../src/model/backfill/window-list.js';
import { until } from '../../support/until.js';
import { CANCEL, LOST, TRIGGER, planOf, startBackfillRig, triggeredWindows } from './backfills.js';
import type { BackfillRig } from './backfills.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const by = { by: 'ada' };
const memoOf = async (handle: WorkflowHandle): Promise<BackfillMemo | undefined> =>
  (await handle.describe()).memo?.[BACKFILL_MEMO] as BackfillMemo | undefined;
const isPaused = async (handle: WorkflowHandle): Promise<boolean> =>
  ((await memoOf(handle))?.paused ?? null) !== null;
const update = (handle: WorkflowHandle, name: string, args: object = by): Promise<unknown> =>
  handle.executeUpdate(name, { args: [args] });
const quickly = (): unknown => rig.simulator.addBehaviour({ looks: 1, times: 'always' });
const endlessly = (): unknown => rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
const runs = () => rig.simulator.journal().runs;
const resultOfCancelled = async (handle: WorkflowHandle): Promise<BackfillResult> => {
  await expect(handle.result()).rejects.toThrow('cancelled');
  return (await handle.describe()).memo?.[RESULT_MEMO] as BackfillResult;
};

test('a paused backfill begins nothing until it is resumed, and then begins the rest', async () => {
  quickly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 6, { limit: 2 }) });
  await until(() => rig.triggers().length >= 2);
  await expect(update(handle, 'pause', { ...by, reason: 'lunch' })).resolves.toMatchObject({
    message: expect.stringContaining('The backfill is paused') as unknown,
  });
  const begun = rig.triggers().length;
  await until(async () => ((await memoOf(handle))?.windows.running ?? 1) === 0);
  expect(rig.triggers()).toHaveLength(begun);
  expect((await memoOf(handle))?.paused).toMatchObject({ by: 'ada', reason: 'lunch' });
  await expect(update(handle, 'pause')).rejects.toThrow();
  await update(handle, 'resume');
  expect((await handle.result()).windows.waiting).toBe(0);
  expect(new Set(triggeredWindows(rig)).size).toBe(6);
});

test('a resized backfill runs as many at once as it is told', async () => {
  endlessly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 9, { limit: 1 }) });
  await until(() => runs().length === 1);
  await expect(update(handle, 'resize', { ...by, limit: 0 })).rejects.toThrow();
  await update(handle, 'resize', { ...by, limit: 3 });
  await until(() => runs().length === 3);
  await until(async () => (await memoOf(handle))?.runIds.length === 3);
  expect(await memoOf(handle)).toMatchObject({ limit: 3, windows: { running: 3, waiting: 6 } });
  await handle.cancel();
  await resultOfCancelled(handle);
});

test('a cancel begins nothing more, and cancels and confirms all runs', async () => {
  endlessly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 60, { limit: 30 }) });
  await until(() => runs().length === 30);
  await handle.cancel();
  const result = await resultOfCancelled(handle);
  expect(runs().map(({ status }) => status)).toEqual(runs().map(() => 'CANCELLED'));
  expect(runs()).toHaveLength(30);
  expect(result).toMatchObject({ verdict: 'cancelled', windows: { cancelled: 30, waiting: 30 } });
  expect(windowCount(result.notBegun)).toBe(30);
});

test('a cancel in the midst of triggers of unknown fate finds their runs first, and cancels them', async () => {
  endlessly();
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect', answer: LOST, times: 3 });
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 9, { limit: 3 }) });
  await until(() => runs().length === 3);
  await handle.cancel();
  await until(async () => (await handle.describe()).raw.pendingChildren?.length === 1);
  rig.simulator.releaseFault(fault);
  const result = await resultOfCancelled(handle);
  expect(runs().map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  expect(rig.triggers()).toHaveLength(3);
  expect(result.windows).toMatchObject({ cancelled: 3, waiting: 6 });
});

test('a canary that does not end well pauses the backfill, which goes on when it is resumed', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  quickly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 5, { limit: 4, canary: 2 }) });
  await until(() => isPaused(handle));
  expect((await memoOf(handle))?.paused?.reason).toContain('did not');
  expect([...triggeredWindows(rig)].sort()).toEqual([0, 1]);
  await update(handle, 'resume');
  const result = await handle.result();
  expect(result.windows).toMatchObject({ failed: 1, waiting: 0 });
  expect(new Set(triggeredWindows(rig)).size).toBe(5);
});

test('too large a share of failures stops the backfill, and what was not begun is told', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1, times: 'always' });
  const failures = { share: 0.5, after: 2, then: 'stop' } as const;
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 8, { limit: 1, failures }) });
  const result = await handle.result();
  expect(result.stopped).toContain('2 of 2 windows');
  expect(result).toMatchObject({ verdict: 'failed', windows: { failed: 2, waiting: 6 } });
});

test('failed windows are run again when that is asked for, and only those', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  rig.simulator.addBehaviour({ looks: 1, times: 2 });
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  quickly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 4, { limit: 1 }) });
  await expect(update(handle, 'retryFailed')).rejects.toThrow();
  await until(() => rig.triggers().length === 4);
  await update(handle, 'retryFailed');
  await rig.ax.cancelRun({ runId: runs()[3]?.runId ?? '' });
  const result = await handle.result();
  expect(triggeredWindows(rig)).toEqual([0, 1, 2, 3, 0]);
  expect(result.windows).toMatchObject({ cancelled: 1, failed: 0 });
  expect(result.problems).toHaveLength(1);
});

test('runs whose time is over are cancelled, and their windows have failed', async () => {
  endlessly();
  const wait = { pollIntervalMs: 1000, timeoutMs: 1500 };
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 2, { limit: 2, wait }) });
  const result = await handle.result();
  expect(result.problems.map(({ outcome }) => outcome)).toEqual([
    'timed-out-cancelled',
    'timed-out-cancelled',
  ]);
  expect(runs().map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED']);
});

test('runs that are left to go on at their deadline still count for the cap of spans', async () => {
  endlessly();
  const wait = { pollIntervalMs: 1000, timeoutMs: 1000, onTimeout: 'detach' as const };
  const options = { limit: 1, maxSpansInAll: 250, wait };
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 4, options, { maxSpans: 100 }) });
  await until(() => isPaused(handle));
  expect((await memoOf(handle))?.paused).toMatchObject({
    reason: expect.stringContaining('2 runs may still be running') as string,
    isFinal: true,
  });
  expect(runs().map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
  await handle.cancel();
  await resultOfCancelled(handle);
});

test('a refused key pauses the backfill instead of failing one window after the other', async () => {
  quickly();
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 403, body: '' }, times: 2 });
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 6, { limit: 2 }) });
  // Both refusals: one that came after the resume would pause the backfill again.
  await until(async () => (await isPaused(handle)) && (await memoOf(handle))?.windows.running === 0);
  expect(rig.triggers()).toHaveLength(2);
  await update(handle, 'resume');
  expect((await handle.result()).windows.waiting).toBe(0);
});

test('after a 429 nothing is begun until the time that it names is over', async () => {
  quickly();
  const headers = { 'retry-after': '2' };
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 429, headers, body: '' } });
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 3, { limit: 1 }) });
  await until(async () => ((await memoOf(handle))?.throttledUntil ?? null) !== null);
  expect(rig.triggers()).toHaveLength(1);
  expect((await handle.result()).windows.waiting).toBe(0);
  const [first, second] = rig.triggers().map(({ at }) => Date.parse(at));
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2000);
});

test('a window that another intent triggers waits for its turn, and is triggered once that has its run', async () => {
  quickly();
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
  const plan = await planOf(rig, 1);
  const window = { dataStartTime: plan.range.dataStartTime, dataEndTime: plan.range.dataEndTime };
  const other = await rig.start('runTask', {
    intent: { task: plan.task.id, trigger: window, key: 'other' },
    wait: null,
  });
  await until(() => rig.triggers().length === 1);
  const handle = await rig.start('runBackfill', { plan });
  await until(
    async () =>
      (await handle.describe()).raw.pendingActivities?.some(
        ({ activityType }) => activityType?.name === 'awaitTurn',
      ) ?? false,
  );
  rig.simulator.releaseFault(fault);
  await other.result();
  expect((await handle.result()).runs).toBe(1);
  expect(rig.triggers()).toHaveLength(2);
  expect(turnWorkflowId({ taskId: plan.task.id, window })).toContain('ax-turn/');
});

test('cancels are sent side by side', async () => {
  endlessly();
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 8, { limit: 8 }) });
  await until(() => runs().length === 8);
  const fault = rig.simulator.addFault({ match: CANCEL, holdAt: 'before-effect', times: 'always' });
  await handle.cancel();
  await until(() => rig.simulator.heldBy(fault) === 8);
  rig.simulator.removeFaults(fault);
  await resultOfCancelled(handle);
});
