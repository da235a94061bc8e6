import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WORKFLOWS } from '../../../src/model/temporal/workflow-types.js';
import type { Interval } from '../../../src/model/time/interval.js';
import { watermarkWorkflowId } from '../../../src/model/temporal/names.js';
import { ADVANCE_UPDATE, WATERMARK_MEMO, WATERMARK_QUERY } from '../../../src/model/schedule/watermark.js';
import type { AdvanceWatermark, Watermark } from '../../../src/model/schedule/watermark.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
  HOUR_MS,
  endOf,
  hourAt,
  hourMs,
  hourlySchedule,
  ledgerOfTest,
  task,
  triggeredHours,
  watermark,
} from './firings.js';

let rig: WorkflowRig;
const ledger = ledgerOfTest();
beforeAll(async () => {
  // So few events that a firing of some slices goes on in new executions.
  rig = await startWorkflowRig({
    realTime: true,
    suggestContinueAsNewAt: 60,
    activities: { recordCoverage: ledger.recordCoverage },
  });
});
afterEach(() => {
  rig.simulator.reset();
  ledger.entries.length = 0;
});
afterAll(() => rig.stop());

const well = (times: number | 'always' = 'always') =>
  rig.simulator.addBehaviour({ looks: 1, times, successes: 3 });
const markOf = (name: string) => rig.env.client.workflow.getHandle(watermarkWorkflowId(name));

describe('slices in the mode watermark', () => {
  test('tile the time exactly, over failures, cancels and firings that were skipped', async () => {
    well(2);
    const schedule = await hourlySchedule(rig, 'tiles', { window: watermark() });
    expect((await endOf(await schedule.fire(2))).result).toMatchObject({
      verdict: 'good',
      watermark: hourAt(2),
      note: null,
    });
    // The third slice fails, and is evaluated again by the next firing.
    rig.simulator.addBehaviour({ outcome: 'failed', failureReason: 'no quota', times: 1 });
    const failed = await endOf(await schedule.fire(4));
    expect([failed.how, failed.result.watermark]).toEqual(['FiringFailed', hourAt(2)]);
    expect(failed.result.note).toBe(`2h 00m from ${hourAt(2)} on are left to the next firing`);
    // A cancel keeps what was proven before it.
    well(1);
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 1 });
    const firing = await schedule.fire(5);
    await until(() => triggeredHours(rig).length === 5);
    await rig.untilWaitingFor(5, 1);
    await firing.cancel();
    const cancelled = await endOf(firing);
    expect([cancelled.how, cancelled.result.watermark]).toEqual(['cancelled', hourAt(3)]);
    // Nothing fired from 6 to 8.
    well();
    const last = await endOf(await schedule.fire(9));
    expect(last.result).toMatchObject({ verdict: 'good', watermark: hourAt(9), note: null });
    expect(triggeredHours(rig)).toEqual([
      '0-1',
      '1-2',
      '2-3',
      '2-3',
      '3-4',
      '3-4',
      '4-5',
      '5-6',
      '6-7',
      '7-8',
      '8-9',
    ]);
    const proven = ledger.entries.filter(({ state }) => state === 'evaluated');
    expect(proven.map(({ startMs, endMs }) => [startMs, endMs])).toEqual(
      Array.from({ length: 9 }, (_, hour) => [hourMs(hour), hourMs(hour + 1)]),
    );
    expect((await markOf('tiles').describe()).memo?.[WATERMARK_MEMO]).toEqual({ provenMs: hourMs(9) });
  });

  test('are evaluated once each where the firing and the watermark go on in new executions', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'goes-on', { window: watermark() });
    const firing = await schedule.fire(12);
    const { result } = await endOf(firing);
    expect(result.windows).toHaveLength(12);
    expect([result.nominalAt, result.watermark]).toEqual([hourAt(12), hourAt(12)]);
    expect((await firing.describe()).status.name).toBe('CONTINUED_AS_NEW');
    expect(triggeredHours(rig)).toEqual(Array.from({ length: 12 }, (_, hour) => `${hour}-${hour + 1}`));
  });

  test('are at most so many in a firing, and the rest is left to the next one', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'bounded', { window: watermark({ maxSlices: 2 }) });
    expect((await endOf(await schedule.fire(5))).result).toMatchObject({
      verdict: 'good',
      watermark: hourAt(2),
      note: `3h 00m from ${hourAt(2)} on are left to the next firing`,
    });
    expect((await endOf(await schedule.fire(4))).result.watermark).toBe(hourAt(4));
    expect((await endOf(await schedule.fire(3))).result).toMatchObject({
      verdict: 'good',
      windows: [],
      note: 'nothing was due',
      watermark: hourAt(4),
    });
  });

  test('that were empty are proven where they ended long ago', async () => {
    rig.simulator.addBehaviour({ outcome: 'empty', looks: 1, times: 'always' });
    const schedule = await hourlySchedule(rig, 'empty', { window: watermark() });
    const { result } = await endOf(await schedule.fire(1));
    expect(result).toMatchObject({
      verdict: 'good',
      watermark: hourAt(1),
      windows: [{ outcome: { kind: 'empty' } }],
    });
    expect(ledger.entries).toMatchObject([{ state: 'empty' }]);
  });

  test('that were empty a moment after their end are no failure, and are evaluated again', async () => {
    rig.simulator.addBehaviour({ outcome: 'empty', looks: 1, times: 'always' });
    const minute = { count: 1, unit: 'minute' } as const;
    const fromMs = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
    const rule = watermark({ fromMs, slice: minute, align: 'minute' });
    const schedule = await hourlySchedule(rig, 'early', { window: rule });
    await schedule.handle.trigger();
    await until(async () => (await schedule.handle.describe()).info.recentActions.length === 1);
    const { workflow } = (await schedule.handle.describe()).info.recentActions[0]?.action ?? {};
    const { how, result } = await endOf(rig.env.client.workflow.getHandle(workflow?.workflowId ?? ''));
    expect([how, result.watermark]).toEqual(['completed', new Date(fromMs).toISOString()]);
    expect(result.windows[0]?.reason).toBe('it was empty, and data may still come');
  });

  test('that stopped at maxSpans are cut in two until they do not', async () => {
    rig.simulator.addBehaviour({ looks: 1, successes: 10, times: 1 });
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const schedule = await hourlySchedule(rig, 'cut', {
      window: watermark(),
      work: task({ trigger: { maxSpans: 10 } }),
    });
    const { result } = await endOf(await schedule.fire(1));
    expect(triggeredHours(rig)).toEqual(['0-1', '0-0.5', '0.5-1']);
    expect(result).toMatchObject({ verdict: 'good', watermark: hourAt(1) });
    expect(result.windows[0]?.reason).toContain('cut in two');
    expect(new Set(result.windows.map(({ workflowId }) => workflowId)).size).toBe(3);
  });
});

describe('a watermark', () => {
  const start = async (name: string) => {
    const { client } = rig.env;
    const watermarkOf: Watermark = { provenMs: hourMs(0) };
    return client.workflow.start(WORKFLOWS.keepWatermark, {
      taskQueue: 'test',
      workflowId: watermarkWorkflowId(name),
      args: [watermarkOf],
    });
  };
  const advance = (name: string, interval: Interval) =>
    markOf(name).executeUpdate<Watermark, [AdvanceWatermark]>(ADVANCE_UPDATE, { args: [{ interval }] });

  test('is moved by what begins at it, left by what is behind it, and refuses a hole', async () => {
    await start('moves');
    const [first, second] = [hourMs(1), hourMs(2)];
    expect(await advance('moves', { startMs: hourMs(0), endMs: first })).toEqual({ provenMs: first });
    expect(await advance('moves', { startMs: hourMs(0), endMs: first })).toEqual({ provenMs: first });
    await expect(advance('moves', { startMs: second, endMs: second + HOUR_MS })).rejects.toThrow(
      WorkflowUpdateFailedError,
    );
    await expect(advance('moves', { startMs: hourMs(0), endMs: second })).rejects.toThrow();
    await expect(advance('moves', { startMs: first, endMs: Number.NaN })).rejects.toThrow();
    expect(await markOf('moves').query<Watermark>(WATERMARK_QUERY)).toEqual({ provenMs: first });
  });

  test('outlives its executions', async () => {
    const { firstExecutionRunId } = await start('outlives');
    const { client } = rig.env;
    const statusOfFirst = async () =>
      (await client.workflow.getHandle(watermarkWorkflowId('outlives'), firstExecutionRunId).describe())
        .status.name;
    let hour = 0;
    while ((await statusOfFirst()) === 'RUNNING') {
      await advance('outlives', { startMs: hourMs(hour), endMs: hourMs(hour + 1) });
      hour++;
    }
    expect(await statusOfFirst()).toBe('CONTINUED_AS_NEW');
    expect(await markOf('outlives').query<Watermark>(WATERMARK_QUERY)).toEqual({ provenMs: hourMs(hour) });
    expect((await markOf('outlives').describe()).memo?.[WATERMARK_MEMO]).toEqual({ provenMs: hourMs(hour) });
  });
});
