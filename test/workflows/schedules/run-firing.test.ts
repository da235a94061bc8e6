import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';
import { FIRING_MEMO } from '../../../src/model/schedule/firing.js';
import type { FiringMemo, FiringResult } from '../../../src/model/schedule/firing.js';
import type {
  OwnSettleGate,
  ScheduledPipeline,
  SettleGate,
  SpanSettleGate,
} from '../../../src/model/schedule/schedule.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { PIPELINE } from '../../files/support/schedules.js';
import {
  HOUR_MS,
  endOf,
  hourAt,
  hourlySchedule,
  ledgerOfTest,
  nominal,
  task,
  triggeredHours,
} from './firings.js';

let rig: WorkflowRig;
const ledger = ledgerOfTest();
let counts: number[] = [];
beforeAll(async () => {
  rig = await startWorkflowRig({
    realTime: true,
    activities: {
      recordCoverage: ledger.recordCoverage,
      countSpans: () => Promise.resolve(counts.length > 1 ? counts.shift() : counts[0]),
    },
  });
});
afterEach(() => {
  rig.simulator.reset();
  ledger.entries.length = 0;
});
afterAll(() => rig.stop());

const well = () => rig.simulator.addBehaviour({ looks: 1, times: 'always', successes: 3 });
const stuck = () => rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 1 });
const failing = () => rig.simulator.addBehaviour({ outcome: 'failed', failureReason: 'no quota', times: 1 });

const gate = (more: Partial<OwnSettleGate> = {}): SettleGate => ({
  kind: 'activity',
  activity: 'countSpans',
  everyMs: 20,
  looks: 2,
  timeoutMs: 10_000,
  onTimeout: 'trigger',
  ...more,
});

const pipeline: ScheduledPipeline = {
  kind: 'pipeline',
  name: 'quality',
  text: PIPELINE.replace('nightly-hallucination', 'fresh-relevance').replace(
    'space: research',
    'space: ${SPACE}',
  ),
  fileName: './p.yaml',
  variables: { SPACE: 'research' },
  inputs: { maxSpans: 7 },
  windowInputs: { start: 'start', end: 'end' },
};

describe('a firing', () => {
  test('evaluates the window of its nominal time, however late it runs, and tells the ledger', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'nominal', {
      window: nominal(),
      work: task({ trigger: { maxSpans: 50 } }),
    });
    const { how, result } = await endOf(await schedule.fire(10));
    expect(how).toBe('completed');
    const mean = expect.any(Number) as number;
    expect(result).toEqual({
      schedule: 'nominal',
      nominalAt: hourAt(10),
      verdict: 'good',
      windows: [
        {
          window: { dataStartTime: hourAt(7), dataEndTime: hourAt(8) },
          workflowId: `ax-schedule/nominal-2026-11-20T10:00:00Z/${hourAt(7)}`,
          verdict: 'good',
          outcome: { kind: 'succeeded', errorShare: 0, reason: null },
          runId: expect.any(String) as string,
          settled: null,
          quality: [
            { evaluation: 'relevance', label: null, value: mean, samples: expect.any(Number) as number },
          ],
        },
      ],
      watermark: null,
      note: null,
    });
    expect(triggeredHours(rig)).toEqual(['7-8']);
    expect(ledger.entries).toMatchObject([
      {
        startMs: Date.parse(hourAt(7)),
        endMs: Date.parse(hourAt(8)),
        state: 'evaluated',
        maxSpans: 50,
        runId: result.windows[0]?.runId,
        workflowId: result.windows[0]?.workflowId,
        evaluators: expect.stringContaining('@') as string,
      },
    ]);
  });

  test('that is fired again for the same time evaluates the same window', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'again', { window: nominal({ lagMs: 0 }) });
    const first = await endOf(await schedule.fire(3));
    const second = await endOf(await schedule.fire(3));
    expect(second.result.windows[0]?.window).toEqual(first.result.windows[0]?.window);
    expect(triggeredHours(rig)).toEqual(['2-3', '2-3']);
  });

  test('that the schedule is triggered for by hand goes by that moment', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'by-hand', { window: nominal() });
    await schedule.handle.trigger();
    await until(async () => (await schedule.handle.describe()).info.recentActions.length === 1);
    const { workflow } = (await schedule.handle.describe()).info.recentActions[0]?.action ?? {};
    const firing = rig.env.client.workflow.getHandle(workflow?.workflowId ?? '');
    const { result } = await endOf(firing);
    const nominalMs = Date.parse(result.nominalAt);
    const endMs = Math.floor((nominalMs - 2 * HOUR_MS) / HOUR_MS) * HOUR_MS;
    expect(Date.parse(result.windows[0]?.window?.dataEndTime ?? '')).toBe(endMs);
    expect(workflow?.workflowId).toContain(result.nominalAt.slice(0, 19));
  });

  test('of work without a window runs it once', async () => {
    well();
    const work = task({ task: 'generate-answers', trigger: {} });
    const schedule = await hourlySchedule(rig, 'no-window', { work });
    const { result } = await endOf(await schedule.fire(3));
    expect(result.windows).toMatchObject([{ window: null, verdict: 'good', outcome: { kind: 'succeeded' } }]);
    expect(ledger.entries).toEqual([]);
  });

  test('longer than 30 days is evaluated in pieces, one after the other', async () => {
    well();
    const rule = nominal({ length: { count: 2, unit: 'month' }, align: 'month' });
    const schedule = await hourlySchedule(rig, 'long', { window: rule });
    const { result } = await endOf(await schedule.fire(3));
    const windows = result.windows.map(({ window }) => [window?.dataStartTime, window?.dataEndTime]);
    expect(windows.length).toBeGreaterThan(2);
    expect([windows[0]?.[0], windows.at(-1)?.[1]]).toEqual([
      '2026-09-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
    expect(windows.slice(1).map(([start]) => start)).toEqual(windows.slice(0, -1).map(([, end]) => end));
  });

  test('that does not end well fails with its result, in the memo too, and pauses a schedule that says so', async () => {
    failing();
    const schedule = await hourlySchedule(rig, 'failing', { window: nominal() }, { pauseOnFailure: true });
    const firing = await schedule.fire(10);
    const { how, result } = await endOf(firing);
    expect(how).toBe('FiringFailed');
    expect(result).toMatchObject({ verdict: 'failed', windows: [{ reason: 'no quota' }] });
    expect((await firing.describe()).memo?.[RESULT_MEMO]).toEqual(result);
    await until(async () => (await schedule.handle.describe()).state.paused);
  });

  test('whose task is refused says why', async () => {
    const schedule = await hourlySchedule(rig, 'refused', {
      window: nominal(),
      work: task({ task: 'no-such-task' }),
    });
    const { how, result } = await endOf(await schedule.fire(10));
    expect(how).toBe('FiringFailed');
    expect(result.windows).toMatchObject([{ verdict: 'failed', outcome: null, runId: null }]);
    expect(result.windows[0]?.reason).toContain('no-such-task');
  });

  test('that is cancelled cancels its run, and ends cancelled with what it did', async () => {
    stuck();
    const schedule = await hourlySchedule(rig, 'cancelled', { window: nominal() });
    const firing = await schedule.fire(10);
    await until(
      async () =>
        ((await firing.describe()).memo?.[FIRING_MEMO] as FiringMemo | undefined)?.phase === 'running',
    );
    await rig.untilWaitingFor(1);
    await firing.cancel();
    const { how, result } = await endOf(firing);
    expect(how).toBe('cancelled');
    expect(result).toMatchObject({
      verdict: 'cancelled',
      windows: [{ outcome: { kind: 'cancelled-by-us' } }],
    });
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['CANCELLED']);
  });
});

describe('a settle gate', () => {
  const fired = async (name: string, given: number[], settle: SettleGate) => {
    well();
    counts = given;
    const schedule = await hourlySchedule(rig, name, { window: nominal(), settle });
    return endOf(await schedule.fire(10));
  };

  test('triggers once the count no longer grows', async () => {
    const { result } = await fired('settles', [1, 5, 9, 9, 9], gate());
    expect(result.windows[0]?.settled).toEqual({ count: 9, looks: 4, isSettled: true });
    expect(triggeredHours(rig)).toEqual(['7-8']);
  });

  test('triggers all the same when its time is over', async () => {
    const grows = Array.from({ length: 500 }, (_, at) => at);
    const { how, result } = await fired('grows', grows, gate({ timeoutMs: 100 }));
    expect([how, result.windows[0]?.settled?.isSettled]).toEqual(['completed', false]);
    expect(triggeredHours(rig)).toEqual(['7-8']);
  });

  test('or fails the firing, if that is what the schedule says', async () => {
    const grows = Array.from({ length: 500 }, (_, at) => at);
    const { how, result } = await fired('fails', grows, gate({ timeoutMs: 100, onTimeout: 'fail' }));
    expect([how, result.windows[0]?.workflowId]).toEqual(['FiringFailed', null]);
    expect(result.windows[0]?.reason).toContain('it did not settle');
    expect(triggeredHours(rig)).toEqual([]);
  });

  const spans = (more: Partial<SpanSettleGate> = {}): SettleGate => ({
    kind: 'spans',
    quietForMs: 60,
    checks: 3,
    project: null,
    space: null,
    filter: null,
    timeoutMs: 10_000,
    onTimeout: 'trigger',
    ...more,
  });
  const record = () => rig.simulator.spans('support-bot', Date.parse(hourAt(7)), Date.parse(hourAt(8)));

  test('counts the spans of the window by itself, without those at its end', async () => {
    const at = [hourAt(7), hourAt(8)].map((start_time) => ({ start_time }));
    rig.simulator.addSpans({ project: 'support-bot', spans: at });
    const { result } = await fired('spans', [], spans());
    expect(result.windows[0]?.settled).toEqual({
      count: record().length,
      looks: 3,
      newestAt: record().at(-1)?.startTime,
      isSample: false,
      isSettled: true,
    });
    expect(triggeredHours(rig)).toEqual(['7-8']);
  });

  test('counts those of the project of a pipeline, through its filter', async () => {
    well();
    const kind = { status_code: 'SETTLED' };
    rig.simulator.addSpans({ project: 'support-bot', spans: [{ start_time: hourAt(7), ...kind }] });
    const settle = spans({ project: 'support-bot', space: 'research', filter: "status_code = 'SETTLED'" });
    const schedule = await hourlySchedule(rig, 'piped-spans', { window: nominal(), work: pipeline, settle });
    const { how, result } = await endOf(await schedule.fire(10));
    expect([how, result.windows[0]?.settled?.count]).toEqual(['completed', 1]);
  });

  test('that is refused the spans fails the firing with the reason, and triggers nothing', async () => {
    rig.simulator.addFault({
      match: { method: 'POST', path: '/v2/spans' },
      answer: { kind: 'respond', status: 422, body: { title: 'no such filter' } },
      times: 'always',
    });
    const { how, result } = await fired('spans-refused', [], spans({ timeoutMs: 1000, onTimeout: 'fail' }));
    expect([how, triggeredHours(rig)]).toEqual(['FiringFailed', []]);
    expect(result.windows[0]?.reason).toMatch(/^it did not settle: nothing was counted in 0 checks \(.*422/);
  });

  test('whose activity no worker has fails the firing with its name', async () => {
    const { how, result } = await fired('unknown', [1], gate({ activity: 'noSuchActivity' }));
    expect(how).toBe('FiringFailed');
    expect(result.note).toContain('noSuchActivity');
  });
});

describe('a firing of a pipeline', () => {
  test('plans it with the ends of the window, and runs it under its own name', async () => {
    well();
    const schedule = await hourlySchedule(rig, 'piped', { window: nominal(), work: pipeline });
    const { how, result } = await endOf(await schedule.fire(10));
    expect([how, triggeredHours(rig)]).toEqual(['completed', ['7-8']]);
    expect(rig.triggers()[0]?.body).toMatchObject({ max_spans: 7 });
    const workflowId = result.windows[0]?.workflowId ?? '';
    expect(workflowId).toMatch(/^ax-pipeline\/quality\/ax-schedule-piped-2026-11-20T10:00:00Z\//);
    const { memo } = await rig.env.client.workflow.getHandle(workflowId).describe();
    expect(memo?.['steps']).toMatchObject([{ id: 'a', task: 'fresh-relevance' }]);
  });

  test('fails with what is wrong where it can no longer be planned', async () => {
    const schedule = await hourlySchedule(rig, 'unplanned', {
      window: nominal(),
      work: { ...pipeline, variables: {} },
    });
    const { how, result } = await endOf(await schedule.fire(10));
    expect(how).toBe('FiringFailed');
    expect((result satisfies FiringResult).note).toContain('requires the variable SPACE');
  });
});
