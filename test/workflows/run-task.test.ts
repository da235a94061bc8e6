import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const GET_RUN = { method: 'GET', path: '/v2/task-runs/*' };

const evaluation = (more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: {},
  ...more,
});
const experiment = (experimentName?: string, wait: RunTaskInput['wait'] = {}): RunTaskInput => ({
  intent: {
    task: 'generate-answers',
    space: 'research',
    trigger: experimentName === undefined ? {} : { experimentName },
  },
  shareDataset: true,
  wait,
});

describe('runTask', () => {
  let rig: WorkflowRig;

  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterEach(() => rig.simulator.reset());
  afterAll(() => rig.stop());

  const run = async (input: RunTaskInput): Promise<RunResult> => (await rig.start('runTask', input)).result();
  const failureOf = async (input: RunTaskInput): Promise<ApplicationFailure> => {
    const error: unknown = await run(input).catch((reason: unknown) => reason);
    if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
    throw new Error(`expected the workflow to fail, got ${String(error)}`);
  };
  const createdRuns = () => rig.simulator.journal().runs;

  test('triggers once and returns how the run ended', async () => {
    const result = await run(evaluation());
    expect(result.outcome.kind).toBe('succeeded');
    expect(result.verdict).toBe('good');
    expect(result.provenance).toEqual({ how: 'created', posts: 1, candidates: [] });
    expect(createdRuns().map(({ runId }) => runId)).toEqual([result.runId]);
  });

  test('refuses the first run of a task without a start, and sends nothing', async () => {
    const failure = await failureOf(
      evaluation({ intent: { task: 'fresh-relevance', space: 'research', trigger: {} } }),
    );
    expect(failure.type).toBe('InvalidInput');
    expect(failure.message).toContain('data start time');
    expect(rig.triggers()).toEqual([]);
  });

  test('refuses a field of the other kind of task by name, and sends nothing', async () => {
    const intent = {
      task: 'generate-answers',
      space: 'research',
      trigger: { experimentName: 'x', maxSpans: 5 },
    };
    const failure = await failureOf({ intent, wait: {} });
    expect(failure.type).toBe('InvalidInput');
    expect(failure.message).toContain('maxSpans');
    expect(rig.triggers()).toEqual([]);
  });

  test('fails as AxNotFound for a task that is not there', async () => {
    const failure = await failureOf(
      evaluation({ intent: { task: 'no-such-task', space: 'research', trigger: {} } }),
    );
    expect(failure.type).toBe('AxNotFound');
    expect(failure.message).toContain('no-such-task');
  });

  test('ends as soon as the run is known when nobody asked to wait', async () => {
    const result = await run(evaluation({ wait: null }));
    expect(result.outcome.kind).toBe('started');
    expect(result.runId).toBe(createdRuns()[0]?.runId);
  });

  test('derives the name of an experiment that was given none, and tells the id of the experiment', async () => {
    const result = await run(experiment());
    expect(result.experimentName).toMatch(/^generate-answers-[0-9a-f]{12}$/);
    expect(result.experimentId).not.toBeNull();
  });

  test('finds the experiment by its name where the run does not tell its id', async () => {
    rig.simulator.addBehaviour({ experimentIdStaysNull: true });
    rig.simulator.addFault({ match: GET_RUN, times: 0 });
    const result = await run(experiment('told-late'));
    expect(result.experimentId).not.toBeNull();
  });

  test('takes a run that failed for an outcome, not for a failure', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed', failureReason: 'model quota exceeded' });
    const result = await run(evaluation());
    expect(result.outcome).toMatchObject({ kind: 'failed', reason: 'model quota exceeded' });
    expect(result.verdict).toBe('failed');
  });

  test('takes a trigger refused for lack of data for an empty outcome', async () => {
    const detail = 'No data found';
    const body = { status: 400, title: 'Invalid request', type: 'about:blank#invalid-request', detail };
    rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 400, body } });
    const result = await run(evaluation());
    expect(result.outcome.kind).toBe('empty');
    expect(result.runId).toBeNull();
  });

  describe('after a trigger of unknown fate', () => {
    test('adopts the run that was created and sends nothing more', async () => {
      rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });
      const result = await run(evaluation());
      expect(result.provenance).toMatchObject({ how: 'adopted', posts: 1 });
      expect(result.outcome.kind).toBe('succeeded');
      expect(createdRuns().map(({ runId }) => runId)).toEqual([result.runId]);
      expect(rig.triggers()).toHaveLength(1);
    });

    test('sends once more when no run shows up', async () => {
      rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'respond', status: 503, body: '' } });
      const result = await run(evaluation());
      expect(result.provenance).toMatchObject({ how: 'created', posts: 2 });
      expect(createdRuns()).toHaveLength(1);
    });

    test('stops when no run shows up and the caller wants no second request', async () => {
      rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });
      const failure = await failureOf(evaluation({ onAmbiguous: 'fail' }));
      expect(failure.type).toBe('TriggerUnresolved');
      expect(rig.triggers()).toHaveLength(1);
    });

    test('stops after three requests', async () => {
      rig.simulator.addFault({
        match: TRIGGER,
        answer: { kind: 'drop', at: 'before-effect' },
        times: 'always',
      });
      expect((await failureOf(evaluation())).type).toBe('TriggerUnresolved');
      expect(rig.triggers()).toHaveLength(3);
    });

    test('keeps the older of two runs and cancels the younger, when the first one shows up late', async () => {
      rig.simulator.addFault({
        match: TRIGGER,
        answer: { kind: 'drop', at: 'after-effect' },
        hideRun: { lists: 2 },
      });
      const result = await run(evaluation());
      const [first, second] = createdRuns();
      expect(result.provenance).toMatchObject({ how: 'adopted-after-duplicates', posts: 2 });
      expect(result.runId).toBe(first?.runId);
      expect(second?.status).toBe('CANCELLED');
    });

    test('cancels the run of an earlier request that shows up when the wait is over', async () => {
      rig.simulator.addFault({
        match: TRIGGER,
        answer: { kind: 'drop', at: 'after-effect' },
        hideRun: { lists: 3 },
      });
      const result = await run(evaluation());
      const [first, second] = createdRuns();
      expect(result.runId).toBe(second?.runId);
      expect(result.outcome.kind).toBe('succeeded');
      expect(result.provenance).toMatchObject({
        how: 'adopted-after-duplicates',
        duplicates: [{ runId: first?.runId, status: 'CANCELLED' }],
      });
    });

    test('adopts an experiment run once its experiment is known to have our name', async () => {
      rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });
      const result = await run(experiment('adopted-later'));
      expect(result.provenance).toMatchObject({ how: 'adopted', posts: 1 });
      expect(createdRuns()).toHaveLength(1);
    });
  });

  describe('an experiment that has the name already', () => {
    const reusing = (name: string) => ({ ...experiment(name), onNameTaken: 'reuse' as const });
    const taken = {
      kind: 'respond' as const,
      status: 422,
      body: { status: 422, title: 'Name already exists' },
    };

    test('is not taken for the own one, be it of the same task, and the failure says what to do', async () => {
      const first = await run(experiment('taken'));
      const failure = await failureOf(experiment('taken'));
      expect(failure.type).toBe('AxConflict');
      expect(failure.message).toMatch(/"taken" exists already .*created 20.*nothing was run.*onNameTaken/);
      expect(failure.message).toContain(first.experimentId);
      expect(rig.triggers()).toHaveLength(1);
    });

    test('is reused if the caller says so, and the result says so', async () => {
      const first = await run(experiment('taken'));
      const { outcome, runId, experimentId, provenance, verdict } = await run(reusing('taken'));
      expect({ runId, experimentId, verdict }).toEqual({
        runId: null,
        experimentId: first.experimentId,
        verdict: 'good',
      });
      expect(outcome).toMatchObject({
        kind: 'reused',
        reason: expect.stringMatching(/^reused, created 20.*Z, nothing was run$/) as unknown,
      });
      expect(provenance).toEqual({ how: 'reused', posts: 0, candidates: [] });
      expect(rig.triggers()).toHaveLength(1);
    });

    test('is not the own one either if it shows up only in the refusal', async () => {
      await run(experiment('hidden'));
      rig.simulator.addFault({
        match: { method: 'GET', path: '/v2/experiments' },
        answer: { kind: 'respond', status: 200, body: { experiments: [], pagination: { has_more: false } } },
      });
      rig.simulator.addFault({ match: TRIGGER, answer: taken });
      expect((await failureOf(experiment('hidden'))).type).toBe('AxConflict');
      expect(rig.triggers()).toHaveLength(2);
    });

    test('is not adopted because a request of ours is in doubt', async () => {
      rig.simulator.addFault({
        match: TRIGGER,
        answer: { kind: 'drop', at: 'before-effect' },
        times: 'always',
      });
      expect((await failureOf(experiment('baseline-v1'))).type).toBe('AxConflict');
      expect(rig.triggers()).toHaveLength(0);
    });
  });

  test('adopts the run of a lost answer to which the taken name leads', async () => {
    rig.simulator.addFault({
      match: TRIGGER,
      answer: { kind: 'drop', at: 'after-effect' },
      hideRun: { lists: 2 },
    });
    const result = await run(experiment('led'));
    expect(result.provenance.how).toBe('adopted');
    expect(createdRuns().map(({ runId }) => runId)).toEqual([result.runId]);
  });

  test('of a window that is refused as busy has a run of its own later, never another key’s', async () => {
    const { runId: former } = await run(evaluation());
    const busy = { kind: 'respond' as const, status: 409, body: { status: 409, title: 'Conflict' } };
    rig.simulator.addFault({ match: TRIGGER, answer: busy, times: 2 });
    const { intent } = evaluation();
    const { runId, provenance } = await run(evaluation({ intent: { ...intent, key: 'b' } }));
    expect(runId).not.toBe(former);
    expect(provenance).toEqual({ how: 'created', posts: 1, candidates: [] });
  });

  test('of a window that is refused again and again though nothing runs fails as AxConflict', async () => {
    await run(evaluation());
    rig.simulator.addFault({
      match: TRIGGER,
      answer: { kind: 'respond', status: 409, body: { status: 409, title: 'Conflict' } },
      times: 'always',
    });
    const { intent } = evaluation();
    const failure = await failureOf(evaluation({ intent: { ...intent, key: 'b' } }));
    expect(failure.type).toBe('AxConflict');
    expect(failure.message).toContain('though no run of the task is active');
  });

  test('waits for Retry-After and sends again when the service refused for now', async () => {
    rig.simulator.addFault({
      match: TRIGGER,
      answer: { kind: 'respond', status: 429, headers: { 'retry-after': '120' }, body: '' },
    });
    const before = await rig.env.currentTimeMs();
    const result = await run(experiment());
    expect(result.provenance).toMatchObject({ how: 'created', posts: 1 });
    expect((await rig.env.currentTimeMs()) - before).toBeGreaterThanOrEqual(120_000);
  });

  describe('with evaluations that the service chains to it', () => {
    const chaining = (): RunTaskInput => {
      const input = experiment();
      return { ...input, intent: { ...input.intent, trigger: { evaluationTaskIds: ['score-experiments'] } } };
    };
    const chainedRun = () => createdRuns().find(({ parentRunId }) => parentRunId !== null);

    test('waits for their ends too', async () => {
      const result = await run(chaining());
      expect(result.chained).toMatchObject([
        { runId: chainedRun()?.runId, outcome: { kind: 'succeeded' }, verdict: 'good' },
      ]);
    });

    test('is as bad as the worst of them', async () => {
      rig.simulator.addBehaviour({ match: { taskName: 'score-experiments' }, outcome: 'failed' });
      const result = await run(chaining());
      expect(result.outcome.kind).toBe('succeeded');
      expect(result.verdict).toBe('failed');
    });

    test('are not cancelled where they may be a stranger’s', async () => {
      rig.simulator.addBehaviour({
        match: { taskName: 'score-experiments' },
        stuckAt: 'RUNNING',
        times: 'always',
      });
      const evaluationTask = { task: 'score-experiments', space: 'research' };
      const { id: taskId } = await rig.ax.getTask(evaluationTask);
      const look = rig.simulator.addFault({ match: { method: 'GET', taskId }, holdAt: 'headers' });
      const handle = await rig.start('runTask', { ...chaining(), wait: { timeoutMs: 120_000 } });
      const isHeld = () => rig.simulator.journal().requests.some(({ fault }) => fault === look);
      await until(() => isHeld() && chainedRun() !== undefined);
      await rig.ax.triggerRun({ ...evaluationTask, overrideEvaluations: true });
      rig.simulator.releaseFault(look);
      const result = await handle.result();
      const kinds = (result.chained ?? []).map(({ outcome }) => outcome.kind);
      expect(new Set(kinds)).toEqual(new Set(['timed-out-detached']));
      const evaluations = createdRuns().filter((each) => each.taskId === taskId);
      expect(evaluations.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING']);
    });

    test('has none where the experiment failed', async () => {
      rig.simulator.addBehaviour({ match: { taskName: 'generate-answers' }, outcome: 'failed' });
      const result = await run(chaining());
      expect(result.chained).toBeUndefined();
    });
  });

  describe('while it waits', () => {
    test('bears failed looks', async () => {
      rig.simulator.addFault({
        match: GET_RUN,
        times: 3,
        answer: { kind: 'respond', status: 502, body: '<html>' },
      });
      rig.simulator.addFault({ match: GET_RUN, times: 2, answer: { kind: 'drop', at: 'before-effect' } });
      rig.simulator.addFault({ match: GET_RUN, times: 1, answer: { kind: 'garbage' } });
      expect((await run(experiment())).outcome.kind).toBe('succeeded');
    });

    test('bears a key that is refused for a while', async () => {
      rig.simulator.addFault({
        match: GET_RUN,
        times: 4,
        answer: { kind: 'respond', status: 401, body: '' },
      });
      expect((await run(experiment())).outcome.kind).toBe('succeeded');
    });

    test('fails as AxAuthentication when the key stays refused', async () => {
      rig.simulator.addFault({
        match: GET_RUN,
        times: 'always',
        answer: { kind: 'respond', status: 401, body: '' },
      });
      const failure = await failureOf(experiment());
      expect(failure.type).toBe('AxAuthentication');
      expect(failure.message).toContain(createdRuns()[0]?.runId.replaceAll('=', '').slice(0, 12));
    });

    test('bears a run that is not visible yet', async () => {
      rig.simulator.addFault({
        match: GET_RUN,
        times: 2,
        answer: { kind: 'respond', status: 404, body: '' },
      });
      expect((await run(experiment())).outcome.kind).toBe('succeeded');
    });

    test('takes a run that stays unknown for gone', async () => {
      rig.simulator.addFault({
        match: GET_RUN,
        times: 'always',
        answer: { kind: 'respond', status: 404, body: '' },
      });
      expect((await run(experiment())).outcome.kind).toBe('gone');
    });

    test('never takes an unknown status for an end', async () => {
      rig.simulator.addBehaviour({ statuses: ['PENDING', 'PAUSED', 'RUNNING'], looks: 6 });
      expect((await run(experiment())).outcome.kind).toBe('succeeded');
    });
  });

  describe('at its deadline', () => {
    const HOUR = 3_600_000;

    test('cancels the run by default', async () => {
      rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
      const result = await run(experiment(undefined, { timeoutMs: HOUR }));
      expect(result.outcome.kind).toBe('timed-out-cancelled');
      expect(createdRuns()[0]?.status).toBe('CANCELLED');
    });

    test('leaves the run where it is to be detached', async () => {
      rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
      const result = await run(
        experiment(undefined, { timeoutMs: 2.5 * HOUR, onTimeout: 'detach', pollIntervalMs: HOUR / 6 }),
      );
      expect(result.outcome.kind).toBe('timed-out-detached');
      expect(result.run?.status).toBe('RUNNING');
      expect(createdRuns()[0]?.status).toBe('RUNNING');
    });

    test('goes on where it is to be extended', async () => {
      rig.simulator.addBehaviour({ looks: 30 });
      const result = await run(experiment(undefined, { timeoutMs: 60_000, onTimeout: 'extend' }));
      expect(result.outcome.kind).toBe('succeeded');
    });

    test('believes a run that ends at the last look', async () => {
      rig.simulator.addBehaviour({ looks: 2 });
      const result = await run(experiment(undefined, { timeoutMs: 10_000, pollIntervalMs: 3_600_000 }));
      expect(result.outcome.kind).toBe('succeeded');
    });
  });

  describe('that stands still', () => {
    const HOUR = 3_600_000;

    test('is cancelled if the policy says so, and the outcome is stalled', async () => {
      rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
      const result = await run(experiment(undefined, { stalledAfterMs: HOUR, onStalled: 'fail' }));
      expect(result).toMatchObject({ verdict: 'failed', outcome: { kind: 'stalled' } });
      expect(result.outcome.reason).toMatch(/^its status and counts stood still for 1h/);
      expect(result.stalledMs).toBeGreaterThanOrEqual(HOUR);
      expect(createdRuns()[0]?.status).toBe('CANCELLED');
    });

    test('is waited for otherwise, and the result says for how long it stood still', async () => {
      rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
      const result = await run(experiment(undefined, { timeoutMs: 2.5 * HOUR, onTimeout: 'detach' }));
      expect(result.outcome.kind).toBe('timed-out-detached');
      expect(result.stalledMs).toBeGreaterThanOrEqual(2 * HOUR);
    });
  });

  test('a wait of 200 looks has no more events than one of 2', async () => {
    const eventsAfter = async (looks: number): Promise<number> => {
      rig.simulator.addBehaviour({ looks });
      const handle = await rig.start('runTask', experiment(undefined, { pollIntervalMs: 5000 }));
      expect((await handle.result()).outcome.kind).toBe('succeeded');
      return (await handle.fetchHistory()).events?.length ?? 0;
    };
    const few = await eventsAfter(2);
    expect(await eventsAfter(200)).toBe(few);
  });
});
