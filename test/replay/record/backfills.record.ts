import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { BACKFILL_MEMO } from '../../../src/model/backfill/backfill.js';
import type { BackfillMemo, BackfillOptions, BackfillPlan } from '../../../src/model/backfill/backfill.js';
import { resetWorkflow } from '../../support/reset-workflow.js';
import { until } from '../../support/until.js';
import { planOf, startBackfillRig } from '../../workflows/backfill/backfills.js';
import type { BackfillRig } from '../../workflows/backfill/backfills.js';
import { LOST, TRIGGER, evaluation, refusedFor, status } from './inputs.js';
import { record, write } from './record.js';

const by = { by: 'ada' };
const TRIGGERS = "WorkflowType = 'triggerWindows'";
const LAST = { looks: 1, times: 'always' } as const;

describe('a backfill', () => {
  let rig: BackfillRig;
  beforeAll(async () => {
    rig = await startBackfillRig();
  });
  beforeEach(() => rig.simulator.reset());
  afterAll(() => rig.stop());

  const start = async (
    name: string,
    windows: number,
    options: Partial<BackfillOptions> = {},
    more: Partial<BackfillPlan> = {},
  ) => {
    rig.simulator.addBehaviour(LAST);
    return rig.startAs(name, 'runBackfill', { plan: await planOf(rig, windows, options, more) });
  };
  const memoOf = async (handle: WorkflowHandle): Promise<BackfillMemo | undefined> =>
    (await handle.describe()).memo?.[BACKFILL_MEMO] as BackfillMemo | undefined;
  const isPaused = async (handle: WorkflowHandle): Promise<boolean> =>
    ((await memoOf(handle))?.paused ?? null) !== null;
  const update = (handle: WorkflowHandle, name: string, args: object = by): Promise<unknown> =>
    handle.executeUpdate(name, { args: [args] });

  test('run-backfill.plain', async () => {
    const handle = await start('run-backfill.plain', 6);
    await record('run-backfill.plain', handle, { verdict: 'good', runs: 6 });
    const created = { kind: 'started', provenance: { how: 'created' } };
    await record('trigger-windows.created', await firstTriggers(handle), [
      created,
      created,
      created,
      created,
    ]);
  });

  test('run-backfill.split', async () => {
    rig.simulator.addBehaviour({ successes: 50, looks: 1 });
    const handle = await start('run-backfill.split', 2, { limit: 1 }, { maxSpans: 50 });
    await record('run-backfill.split', handle, { windows: { split: 1, waiting: 0 } });
  });

  test('run-backfill.steered', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
    const handle = await start('run-backfill.steered', 6, { limit: 1, canary: 1 });
    await until(() => isPaused(handle));
    await update(handle, 'resize', { ...by, limit: 2 });
    await update(handle, 'retryFailed');
    await update(handle, 'resume');
    await until(() => rig.triggers().length >= 3);
    await update(handle, 'pause');
    await update(handle, 'resume');
    await record('run-backfill.steered', handle, { verdict: 'good', runs: 7 });
  });

  test('run-backfill.cancelled', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 4 });
    const handle = await start('run-backfill.cancelled', 6);
    await until(async () => (await memoOf(handle))?.runIds.length === 4);
    await handle.cancel();
    await record('run-backfill.cancelled', handle, {
      verdict: 'cancelled',
      windows: { cancelled: 4, waiting: 2 },
    });
  });

  test('run-backfill.cancelled-while-triggering', async () => {
    const name = 'run-backfill.cancelled-while-triggering';
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 2 });
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect', times: 2 });
    const handle = await start(name, 6, { limit: 2 });
    await until(() => rig.simulator.journal().runs.length === 2);
    await handle.cancel();
    rig.simulator.releaseFault(fault);
    await record(name, handle, { verdict: 'cancelled', windows: { cancelled: 2, waiting: 4 } });
  });

  test('run-backfill.capped', async () => {
    const handle = await start('run-backfill.capped', 4, { maxRuns: 2 });
    await until(() => isPaused(handle));
    await handle.cancel();
    await record('run-backfill.capped', handle, { runs: 2, windows: { waiting: 2 } });
  });

  test('run-backfill.stopped', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed', looks: 1, times: 4 });
    const failures = { share: 0.5, after: 2, then: 'stop' } as const;
    const handle = await start('run-backfill.stopped', 8, { limit: 2, failures, attempts: 2 });
    await record('run-backfill.stopped', handle, { verdict: 'failed', windows: { failed: 2, waiting: 6 } });
  });

  test('run-backfill.timed-out', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 2 });
    const wait = { pollIntervalMs: 1000, timeoutMs: 1500 };
    const handle = await start('run-backfill.timed-out', 2, { wait });
    await record('run-backfill.timed-out', handle, { problems: [{ outcome: 'timed-out-cancelled' }, {}] });
  });

  test('run-backfill.throttled', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: refusedFor(1) });
    const handle = await start('run-backfill.throttled', 3, { limit: 1 });
    await record('run-backfill.throttled', handle, { verdict: 'good', runs: 3 });
    await record('trigger-windows.not-sent', await firstTriggers(handle), [{ kind: 'not-sent' }]);
  });

  test('run-backfill.refused', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: status(403) });
    const handle = await start('run-backfill.refused', 3, { limit: 1 });
    await until(() => isPaused(handle));
    await update(handle, 'resume');
    await record('run-backfill.refused', handle, { verdict: 'good', runs: 3 });
    await record('trigger-windows.refused', await firstTriggers(handle), [{ kind: 'refused' }]);
  });

  test('run-backfill.in-doubt', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: LOST });
    const handle = await start('run-backfill.in-doubt', 2, { limit: 1 });
    await record('run-backfill.in-doubt', handle, { verdict: 'good', runs: 2 });
    const adopted = { kind: 'started', provenance: { how: 'adopted' } };
    await record('trigger-windows.adopted', await firstTriggers(handle), [adopted]);
  });

  test('run-backfill.told-early', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: LOST });
    const handle = await start('run-backfill.told-early', 3, { limit: 3, settleMs: 6000 });
    await record('run-backfill.told-early', handle, { verdict: 'good', runs: 3 });
    const started = { kind: 'started' };
    await record('trigger-windows.told-early', await firstTriggers(handle), [started, started, started]);
  });

  test('run-backfill.waited-for-turn', async () => {
    const plan = await planOf(rig, 1);
    const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
    const { dataStartTime, dataEndTime } = plan.range;
    const trigger = { dataStartTime, dataEndTime };
    const other = await rig.start(
      'runTask',
      evaluation({ intent: { task: plan.task.id, trigger, key: 'other' } }),
    );
    await until(() => rig.triggers().length === 1);
    const handle = await start('run-backfill.waited-for-turn', 1);
    await until(async () =>
      ((await handle.describe()).raw.pendingActivities ?? []).some(
        ({ activityType }) => activityType?.name === 'awaitTurn',
      ),
    );
    rig.simulator.releaseFault(fault);
    await record('run-backfill.waited-for-turn', handle, { runs: 1 });
    await record('trigger-windows.turn-taken', await firstTriggers(handle), [{ kind: 'turn-taken' }]);
    await other.result();
  });

  test.each([2, 4])('run-backfill.reset-to-task-%i', async (task) => {
    const name = `run-backfill.reset-to-task-${task}`;
    const handle = await start(name, 4, { limit: 2 });
    await handle.result();
    await record(name, await resetWorkflow(rig.env, handle, task), { windows: { waiting: 0, failed: 0 } });
  });

  /** The first triggers of a backfill. */
  async function firstTriggers({ workflowId: parent }: WorkflowHandle): Promise<WorkflowHandle> {
    const { client } = rig.env;
    let first: string | undefined;
    await until(async () => {
      for await (const { workflowId, parentExecution } of client.workflow.list({ query: TRIGGERS }))
        if (parentExecution?.workflowId === parent) first = workflowId;
      return first !== undefined;
    });
    return client.workflow.getHandle(first ?? '');
  }
});

describe('a backfill whose history is full', () => {
  let rig: BackfillRig;
  beforeAll(async () => {
    rig = await startBackfillRig({ suggestContinueAsNewAt: 60 });
  });
  afterAll(() => rig.stop());

  test('run-backfill.continued', async () => {
    rig.simulator.addBehaviour({ looks: 9 });
    rig.simulator.addBehaviour(LAST);
    const plan = await planOf(rig, 12, { limit: 3 });
    const handle = await rig.startAs('run-backfill.continued', 'runBackfill', { plan });
    await record('run-backfill.continued', handle, { runs: 12 });
    const first = rig.env.client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
    await write('run-backfill.continued-as-new', first);
  });
});
