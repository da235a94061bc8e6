import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createActivities } from '../../src/activities/index.js';
import { AxClient } from '../../src/ax/ax-client.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../src/model/coverage/coverage-messages.js';
import type { CoverageIndex, SyncedCoverage } from '../../src/model/coverage/coverage-messages.js';
import type { CoverageEntry, RecordCoverage } from '../../src/model/coverage/coverage.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../src/model/temporal/names.js';
import { unpackCoverage } from '../../src/model/coverage/pack-coverage.js';
import type { PackedCoverage } from '../../src/model/coverage/pack-coverage.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { FaultAnswer } from '../../src/simulator/index.js';
import { coverageEntry } from '../support/coverage-entry.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;
let taskId: string;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 20 });
  taskId = (await rig.ax.getTask({ task: 'fresh-relevance', space: 'research' })).id;
});
afterAll(() => rig.stop());

const handleOf = (workflowId: string) => rig.env.client.workflow.getHandle(workflowId);
const indexOf = (id: string): Promise<CoverageIndex> =>
  handleOf(coverageWorkflowId(id)).query(COVERAGE_QUERIES.index);
const entriesOf = async (id: string, month = '2026-11'): Promise<CoverageEntry[]> =>
  unpackCoverage(
    await handleOf(coverageMonthWorkflowId(id, month)).query<PackedCoverage>(COVERAGE_QUERIES.entries),
  );

/** The activity as a worker of this namespace runs it. */
const inActivity = <Request, Result>(
  call: (request: Request) => Promise<Result>,
  request: Request,
  info: { heartbeatDetails?: unknown; taskQueue?: string; attempt?: number } = {},
): Promise<Result> =>
  new MockActivityEnvironment(
    { taskQueue: 'test', ...info },
    { client: rig.env.client, logger: new DefaultLogger('ERROR') },
  ).run(call, request);

const circle: FaultAnswer = {
  kind: 'respond',
  status: 200,
  body: { task_runs: [], pagination: { has_more: true, next_cursor: 'again' } },
};

const record = (request: RecordCoverage, info = {}): Promise<void> =>
  inActivity(createActivities({ ax: rig.ax }).recordCoverage, request, info);

describe('the ledger of a task', () => {
  test('keeps entries by the month in which their windows begin, once, however often they are recorded', async () => {
    const entries = [coverageEntry('R0', -1), coverageEntry('R1', 0), coverageEntry('R2', 1)];
    await Promise.all([1, 2, 3].map(() => record({ taskId: 'kept', entries })));
    expect(await indexOf('kept')).toEqual({ months: ['2026-10', '2026-11'], begunAs: {}, sync: null });
    expect(await entriesOf('kept', '2026-10')).toEqual([entries[0]]);
    expect(await entriesOf('kept')).toEqual(entries.slice(1));
  });

  test('loses no signal while it goes on in new executions', async () => {
    const taskId = 'busy';
    const entries = Array.from({ length: 120 }, (_, hour) => coverageEntry(`R${hour}`, hour));
    await record({ taskId, entries: entries.slice(0, 1) });
    const first = await handleOf(coverageMonthWorkflowId(taskId, '2026-11')).describe();
    await Promise.all(entries.map((entry) => record({ taskId, entries: [entry] })));
    expect(new Set((await entriesOf(taskId)).map(({ runId }) => runId)).size).toBe(entries.length);
    expect((await indexOf(taskId)).months).toEqual(['2026-11']);
    for (const id of [coverageMonthWorkflowId(taskId, '2026-11'), coverageWorkflowId(taskId)]) {
      const last = await handleOf(id).describe();
      expect(last.status.name).toBe('RUNNING');
      expect(last.runId).not.toBe(first.runId);
    }
    const before = await rig.env.client.workflow
      .getHandle(coverageMonthWorkflowId(taskId, '2026-11'), first.runId)
      .describe();
    expect(before.status.name).toBe('CONTINUED_AS_NEW');
  });

  test('is not broken by signals that are garbage', async () => {
    const taskId = 'bothered';
    await record({ taskId, entries: [coverageEntry('R0', 0)] });
    for (const garbage of [null, 7, { taskId, entries: [{}] }, { taskId: 'other', months: ['2026-11'] }]) {
      await handleOf(coverageMonthWorkflowId(taskId, '2026-11')).signal(COVERAGE_SIGNALS.record, garbage);
      await handleOf(coverageWorkflowId(taskId)).signal(COVERAGE_SIGNALS.note, garbage);
    }
    expect(await entriesOf(taskId)).toHaveLength(1);
    expect((await indexOf(taskId)).months).toEqual(['2026-11']);
  });

  test('is not started by a record of nothing', async () => {
    await record({ taskId: 'nothing', entries: [] });
    await expect(handleOf(coverageWorkflowId('nothing')).describe()).rejects.toThrow(/not found/i);
  });
});

describe('a sync', () => {
  beforeEach(async () => {
    rig.simulator.reset();
    for (const id of [coverageWorkflowId(taskId), coverageMonthWorkflowId(taskId, '2026-10')])
      await handleOf(id)
        .terminate()
        .catch(() => undefined);
  });

  const sync = async (more: { isWhole?: boolean } = {}): Promise<SyncedCoverage> =>
    (await (
      await rig.start('taskOperation', { verb: 'syncCoverage', request: { taskId, ...more } })
    ).result()) as SyncedCoverage;

  /** Of October 2026. */
  const day = (at: number): string => new Date(Date.UTC(2026, 9, at + 1)).toISOString();
  const trigger = async (at: number): Promise<string> =>
    (await rig.ax.triggerRun({ task: taskId, dataStartTime: day(at), dataEndTime: day(at + 1) })).id;
  const recorded = async (): Promise<string[]> =>
    (await entriesOf(taskId, '2026-10')).map(({ runId }) => runId).sort();

  test('records the runs that ended, and looks again at those that go on', async () => {
    rig.simulator.addBehaviour({ looks: 1 });
    rig.simulator.addBehaviour({ looks: 2 });
    const [ended, goesOn] = [await trigger(1), await trigger(2)];
    expect(await sync()).toEqual({ read: 2, added: 1, unended: 1, lost: [] });
    expect(await recorded()).toEqual([ended]);
    expect((await indexOf(taskId)).sync).toMatchObject({ unended: [goesOn] });
    expect(await sync()).toMatchObject({ unended: 0 });
    expect(await recorded()).toEqual([ended, goesOn].sort());
    const [entry] = await entriesOf(taskId, '2026-10');
    expect(entry).toMatchObject({ evaluators: null, maxSpans: null, workflowId: null });
  });

  test('finds a run that ended long after the list went on without it', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const stuck = await trigger(1);
    expect(await sync()).toMatchObject({ read: 1, added: 0, unended: 1 });
    await rig.ax.cancelRun({ runId: stuck });
    rig.simulator.addFault({
      match: { method: 'GET' },
      list: { omitNewerThanMs: 60_000 },
      times: 'always',
    });
    expect(await sync()).toMatchObject({ read: 0, added: 1, unended: 0 });
    expect(await entriesOf(taskId, '2026-10')).toMatchObject([{ runId: stuck, state: 'failed' }]);
  });

  test('reads the whole list where it is asked to, or where the ledger is gone', async () => {
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const runs = [await trigger(1), await trigger(2)];
    await sync();
    expect(await sync({ isWhole: true })).toMatchObject({ read: 2, added: 2, unended: 0 });
    await handleOf(coverageWorkflowId(taskId)).terminate();
    await handleOf(coverageMonthWorkflowId(taskId, '2026-10')).terminate();
    expect(await sync()).toMatchObject({ added: 2 });
    expect(await recorded()).toEqual(runs.sort());
  });

  test('rebuilds the ledger of a month that was ended, also where it was begun anew since, and once', async () => {
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const runs = [await trigger(1), await trigger(2)];
    await sync();
    const month = handleOf(coverageMonthWorkflowId(taskId, '2026-10'));
    await month.terminate();
    expect(await sync()).toMatchObject({ added: 2, lost: ['2026-10'] });
    await month.terminate();
    await record({ taskId, entries: [coverageEntry('new', -1)] });
    expect(await recorded()).toEqual(['new']);
    expect(await sync()).toMatchObject({ lost: ['2026-10'] });
    expect(await recorded()).toEqual(['new', ...runs].sort());
    expect(await sync()).toMatchObject({ lost: [] });
  });

  test('moves a ledger whose task queue was renamed to its own, with all it holds, and reads nothing anew', async () => {
    const former = { taskQueue: 'former' };
    const own = { ...coverageEntry('own', -1), maxSpans: 77 };
    await record({ taskId, entries: [own] }, former);
    await record({ taskId, entries: [coverageEntry('later', -1)] }, former);
    expect(await sync()).toMatchObject({ lost: [] });
    expect(await entriesOf(taskId, '2026-10')).toMatchObject([
      { runId: 'own', maxSpans: 77 },
      { runId: 'later' },
    ]);
    for (const id of [coverageWorkflowId(taskId), coverageMonthWorkflowId(taskId, '2026-10')])
      expect((await handleOf(id).describe()).taskQueue).not.toBe('former');
    expect(await sync()).toMatchObject({ lost: [] });
  });

  test('of a month that is gone with all its runs begins it again, and does not look for it for ever', async () => {
    await record({ taskId, entries: [coverageEntry('gone', -1)] });
    await sync();
    await handleOf(coverageMonthWorkflowId(taskId, '2026-10')).terminate();
    expect(await sync()).toMatchObject({ lost: ['2026-10'] });
    expect(await sync()).toMatchObject({ lost: [] });
  });

  /** Ten minutes after the first refusal. */
  const OUT_OF_PATIENCE = {
    ...{ failuresInARow: 9, refusedSinceMs: 1, dueMs: 11 * 60_000, kept: null },
  };

  test('of a task that is gone fails as such, once it was asked for ten minutes', async () => {
    const { syncCoverage } = createActivities({ ax: rig.ax });
    const gone = { taskId: 'T25saW5lVGFzazo5OTk5OTpnb25l' };
    const failed = inActivity(syncCoverage, gone, { heartbeatDetails: OUT_OF_PATIENCE, attempt: 10 });
    await expect(failed).rejects.toMatchObject({ type: 'AxNotFound', nonRetryable: true });
    await expect(inActivity(syncCoverage, gone)).rejects.toMatchObject({ nonRetryable: false });
  });

  test.each<[string, FaultAnswer]>([
    ['401', { kind: 'respond', status: 401, body: '' }],
    ['403', { kind: 'respond', status: 403, body: '' }],
    ['302', { kind: 'respond', status: 302, body: '', headers: { location: 'https://sign-in.example' } }],
    ['404', { kind: 'respond', status: 404, body: '' }],
    ['a cursor that repeats', circle],
  ])('that is answered with %s for a while is made again, and records all runs', async (_what, answer) => {
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const run = await trigger(1);
    rig.simulator.addFault({ match: { method: 'GET', path: '/v2/tasks/*/runs' }, answer, times: 2 });
    expect(await sync()).toMatchObject({ read: 1, added: 1 });
    expect(await recorded()).toEqual([run]);
  });

  test('goes on where an attempt before it stopped, and starts over where its cursor is good no more', async () => {
    rig.simulator.addBehaviour({ looks: 1, times: 'always' });
    const run = await trigger(1);
    const { syncCoverage } = createActivities({ ax: rig.ax });
    const left = {
      mark: null,
      lost: [],
      begunAs: {},
      cursor: 'good-no-more',
      isListed: false,
      isNewestFirst: true,
      last: null,
      newest: [],
      toLookAt: [],
      unended: [],
      read: 100,
      added: 100,
      furthest: 100,
    };
    const heartbeatDetails = (kept: object) => ({ ...OUT_OF_PATIENCE, refusedSinceMs: null, kept });
    const done = await inActivity(syncCoverage, { taskId }, { heartbeatDetails: heartbeatDetails(left) });
    expect(done).toMatchObject({ read: 1 });
    const whole = await inActivity(
      syncCoverage,
      { taskId, isWhole: true },
      {
        heartbeatDetails: heartbeatDetails({
          ...left,
          ...{ cursor: null, isListed: true, read: 1, added: 1, toLookAt: [run] },
        }),
      },
    );
    expect(whole).toMatchObject({ read: 1, added: 2, unended: 0 });
  });

  test.each([
    ['newest-first', 100],
    ['oldest-first', 153],
    ['shuffled', 153],
  ] as const)('of a list that comes %s reads %i of 153 runs, and misses no new one', async (order, read) => {
    let now = Date.UTC(2026, 10, 20);
    const other = await startSimulator({ now: () => now, advance: { by: 'looks', looks: 1 } });
    const { baseUrl, apiKey } = other;
    const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
    const { syncCoverage } = createActivities({ ax });
    const more = async (count: number): Promise<void> => {
      for (let at = 0; at < count; at++) {
        now += 300_000;
        await ax.triggerRun({ task: taskId, dataStartTime: day(at % 20), dataEndTime: day((at % 20) + 1) });
      }
    };
    await more(150);
    await inActivity(syncCoverage, { taskId });
    await more(3);
    if (order !== 'newest-first')
      other.addFault({ match: { method: 'GET' }, list: { order }, times: 'always' });
    expect(await inActivity(syncCoverage, { taskId })).toMatchObject({ read });
    expect(await inActivity(syncCoverage, { taskId, isWhole: true })).toMatchObject({ read: 153 });
    const runs = other.journal().runs.map(({ runId }) => runId);
    const known = await entriesOf(taskId, '2026-10');
    expect(new Set(known.map(({ runId }) => runId))).toEqual(new Set(runs));
    await ax.close();
    await other.close();
  });
});
