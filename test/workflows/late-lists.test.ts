import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import { toUtc } from '../../src/model/time/window.js';
import { until } from '../support/until.js';
import { TRIGGER, planOf, ran, startBackfillRig, windowAt } from './backfill/backfills.js';
import type { BackfillRig } from './backfill/backfills.js';

/** The first window of a backfill. */
const WINDOW = { dataStartTime: toUtc(windowAt(0).startMs), dataEndTime: toUtc(windowAt(0).endMs) };

const windowed = (key: string, more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: {
    ...{ task: 'nightly-hallucination', space: 'research', key },
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: null,
  settleMs: 300,
  ...more,
});

let rig: BackfillRig;

beforeAll(async () => {
  rig = await startBackfillRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const createdRuns = () => rig.simulator.journal().runs.map(({ runId }) => runId);
/** So many answers of the list, or for so long, do not show the run of the next trigger. */
const hideNextRun = (hideRun: { lists: number } | { ms: number }) =>
  rig.simulator.addFault({ match: TRIGGER, hideRun });
const loseNextRequest = () =>
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });

test('a run that the list did not show yet when the turn passed on is not taken for the next one, whose request was lost', async () => {
  hideNextRun({ lists: 1 });
  const first = await (await rig.start('runTask', windowed('a'))).result();
  loseNextRequest();
  const second = await (await rig.start('runTask', windowed('b'))).result();
  expect(createdRuns()).toEqual([first.runId, second.runId]);
  expect(second.provenance).toMatchObject({ how: 'created', posts: 2 });
});

test('nor are those of two before it', async () => {
  hideNextRun({ lists: 2 });
  const first = await (await rig.start('runTask', windowed('a'))).result();
  hideNextRun({ lists: 1 });
  const second = await (await rig.start('runTask', windowed('b'))).result();
  loseNextRequest();
  const third = await (await rig.start('runTask', windowed('c'))).result();
  expect(createdRuns()).toEqual([first.runId, second.runId, third.runId]);
});

test('nor is it by a window of a backfill', async () => {
  const plan = await planOf(rig, 1, {}, { overrideEvaluations: true });
  hideNextRun({ lists: 2 });
  const first = await (await rig.start('runTask', windowed('a'))).result();
  loseNextRequest();
  expect((await ran(rig, plan)).windows).toMatchObject({ evaluated: 1 });
  expect(createdRuns()).toHaveLength(2);
  expect(createdRuns()[0]).toBe(first.runId);
});

test('nor is the run of a window of a backfill by the next one', async () => {
  rig.simulator.addBehaviour({ looks: 1 });
  hideNextRun({ ms: 4000 });
  await ran(rig, await planOf(rig, 1));
  loseNextRequest();
  const second = await (await rig.start('runTask', windowed('b', { settleMs: 3000 }))).result();
  expect(createdRuns()).toHaveLength(2);
  expect(createdRuns()[1]).toBe(second.runId);
});

test('a run of the next one in the turn is not cancelled as the late duplicate of one whose request was lost', async () => {
  rig.simulator.addBehaviour({ looks: 8 });
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  loseNextRequest();
  const first = await rig.start('runTask', windowed('a', { wait: { pollIntervalMs: 1000 } }));
  await until(() => createdRuns().length === 1);
  const second = await (await rig.start('runTask', windowed('b'))).result();
  const { runId, provenance } = await first.result();
  expect(createdRuns()).toEqual([runId, second.runId]);
  expect(provenance).toMatchObject({ how: 'created', posts: 2 });
  expect(provenance.duplicates).toBeUndefined();
  expect((await rig.ax.getRun({ runId: second.runId ?? '' })).status).toBe('RUNNING');
});
