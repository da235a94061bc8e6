import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../../src/model/pipeline/plan.js';
import type { ReadinessRequest } from '../../../src/model/pipeline/requires/requirements.js';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import { step } from '../../support/step.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
  HOUR_MS,
  askedExperiments,
  bare,
  experiment,
  gateOn,
  plan,
  run,
  scriptedJudge,
  states,
  stepOf,
} from './pipelines.js';

const judge = scriptedJudge();
let missing: string[] = [];
let readyAfter = Infinity;
const checked: ReadinessRequest['requirements'][] = [];
let grumbles = 0;
let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({
    activities: {
      judgeGate: judge.judgeGate,
      checkReadiness: ({ requirements }: ReadinessRequest) => {
        checked.push(requirements);
        return Promise.resolve(missing.length === 1 && checked.length > readyAfter ? [] : missing);
      },
      grumpy: () => {
        grumbles++;
        if (grumbles % 2 === 1) throw Object.assign(new Error('no such row'), { name: 'NotFoundError' });
        return Promise.resolve('found');
      },
      large: () => Promise.resolve('x'.repeat(600_000)),
      double: ({ n }: { n: number }) => Promise.resolve({ twice: 2 * n }),
    },
  });
});
afterEach(() => {
  rig.simulator.reset();
  judge.say('pass');
  missing = [];
  readyAfter = Infinity;
  checked.length = 0;
});
afterAll(() => rig.stop());

const failing = (times: number | 'always' = 'always') =>
  rig.simulator.addBehaviour({
    match: { taskName: 'generate-answers' },
    outcome: 'failed',
    failureReason: 'no quota',
    times,
  });
const empty = (times: number | 'always') => rig.simulator.addBehaviour({ outcome: 'empty', times });

describe('an experiment name that another pipeline took before', () => {
  const build = (more: Partial<Step> = {}) => [
    experiment('answer', { trigger: { experimentName: 'fixed' }, ...more }),
    step('score', { needs: ['answer'], experimentsFrom: ['answer'] }),
  ];

  test('fails the step, and nothing is judged on the old answers', async () => {
    const first = stepOf(await run(rig, plan(build())), 'answer');
    const result = await run(rig, plan(build()));
    expect(result.verdict).toBe('failed');
    expect(states(result)).toEqual({ answer: 'failed', score: 'skipped' });
    expect(stepOf(result, 'answer').reason).toContain(
      `an experiment named "fixed" exists already (${first.result?.experimentId}, created`,
    );
    expect(askedExperiments(rig)).toEqual(['fixed', undefined]);
  });

  test('is reused if the file says so, and every later step knows', async () => {
    await run(rig, plan(build()));
    const gate = bare('gate', { needs: ['score'], gate: gateOn('score') });
    const result = await run(rig, plan([...build({ onNameTaken: 'reuse' }), gate]));
    expect(states(result)).toEqual({ answer: 'succeeded', score: 'succeeded', gate: 'succeeded' });
    expect(stepOf(result, 'answer').reason).toMatch(/^reused, created .*Z, nothing was run$/);
    expect(judge.requests.at(-1)?.steps[0]?.reused).toHaveLength(1);
    expect(askedExperiments(rig)).toEqual(['fixed', undefined, undefined]);
  });
});

describe('expressions', () => {
  test('give a step values that are known only when it starts', async () => {
    const named = experiment('b', {
      needs: ['a'],
      reads: ['a'],
      bindings: [
        {
          at: ['trigger', 'experimentName'],
          template: 'after-${{ steps.a.outputs.size }}-${{ inputs.model }}',
          kind: 'experiment-name',
        },
      ],
    });
    const first = experiment('a', { outputs: { size: 'self.counts.total' } });
    const result = await run(rig, plan([first, named], { inputs: { model: 'gpt' } }));
    const { counts } = stepOf(result, 'a').result?.run ?? {};
    expect(askedExperiments(rig)[1]).toBe(`after-${counts?.successes}-gpt`);
  });

  test('that give a value of the wrong kind fail the step, and nothing is triggered', async () => {
    const wrong = experiment('a', {
      bindings: [{ at: ['trigger', 'maxExamples'], template: '${{ inputs.n }}', kind: 'count' }],
    });
    const result = await run(rig, plan([wrong], { inputs: { n: 'ten' } }));
    expect(stepOf(result, 'a')).toMatchObject({
      state: 'failed',
      reason: 'maxExamples (${{ inputs.n }}) is "ten", expected a whole number of at least 1',
    });
    expect(rig.triggers()).toEqual([]);
  });

  test('that have no value fail the step with the reason', async () => {
    const result = await run(rig, plan([experiment('a', { if: 'inputs.nothing' })]));
    expect(stepOf(result, 'a').state).toBe('failed');
    expect(stepOf(result, 'a').reason).toContain('nothing');
  });

  test('skip a step whose `if` is false, and what needs it', async () => {
    const result = await run(
      rig,
      plan([experiment('a', { if: '1 > 2' }), step('b', { needs: ['a'], experimentsFrom: ['a'] })]),
    );
    expect(states(result)).toEqual({ a: 'skipped', b: 'skipped' });
    expect(result.verdict).toBe('good');
  });

  test('make the outputs of a pipeline, null where they have no value', async () => {
    const result = await run(
      rig,
      plan([experiment('a')], {
        outputs: { id: 'steps.a.experimentId', none: 'steps.a.outputs.none' },
        reads: ['a'],
      }),
    );
    expect(result.outputs).toEqual({ id: stepOf(result, 'a').result?.experimentId, none: null });
  });
});

describe('a step that fails', () => {
  const after = (when: Step['when']) =>
    experiment(when ?? 'success', { needs: ['a'], ...(when ? { when } : {}) });

  test('is followed by what waits for a failure or for either end, not by what waits for success', async () => {
    failing(1);
    const result = await run(
      rig,
      plan([experiment('a'), after(undefined), after('failure'), after('always')]),
    );
    expect(states(result)).toEqual({
      a: 'failed',
      success: 'skipped',
      failure: 'succeeded',
      always: 'succeeded',
    });
    expect(result.verdict).toBe('failed');
  });

  test('that went well leaves out what waits for a failure', async () => {
    const result = await run(rig, plan([experiment('a'), after('failure')]));
    expect(states(result)).toEqual({ a: 'succeeded', failure: 'skipped' });
  });

  test('stops the pipeline where it says so, but for the steps of finally', async () => {
    failing(1);
    const result = await run(
      rig,
      plan([experiment('a', { onFailure: 'stop' }), experiment('b', { needs: ['a'], when: 'always' })], {
        finally: [experiment('last')],
      }),
    );
    expect(states(result)).toEqual({ a: 'failed', b: 'skipped', last: 'succeeded' });
  });

  test('counts as good where its failure is ignored', async () => {
    failing(1);
    const result = await run(rig, plan([experiment('a', { onFailure: 'ignore' }), after(undefined)]));
    expect(states(result)).toEqual({ a: 'failed', success: 'succeeded' });
    expect(stepOf(result, 'a').isIgnored).toBe(true);
    expect(result.verdict).toBe('good');
  });

  test('by the end of the pipeline’s time still lets finally run', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const result = await run(
      rig,
      plan([experiment('a'), experiment('b', { needs: ['a'] })], {
        timeoutMs: HOUR_MS,
        finally: [experiment('last')],
      }),
    );
    expect(states(result)).toEqual({ a: 'failed', b: 'skipped', last: 'succeeded' });
  });
});

describe('retry', () => {
  const retry = {
    attempts: 3,
    backoffMs: 2 * HOUR_MS,
    maxBackoffMs: 3 * HOUR_MS,
    on: ['failed' as const, 'refused' as const],
  };

  test('triggers a failed run anew after a backoff, under a name of its own and in a child of its own', async () => {
    failing(2);
    const handle = await rig.start('runPipeline', {
      plan: plan([experiment('a', { retry, trigger: { experimentName: 'mine' } })]),
    });
    const result = await handle.result();
    expect(stepOf(result, 'a')).toMatchObject({ state: 'succeeded', attempts: 3 });
    expect(askedExperiments(rig)).toEqual(['mine', 'mine-2', 'mine-3']);
    const { startedAt = '', endedAt = '' } = stepOf(result, 'a');
    expect(Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(5 * HOUR_MS);
    const third = rig.env.client.workflow.getHandle(`${stepWorkflowId(handle.workflowId, 'a')}~3`);
    expect(await third.result()).toEqual(stepOf(result, 'a').result);
  });

  test('ends with the last failure when its attempts are used up', async () => {
    failing();
    const result = await run(rig, plan([experiment('a', { retry: { ...retry, attempts: 2 } })]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'failed', reason: 'no quota', attempts: 2 });
    expect(new Set(askedExperiments(rig)).size).toBe(2);
  });

  test('does not wait beyond the deadline of the pipeline', async () => {
    failing();
    const result = await run(rig, plan([experiment('a', { retry })], { timeoutMs: HOUR_MS }));
    expect(stepOf(result, 'a').reason).toBe('no quota; no time is left for another attempt');
    expect(rig.triggers()).toHaveLength(1);
  });

  test('is for a refused trigger too, where it says so', async () => {
    const result = await run(rig, plan([experiment('a', { retry, task: 'no-such-task' })]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'failed', attempts: 3, result: null });
    expect(stepOf(result, 'a').reason).toContain('no-such-task');
  });

  test('is not for an end that it does not name', async () => {
    failing();
    const result = await run(rig, plan([experiment('a', { retry: { ...retry, on: ['gone'] } })]));
    expect(stepOf(result, 'a').attempts).toBe(1);
  });
});

describe('a run that found nothing', () => {
  const again = (then: 'fail' | 'skip') =>
    ({ action: 'retry', afterMs: 2 * HOUR_MS, attempts: 3, then }) as const;

  test.each([
    [{ action: 'fail' } as const, 'failed', 1],
    [{ action: 'skip' } as const, 'skipped', 1],
    [again('skip'), 'skipped', 3],
    [again('fail'), 'failed', 3],
  ])('ends as %j says: %s after %i', async (onEmpty, state, triggers) => {
    empty('always');
    const result = await run(rig, plan([experiment('a', { onEmpty })]));
    expect(stepOf(result, 'a').state).toBe(state);
    expect(rig.triggers()).toHaveLength(triggers);
  });

  test('is triggered again until there is something', async () => {
    empty(2);
    const result = await run(rig, plan([experiment('a', { onEmpty: again('fail') })]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'succeeded', attempts: 3 });
  });
});

describe('an approval that nobody gives in time', () => {
  const open = (more: object) =>
    bare('a', { approval: { message: 'Release it?', timeoutMs: HOUR_MS, ...more } });
  const endOf = async (given: Step, more: object = {}) => stepOf(await run(rig, plan([given], more)), 'a');

  test('fails its step, unless the file says that it counts as approved', async () => {
    expect(await endOf(open({}))).toMatchObject({
      state: 'failed',
      reason: 'nobody decided within 1h 00m',
      approval: { decision: 'expired', by: null },
    });
    expect(await endOf(open({ onTimeout: 'reject' }))).toMatchObject({ state: 'failed' });
    expect(await endOf(open({ onTimeout: 'approve' }))).toMatchObject({
      state: 'succeeded',
      reason: 'nobody decided within 1h 00m, which counts as approved',
    });
  });

  test('fails its step with the pipeline’s time, also where it would count as approved', async () => {
    expect(await endOf(open({ onTimeout: 'approve' }), { timeoutMs: HOUR_MS / 2 })).toMatchObject({
      state: 'failed',
      reason: 'the deadline of the pipeline has passed',
    });
  });
});

describe('what a step requires', () => {
  const requires = [{ kind: 'dataset' as const, dataset: 'golden', minExamples: 10 }];

  test('fails it before anything is triggered where it is missing', async () => {
    missing = ['dataset golden has 3 examples'];
    const result = await run(rig, plan([experiment('a', { requires })]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'failed', reason: 'dataset golden has 3 examples' });
    expect(rig.triggers()).toEqual([]);
  });

  test('lets it go on where it is there', async () => {
    expect(states(await run(rig, plan([experiment('a', { requires })])))).toEqual({ a: 'succeeded' });
  });
});

describe('an activity of the worker’s own', () => {
  const call = (name: string) => bare('a', { activity: { name, input: { n: 4 } } });

  test('is a step whose result is an output', async () => {
    const result = await run(rig, plan([call('double')]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'succeeded', outputs: { result: { twice: 8 } } });
  });

  test('that no worker knows fails the step with its name, at once', async () => {
    const result = await run(rig, plan([call('triple')]));
    expect(stepOf(result, 'a').state).toBe('failed');
    expect(stepOf(result, 'a').reason).toBe(
      `no worker on the pipeline's task queue has an activity "triple"`,
    );
  });

  test('whose result is too large to be kept fails the step', async () => {
    const result = await run(rig, plan([call('large')]));
    expect(stepOf(result, 'a')).toMatchObject({
      state: 'failed',
      reason: 'its outputs are 0.6 MB; the limit is 0.5 MB',
      outputs: {},
    });
  });

  test('that is one of ours is not called', async () => {
    const result = await run(rig, plan([call('deleteTask')]));
    expect(stepOf(result, 'a').reason).toBe(
      'activity is "deleteTask", a built-in activity of ax-tasks: name an activity of your own worker',
    );
  });

  test('is tried again after an error of its own, whatever its name', async () => {
    const result = await run(rig, plan([call('grumpy')]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'succeeded', outputs: { result: 'found' } });
    expect(grumbles).toBe(2);
  });
});

test('a task is made what the file says before it is triggered', async () => {
  const ensure = {
    type: 'RUN_EXPERIMENT' as const,
    name: 'as-code',
    space: 'research',
    dataset: 'golden-questions',
    runConfiguration: {} as never,
  };
  const [given] = (await rig.ax.listTasks({ space: 'research', name: 'generate-answers' })).items;
  const definition = {
    ...ensure,
    dataset: given?.datasetId ?? '',
    runConfiguration: given?.runConfiguration as never,
  };
  const made = bare('a', { space: 'research', ensure: definition });
  const result = await run(rig, plan([made]));
  expect(stepOf(result, 'a')).toMatchObject({ state: 'succeeded', ensured: { action: 'created' } });
  expect(stepOf(result, 'a').result?.taskName).toBe('as-code');
  const only = await run(rig, plan([{ ...made, isTriggered: false }]));
  expect(stepOf(only, 'a')).toMatchObject({
    state: 'succeeded',
    ensured: { action: 'unchanged' },
    result: null,
  });
});

describe('a gate', () => {
  test('that fails fails its step, and the pipeline', async () => {
    judge.say('fail');
    const result = await run(
      rig,
      plan([experiment('a', { gate: gateOn('a') }), step('b', { needs: ['a'], experimentsFrom: ['a'] })]),
    );
    expect(states(result)).toEqual({ a: 'failed', b: 'skipped' });
    expect(stepOf(result, 'a')).toMatchObject({ reason: 'found fail', gate: { answer: 'fail' } });
    expect(result.verdict).toBe('failed');
  });

  test('that warns lets the pipeline go on, and is told', async () => {
    judge.say('warn');
    const result = await run(
      rig,
      plan([experiment('a'), bare('release', { needs: ['a'], gate: gateOn('a') })]),
    );
    expect(stepOf(result, 'release')).toMatchObject({
      state: 'succeeded',
      reason: 'found warn',
      kind: 'gate',
    });
    expect(result.verdict).toBe('good');
  });

  test('that cannot be judged fails its step with the reason', async () => {
    judge.break('the service is away');
    const result = await run(rig, plan([experiment('a', { gate: gateOn('a') })]));
    expect(stepOf(result, 'a')).toMatchObject({ state: 'failed', result: { verdict: 'good' } });
    expect(stepOf(result, 'a').reason).toMatch(/^the gate could not be judged: .*the service is away/);
  });

  test('gets the window of the run that it measures', async () => {
    const window = { dataStartTime: '2026-03-10T00:00:00Z', dataEndTime: '2026-03-11T00:00:00Z' };
    const score = step('score', { task: 'fresh-relevance', trigger: window, gate: gateOn('score') });
    const { result } = stepOf(await run(rig, plan([score])), 'score');
    expect(judge.requests[0]?.steps[0]?.windows).toEqual([
      {
        ...{ runId: result?.runId, taskId: result?.taskId },
        ...{ start: '2026-03-10T00:00:00.000Z', end: '2026-03-11T00:00:00.000Z' },
      },
    ]);
  });

  test('gets the counts, runs and experiments of what it measures, and its conditions evaluated', async () => {
    const gate = {
      checks: [
        ...gateOn('a', 'b').checks,
        { measure: 'condition' as const, of: [], condition: 'steps.a.counts.total > 0' },
        { measure: 'condition' as const, of: [], condition: 'steps.a.outputs.none > 0' },
      ],
    };
    const result = await run(
      rig,
      plan([
        experiment('a'),
        step('b', { needs: ['a'], experimentsFrom: ['a'] }),
        bare('release', { needs: ['a', 'b'], reads: ['a'], gate }),
      ]),
    );
    const { result: made } = stepOf(result, 'a');
    const [request] = judge.requests;
    expect(request?.steps).toMatchObject([
      { of: 'a', ...made?.run?.counts, runIds: [made?.runId], experimentIds: [made?.experimentId] },
      { of: 'b', experimentIds: [made?.experimentId] },
    ]);
    expect(request?.conditions).toEqual({
      1: true,
      2: { problem: expect.stringContaining('none') as string },
    });
  });
});

describe('a rerun', () => {
  test('keeps what it is told to keep, and triggers the others under names that are free', async () => {
    failing(1);
    const given = plan([
      experiment('a', {
        task: 'generate-answers',
        trigger: { experimentName: 'kept' },
        onFailure: 'continue',
      }),
      experiment('b', { trigger: { experimentName: 'again' } }),
    ]);
    const handle = await rig.start('runPipeline', { plan: given });
    const before = await handle.result();
    const [failedStep = stepOf(before, 'a')] = before.steps.filter(({ state }) => state === 'failed');
    const kept = before.steps.filter(({ state }) => state === 'succeeded');
    const triggered = rig.triggers().length;
    const again = await rig.start('runPipeline', {
      plan: given,
      rerun: {
        of: { workflowId: handle.workflowId, executionId: handle.firstExecutionRunId },
        kept,
        partly: [],
        judged: [],
        attempts: { a: 1, b: 1 },
      },
    });
    const result = await again.result();
    expect(result.verdict).toBe('good');
    expect(result.rerunOf?.workflowId).toBe(handle.workflowId);
    expect(rig.triggers()).toHaveLength(triggered + 1);
    expect(askedExperiments(rig).at(-1)).toBe(`${failedStep.id === 'a' ? 'kept' : 'again'}-2`);
    const [first] = kept;
    expect(result.steps.find(({ id }) => id === first?.id)).toEqual({ ...first, isKept: true });
  });
});

test('a step may be named like what every object has', async () => {
  failing(1);
  const retry = { attempts: 2, on: ['failed' as const], backoffMs: 1000, maxBackoffMs: 1000 };
  const named = experiment('constructor', { retry, trigger: { experimentName: 'named' } });
  const handle = await rig.start('runPipeline', { plan: plan([named]) });
  expect(stepOf(await handle.result(), 'constructor')).toMatchObject({ state: 'succeeded', attempts: 2 });
  expect(askedExperiments(rig)).toEqual(['named', 'named-2']);
});

describe('a requirement that may be waited for', () => {
  const spans = { kind: 'spans', spans: { min: 100 }, untilMs: 2 * HOUR_MS } as const;
  const integration = { kind: 'integration', integration: 'openai' } as const;

  test('lets the step start once it is met', async () => {
    missing = ['the window has 99 spans, 100 are required'];
    readyAfter = 3;
    const result = await run(rig, plan([experiment('answer', { requires: [spans] })]));
    expect(states(result)).toEqual({ answer: 'succeeded' });
    expect(checked).toHaveLength(4);
  });

  test('fails the step when its time is over, with what is missing', async () => {
    missing = ['the window has 99 spans, 100 are required'];
    const result = await run(rig, plan([experiment('answer', { requires: [spans] })]));
    expect(stepOf(result, 'answer')).toMatchObject({
      state: 'failed',
      reason: 'the window has 99 spans, 100 are required, after it was waited for',
    });
    const { startedAt, endedAt } = stepOf(result, 'answer');
    expect(Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')).toBeGreaterThanOrEqual(2 * HOUR_MS);
    expect(rig.triggers()).toEqual([]);
  });

  test('is not waited for longer than the step has', async () => {
    missing = ['too few'];
    const given = experiment('answer', { requires: [spans], timeoutMs: HOUR_MS });
    expect(stepOf(await run(rig, plan([given])), 'answer').reason).toMatch(
      /^its timeout of 1h 00m has passed while it waited for what it requires \(too few\)/,
    );
  });

  test('is not waited for if another one is missing that is not waited for', async () => {
    missing = ['no integration openai is there'];
    const result = await run(rig, plan([experiment('answer', { requires: [spans, integration] })]));
    expect(stepOf(result, 'answer').reason).toBe('no integration openai is there');
    expect(checked).toEqual([[integration]]);
  });
});
