import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { keptReceivers } from '../../support/kept-receivers.js';
import { until } from '../../support/until.js';
import { CANCEL, TRIGGER, planOf, startBackfillRig } from '../backfill/backfills.js';
import type { BackfillRig } from '../backfill/backfills.js';
import { TEAM, factsIn, noticesOf, titlesOf } from './notices-of.js';

let rig: BackfillRig;
beforeAll(async () => {
  rig = await startBackfillRig({ receivers: keptReceivers(['team']) });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const start = async (...args: [windows: number, options?: Parameters<typeof planOf>[2]]) =>
  rig.start('runBackfill', { plan: await planOf(rig, ...args), notify: TEAM });

const update = (handle: WorkflowHandle, name: string): Promise<unknown> =>
  handle.executeUpdate(name, { args: [{ by: 'ada' }] });

test('a backfill that ended well tells nothing', async () => {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const handle = await start(2);
  expect((await handle.result()).verdict).toBe('good');
  expect(await noticesOf(handle)).toEqual([]);
});

test('a backfill that pauses at a share of failures tells the share and the bound, and that it recovered once it ended well', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1, times: 2 });
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const handle = await start(4, { limit: 2, failures: { share: 0.5, after: 2, then: 'pause' } });
  await until(async () => (await noticesOf(handle)).length === 1);
  const [paused] = await noticesOf(handle);
  expect(titlesOf(paused === undefined ? [] : [paused])).toEqual([
    'backfill-paused: Backfill of nightly-hallucination paused: 2 of 2 windows failed',
  ]);
  expect(paused && factsIn(paused)).toMatchObject({
    failed: '2 of 2 windows that have ended, 100%',
    bound: '50% once 2 windows have ended',
    resume: `ax-tasks backfill resume ${handle.workflowId}`,
  });
  await update(handle, 'retryFailed');
  await update(handle, 'resume');
  expect((await handle.result()).verdict).toBe('good');
  expect((await noticesOf(handle)).map(({ kind }) => kind)).toEqual(['backfill-paused', 'recovered']);
});

test('a backfill that ended badly tells its figures and its windows', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const handle = await start(2);
  await handle.result();
  const [notice, ...others] = await noticesOf(handle);
  expect(others).toEqual([]);
  expect(notice?.title).toBe('Backfill of nightly-hallucination failed');
  expect(notice && factsIn(notice)).toMatchObject({
    windows: '1 evaluated, 1 failed',
    runs: '2',
    'run again': `ax-tasks backfill retry ${handle.workflowId} --failed --unfinished`,
  });
});

test('windows whose triggers are not known to have started a run are told of once while it runs', async () => {
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' }, times: 2 });
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const handle = await start(3, { limit: 1, onAmbiguous: 'fail' });
  await handle.result();
  expect((await noticesOf(handle)).map(({ kind }) => kind)).toEqual(['unresolved', 'failed']);
});

test('a backfill that somebody paused or cancelled is not told of', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const handle = await start(2, { limit: 1 });
  await until(() => rig.simulator.journal().runs.length === 1);
  await update(handle, 'pause');
  await handle.cancel();
  await handle.result().catch(() => undefined);
  expect(
    rig.simulator.journal().requests.some(({ path }) => path.endsWith('/cancel')),
    CANCEL.path,
  ).toBe(true);
  expect(await noticesOf(handle)).toEqual([]);
});

test('a backfill whose input is refused is told of', async () => {
  const plan = { ...(await planOf(rig, 1)), windows: [] };
  const handle = await rig.start('runBackfill', { plan: { ...plan, maxSpans: -1 }, notify: TEAM });
  await handle.result().catch(() => undefined);
  expect(titlesOf(await noticesOf(handle))).toEqual(['failed: Backfill of nightly-hallucination failed']);
});
