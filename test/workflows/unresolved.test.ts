import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { takeSnapshot } from '../../src/client/observe/take-snapshot.js';
import type { BackfillPlan } from '../../src/model/backfill/backfill.js';
import type { Plan, Step } from '../../src/model/pipeline/plan.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import type { UnresolvedTrigger } from '../../src/model/run/unresolved.js';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import type { FaultAnswer } from '../../src/simulator/index.js';
import { planOf } from './backfill/backfills.js';
import { step } from '../support/step.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const LIST = { method: 'GET', path: '/v2/tasks/*/runs' };

const evaluation: RunTaskInput = {
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: {},
};
const experiment: RunTaskInput = {
  intent: { task: 'generate-answers', space: 'research', trigger: {} },
  wait: {},
};

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const createdRuns = () => rig.simulator.journal().runs;
const loseAnswer = () =>
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });
const refuse = (status: number): FaultAnswer => ({
  kind: 'respond',
  status,
  body: { status, title: 'Refused' },
});
const circle: FaultAnswer = {
  kind: 'respond',
  status: 200,
  body: { task_runs: [], pagination: { has_more: true, next_cursor: 'again' } },
};
/** Behind the fence. */
const refuseLooks = (answer: FaultAnswer, times: number | 'always', skip = 1) =>
  rig.simulator.addFault({ match: LIST, answer, times, skip });

const failureOf = async (result: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await result.catch((reason: unknown) => reason);
  if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
  throw new Error(`expected the workflow to fail, got ${String(error)}`);
};

describe('a look after a trigger of unknown fate', () => {
  test.each<[string, FaultAnswer]>([
    ['401', refuse(401)],
    ['403', refuse(403)],
    ['404', refuse(404)],
    ['302', refuse(302)],
    ['400', refuse(400)],
    ['a cursor that repeats', circle],
  ])(
    'that is answered with %s proves nothing: it is made again, and the run adopted',
    async (_what, answer) => {
      loseAnswer();
      refuseLooks(answer, 4);
      const result = await (await rig.start('runTask', evaluation)).result();
      expect(result.provenance).toMatchObject({ how: 'adopted', posts: 1 });
      expect(result.outcome.kind).toBe('succeeded');
      expect(createdRuns()).toHaveLength(1);
    },
  );

  test.each<[string, RunTaskInput]>([
    ['an evaluation', evaluation],
    ['an experiment without a name', experiment],
  ])('of %s that stays refused ends as unresolved, with what is known', async (_what, input) => {
    loseAnswer();
    refuseLooks(refuse(403), 'always');
    const handle = await rig.start('runTask', input);
    const failure = await failureOf(handle.result());
    const [left] = failure.details as [UnresolvedTrigger];
    expect(failure.type).toBe('TriggerUnresolved');
    expect(failure.message).toMatch(/403 Refused.*start the same again/s);
    expect(left).toMatchObject({ posts: 1, candidates: [], key: null });
    expect((await handle.describe()).memo).toMatchObject({ unresolved: left });
  });
});

describe('the same intent as one whose trigger ended unresolved', () => {
  test('looks back to its fence before it sends anything, and adopts its run', async () => {
    loseAnswer();
    const fault = refuseLooks(refuse(403), 'always');
    await failureOf((await rig.startAs('again', 'runTask', evaluation)).result());
    rig.simulator.removeFaults(fault);
    const result = await (await rig.startAs('again', 'runTask', evaluation)).result();
    expect(result.provenance.how).toBe('adopted');
    expect(createdRuns().map(({ runId }) => runId)).toEqual([result.runId]);
    expect(rig.triggers()).toHaveLength(1);
  });

  test('sends if there is no run, and the next one does not look back any more', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });
    const fault = refuseLooks(refuse(403), 'always');
    await failureOf((await rig.startAs('none', 'runTask', evaluation)).result());
    rig.simulator.removeFaults(fault);
    const second = await (await rig.startAs('none', 'runTask', evaluation)).result();
    expect(second.provenance).toMatchObject({ how: 'created', posts: 1 });
    const third = await (await rig.startAs('none', 'runTask', evaluation)).result();
    expect(third.runId).not.toBe(second.runId);
    expect(createdRuns()).toHaveLength(2);
  });

  test('is another intent if it has another key', async () => {
    loseAnswer();
    const fault = refuseLooks(refuse(403), 'always');
    await failureOf((await rig.start('runTask', evaluation)).result());
    rig.simulator.removeFaults(fault);
    const { intent } = evaluation;
    const other = await (
      await rig.start('runTask', { ...evaluation, intent: { ...intent, key: '2' } })
    ).result();
    expect(other.provenance).toMatchObject({ how: 'created', posts: 1 });
  });
});

test('an answer to the trigger that names a run which existed before is not ours: its own run is looked for', async () => {
  const { run } = await (await rig.start('runTask', evaluation)).result();
  const { runId, taskId, counts, createdAt } = run ?? {};
  const { successes, errors, skipped } = counts ?? {};
  const cached = {
    ...{ id: runId, task_id: taskId, status: 'PENDING', created_at: createdAt },
    ...{ num_successes: successes, num_errors: errors, num_skipped: skipped },
  };
  rig.simulator.addFault({
    match: TRIGGER,
    answer: { kind: 'respond', status: 201, body: cached, afterEffect: true },
  });
  const result = await (await rig.start('runTask', evaluation)).result();
  expect(result.runId).not.toBe(runId);
  expect(result.provenance).toMatchObject({ how: 'adopted', posts: 1 });
  expect(createdRuns()).toHaveLength(2);
});

describe('a pipeline with a step whose trigger ended unresolved', () => {
  const answer = { task: 'generate-answers', space: 'research', onAmbiguous: 'fail' } as const;
  const planOfStep = (more: Partial<Step>): Plan => ({
    ...{ version: 1, name: 'p', labels: {} },
    steps: [step('answer', { ...answer, ...more })],
  });

  async function endUnresolved(plan: Plan) {
    rig.simulator.addFault({
      match: TRIGGER,
      answer: { kind: 'drop', at: 'after-effect' },
      hideRun: { lists: 2 },
    });
    const handle = await rig.start('runPipeline', { plan });
    const result = await handle.result();
    const { steps } = await takeSnapshot(rig.env.client, handle.workflowId, null);
    expect(result.verdict).toBe('failed');
    expect(steps[0]).toMatchObject({
      stage: 'unresolved',
      note: expect.stringMatching(/not known|unresolved/) as string,
    });
    const of = { workflowId: handle.workflowId, executionId: handle.firstExecutionRunId };
    return { of, failed: result.steps[0] };
  }

  test('shows it as unresolved, and a rerun looks back to the experiment that it may have started', async () => {
    const plan = planOfStep({});
    const { of, failed } = await endUnresolved(plan);
    expect(failed).toMatchObject({ state: 'failed', isUnresolved: true });
    const rerun = { of, kept: [], partly: [], judged: [], attempts: { answer: 1 } };
    const again = await (await rig.start('runPipeline', { plan, rerun })).result();
    expect(again.steps[0]?.result?.provenance.how).toBe('adopted');
    expect(createdRuns().map(({ runId }) => runId)).toEqual([again.steps[0]?.result?.runId]);
  });

  test('does the same with an item of a fan-out that had fewer attempts than its step', async () => {
    const items = [{ key: 'a', value: 'a', isMatrix: false }];
    const plan = planOfStep({ fanOut: { items, limit: 1, onConflict: 'wait' } });
    const { of, failed } = await endUnresolved(plan);
    expect(failed?.items).toMatchObject([{ state: 'failed', isUnresolved: true }]);
    const rerun = { of, kept: [], partly: [], judged: [], attempts: { answer: 3 } };
    const again = await (await rig.start('runPipeline', { plan, rerun })).result();
    expect(again.steps[0]?.items).toMatchObject([{ state: 'succeeded', attempts: 4 }]);
    expect(createdRuns().map(({ runId }) => runId)).toEqual([again.steps[0]?.items?.[0]?.runId]);
  });
});

describe('a backfill', () => {
  const runsOf = async (plan: BackfillPlan) => (await rig.start('runBackfill', { plan })).result();

  test('says of a window whose run counts that it may have another one, if the last look is refused', async () => {
    const plan = await planOf(rig, 1, {});
    const loseRequest = () =>
      rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });
    loseRequest();
    expect((await runsOf(plan)).problems).toEqual([]);
    const lists = rig.simulator.journal().requests.filter(({ path }) => /tasks\/.*\/runs$/.test(path));
    rig.simulator.reset();
    loseRequest();
    refuseLooks(refuse(403), 'always', lists.length - 1);
    const result = await runsOf(plan);
    expect(result.windows.evaluated).toBe(1);
    expect(result.problems).toMatchObject([
      {
        outcome: 'duplicates-unknown',
        reason: expect.stringMatching(/another run may be active.*403/) as string,
      },
    ]);
  });
});

test('a look for late duplicates that stays refused costs no outcome, and is reported', async () => {
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });
  // A fence, and two looks after the first request.
  refuseLooks(refuse(401), 'always', 3);
  const result = await (await rig.start('runTask', evaluation)).result();
  expect(result.outcome.kind).toBe('succeeded');
  expect(result.provenance).toMatchObject({ how: 'created', posts: 2 });
  expect(result.provenance.duplicatesUnknown).toContain('401');
});

test('an experiment whose chained run cannot be looked for keeps its own outcome', async () => {
  const trigger = { evaluationTaskIds: ['score-experiments'] };
  refuseLooks(refuse(403), 'always');
  const result = await (
    await rig.start('runTask', { ...experiment, intent: { ...experiment.intent, trigger } })
  ).result();
  expect(result.outcome.kind).toBe('succeeded');
  expect(result.verdict).toBe('running');
  expect(result.chained).toMatchObject([{ runId: null, outcome: { kind: 'timed-out-detached' } }]);
});

describe('a cancel while the fate of a trigger is open', () => {
  /** Cancels once a look was refused; returns the result that it leaves. */
  async function cancelInDoubt(times: number | 'always'): Promise<RunResult> {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    loseAnswer();
    refuseLooks(refuse(403), times);
    const handle = await rig.start('runTask', evaluation);
    const result = handle.result().catch((reason: unknown) => reason);
    await until(() => rig.simulator.journal().requests.some(({ status }) => status === 403));
    await handle.cancel();
    expect(await result).toBeInstanceOf(WorkflowFailedError);
    return (await handle.describe()).memo?.[RESULT_MEMO] as RunResult;
  }

  test('finds and cancels the run once the looks are answered again', async () => {
    const result = await cancelInDoubt(4);
    expect(result.outcome.kind).toBe('cancelled-by-us');
    expect(createdRuns().map(({ status }) => status)).toEqual(['CANCELLED']);
  });

  test('reports it as unconfirmed if the looks stay refused, and a new start finds the run', async () => {
    const result = await cancelInDoubt('always');
    expect(result.outcome).toMatchObject({ kind: 'cancel-unconfirmed' });
    expect(result.outcome.reason).toContain('may have been triggered');
    expect(createdRuns()).toHaveLength(1);
  });
});

describe('on a server that lists workflows', () => {
  let real: WorkflowRig;
  beforeAll(async () => {
    real = await startWorkflowRig({ realTime: true });
    return () => real.stop();
  });

  test.each([
    ['derived', {}],
    ['given', { experimentName: 'given-once' }],
  ])(
    'an experiment with a %s name asks for the same name again, and adopts its run',
    async (name, trigger) => {
      real.simulator.addFault({
        match: TRIGGER,
        answer: { kind: 'drop', at: 'after-effect' },
        hideRun: { lists: 2 },
      });
      const intent = { ...experiment.intent, trigger };
      const input = { intent, wait: { pollIntervalMs: 1000 }, onAmbiguous: 'fail' as const, settleMs: 200 };
      const first = await real.startAs(`ax-run/${name}`, 'runTask', input);
      const [left] = (await failureOf(first.result())).details as [UnresolvedTrigger];
      const result = await (await real.startAs(`ax-run/${name}`, 'runTask', input)).result();
      expect(result.provenance.how).toBe('adopted');
      expect(result.experimentName).toBe(left.experimentName);
      expect(real.triggers()).toHaveLength(1);
      real.simulator.reset();
    },
  );

  test('adopts the run of a window whose trigger was ended by hand, once it is retried', async () => {
    const plan = await planOf(real, 1, {});
    const runs = () => real.simulator.journal().runs;
    const held = real.simulator.addFault({ match: TRIGGER, holdAt: 'after-effect' });
    const handle = await real.start('runBackfill', { plan });
    await until(() => runs().length === 1);
    const [child] = (await handle.describe()).raw.pendingChildren ?? [];
    await real.env.client.workflow.getHandle(child?.workflowId ?? '').terminate('by hand');
    real.simulator.releaseFault(held);
    expect((await handle.result()).windows.unresolved).toBe(1);
    expect((await (await real.start('runBackfill', { plan })).result()).windows.evaluated).toBe(1);
    expect(runs()).toHaveLength(1);
  });
});
