import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import { FAN_OUT_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import type { Binding, FanOut, FanOutItem, Step } from '../../../src/model/pipeline/plan.js';
import type { JournalSnapshot } from '../../../src/simulator/index.js';
import { step } from '../../support/step.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
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
const called: unknown[] = [];
let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({
    activities: {
      judgeGate: judge.judgeGate,
      list: (length: number) =>
        Promise.resolve(Array.from({ length }, (_none, at) => ({ id: `n${at}`, at }))),
      note: (input: unknown) => {
        called.push(input);
        return Promise.resolve(null);
      },
    },
  });
});
afterEach(() => {
  rig.simulator.reset();
  called.length = 0;
});
afterAll(() => rig.stop());

const items = (...values: string[]): FanOutItem[] =>
  values.map((value) => ({ key: value, value: { model: value }, isMatrix: true }));
const fanOut = (more: Partial<FanOut>): FanOut => ({ limit: 10, onConflict: 'wait', ...more });
const named = (template: string): Binding[] => [
  { at: ['trigger', 'experimentName'], template, kind: 'experiment-name' },
];

/** The most runs that were under way at once: from its trigger to the last look at it. */
function mostAtOnce({ requests, runs }: JournalSnapshot): number {
  const spans = runs.map(({ runId, requestSeq }) => {
    const looks = requests
      .filter(({ path }) => decodeURIComponent(path).endsWith(runId))
      .map(({ seq }) => seq);
    return { from: requestSeq ?? 0, to: Math.max(...looks) };
  });
  return Math.max(
    ...spans.map(({ from }) => spans.filter((each) => each.from <= from && from <= each.to).length),
  );
}

test('forty items of a list that an earlier step made run at most five at once, each with its own values', async () => {
  const handle = await rig.start('runPipeline', {
    plan: plan([
      bare('many', { activity: { name: 'list', input: 40 } }),
      experiment('each', {
        needs: ['many'],
        reads: ['many'],
        fanOut: fanOut({ forEach: 'steps.many.outputs.result', limit: 5 }),
        bindings: named('${{ item.id }}-of-${{ index }}'),
      }),
    ]),
  });
  const result = await handle.result();
  const { items: rows = [], ...whole } = stepOf(result, 'each');
  expect(rows.map(({ key, state }) => [key, state])).toEqual(
    Array.from({ length: 40 }, (_none, at) => [`n${at}`, 'succeeded']),
  );
  expect(whole).toMatchObject({ state: 'succeeded', result: null, attempts: 1 });
  expect(whole.experimentIds).toEqual(rows.map(({ experimentId }) => experimentId));
  expect(askedExperiments(rig).toSorted()).toEqual(
    Array.from({ length: 40 }, (_none, at) => `n${at}-of-${at}`).toSorted(),
  );
  const atOnce = mostAtOnce(rig.simulator.journal());
  expect(atOnce).toBeLessThanOrEqual(5);
  expect(atOnce).toBeGreaterThan(1);
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'each'));
  expect((await child.describe()).memo?.[FAN_OUT_MEMO]).toMatchObject({
    total: 40,
    waiting: 0,
    running: 0,
    succeeded: 40,
  });
});

test('one item that fails fails the step; each is triggered anew by itself, under a name that is free', async () => {
  rig.simulator.addBehaviour({ match: { experimentName: 'run-b' }, outcome: 'failed' });
  rig.simulator.addBehaviour({ match: { experimentName: 'run-c' }, outcome: 'failed' });
  rig.simulator.addBehaviour({
    match: { experimentName: 'run-c-2' },
    outcome: 'failed',
    failureReason: 'no quota',
  });
  const retry = { attempts: 2, backoffMs: 1000, maxBackoffMs: 1000, on: ['failed' as const] };
  const result = await run(
    rig,
    plan([
      experiment('each', {
        fanOut: fanOut({ items: items('a', 'b', 'c') }),
        bindings: named('run-${{ matrix.model }}'),
        retry,
      }),
    ]),
  );
  expect(stepOf(result, 'each')).toMatchObject({
    state: 'failed',
    reason: '1 of 3 items failed',
    attempts: 2,
  });
  expect(stepOf(result, 'each').items).toMatchObject([
    { key: 'a', value: { model: 'a' }, state: 'succeeded', attempts: 1 },
    { key: 'b', state: 'succeeded', attempts: 2 },
    { key: 'c', state: 'failed', reason: 'no quota', outcome: 'failed', attempts: 2 },
  ]);
});

test('an evaluation runs on the experiments of all items, and a gate measures one of them or all', async () => {
  const result = await run(
    rig,
    plan([
      experiment('each', { fanOut: fanOut({ items: items('a', 'b') }), gate: gateOn('each', 'each/b') }),
      step('score', { needs: ['each'], experimentsFrom: ['each'] }),
    ]),
  );
  const { experimentIds = [], items: [, b] = [] } = stepOf(result, 'each');
  expect(experimentIds).toHaveLength(2);
  expect(rig.triggers().at(-1)?.body).toMatchObject({ experiment_ids: experimentIds });
  expect(judge.requests[0]?.steps).toMatchObject([
    { of: 'each', experimentIds },
    { of: 'each/b', experimentIds: [b?.experimentId], runIds: [b?.runId] },
  ]);
});

test('each item evaluates the experiment that its own entry names', async () => {
  const score = step('score', {
    needs: ['each'],
    reads: ['each'],
    trigger: { experimentIds: ['${{ item.experimentId }}'] },
    fanOut: fanOut({ forEach: 'steps.each.items' }),
    bindings: [
      { at: ['trigger', 'experimentIds', 0], template: '${{ item.experimentId }}', kind: 'resource' },
    ],
  });
  const made = experiment('each', { fanOut: fanOut({ items: items('a', 'b') }) });
  const result = await run(rig, plan([made, score]));
  expect(states(result)).toEqual({ each: 'succeeded', score: 'succeeded' });
  const { experimentIds: [a, b] = [] } = stepOf(result, 'each');
  const asked = () =>
    rig.triggers().map(({ body }) => (body as { experiment_ids?: string[] }).experiment_ids);
  expect(asked().slice(2)).toEqual(expect.arrayContaining([[a], [b]]));
});

describe('items that ask for the same run', () => {
  const same = (onConflict: FanOut['onConflict'], more: Partial<Step> = {}) =>
    experiment('each', {
      ...more,
      fanOut: fanOut({ items: items('a', 'b', 'c'), onConflict }),
      bindings: named("${{ matrix.model == 'c' ? 'other' : 'same' }}"),
    });

  test('are skipped or failed, as the file says, but for the first', async () => {
    const skip = stepOf(await run(rig, plan([same('skip')])), 'each');
    expect(skip.items?.map(({ state }) => state)).toEqual(['succeeded', 'skipped', 'succeeded']);
    expect(skip.items?.[1]?.reason).toBe('asks for the same run as item a');
    expect(rig.triggers()).toHaveLength(2);
    rig.simulator.reset();
    const fail = stepOf(await run(rig, plan([same('fail')])), 'each');
    expect(fail.items?.map(({ state }) => state)).toEqual(['succeeded', 'failed', 'succeeded']);
  });

  test('wait for each other otherwise, and the later one finds the name of its experiment taken', async () => {
    const each = stepOf(await run(rig, plan([same('wait')])), 'each');
    expect(each.items?.map(({ state }) => state)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(each.items?.[1]?.reason).toContain('an experiment named "same" exists already');
    expect(askedExperiments(rig).toSorted()).toEqual(['other', 'same']);
  });

  test('use the experiment of the one before if the step says so', async () => {
    const each = stepOf(await run(rig, plan([same('wait', { onNameTaken: 'reuse' })])), 'each');
    expect(each.items?.map(({ outcome }) => outcome)).toEqual(['succeeded', 'reused', 'succeeded']);
    expect(each.items?.[1]?.experimentId).toBe(each.items?.[0]?.experimentId);
  });
});

test('items are skipped one by one where `if` reads the item, and the step where it does not', async () => {
  const each = (condition: string) =>
    bare('each', {
      fanOut: fanOut({ items: items('a', 'b') }),
      if: condition,
      activity: { name: 'note', input: { model: '' } },
      bindings: [{ at: ['activity', 'input', 'model'], template: '${{ matrix.model }}', kind: 'text' }],
    });
  const some = await run(rig, plan([each("matrix.model == 'b'")]));
  expect(stepOf(some, 'each')).toMatchObject({
    state: 'succeeded',
    items: [{ state: 'skipped' }, { state: 'succeeded' }],
  });
  expect(called).toEqual([{ model: 'b' }]);
  const none = await run(rig, plan([each('1 > 2')]));
  expect(stepOf(none, 'each')).toMatchObject({ state: 'skipped', reason: 'if is false: 1 > 2' });
  expect(called).toHaveLength(1);
});

test.each([
  ['something that is no list', 'pipeline.name', 'forEach is "nightly", expected a list', 'failed'],
  [
    'a list that is too long',
    'steps.many.outputs.result',
    'forEach has 1001 items; the limit is 1000',
    'failed',
  ],
  ['an empty list', '[]', 'there are no items', 'skipped'],
])('forEach over %s', async (_what, forEach, reason, state) => {
  const result = await run(
    rig,
    plan([
      bare('many', { activity: { name: 'list', input: 1001 } }),
      experiment('each', { needs: ['many'], reads: ['many'], fanOut: fanOut({ forEach }) }),
    ]),
  );
  expect(stepOf(result, 'each')).toMatchObject({ state, reason });
});

test('of two hundred items each gets its own values', async () => {
  const many = Array.from({ length: 200 }, (_none, at) => String(at));
  const result = await run(
    rig,
    plan([
      bare('each', {
        fanOut: fanOut({ items: items(...many), limit: 20 }),
        activity: { name: 'note', input: {} },
        bindings: [{ at: ['activity', 'input'], template: '${{ [matrix.model, index] }}', kind: 'json' }],
      }),
    ]),
  );
  expect(stepOf(result, 'each').items).toHaveLength(200);
  expect(called.toSorted()).toEqual(many.map((text, at) => [text, at]).toSorted());
});

test('a rerun of a fan-out that failed runs only the items again that did not end well', async () => {
  rig.simulator.addBehaviour({ match: { experimentName: 'b' }, outcome: 'failed' });
  const each = experiment('each', {
    fanOut: fanOut({ items: items('a', 'b') }),
    bindings: named('${{ matrix.model }}'),
  });
  const before = await run(rig, plan([each]));
  const rerun = {
    of: { workflowId: 'w', executionId: 'e' },
    kept: [],
    partly: before.steps,
    judged: [],
    attempts: { each: 1 },
  };
  const handle = await rig.start('runPipeline', { plan: plan([each]), rerun });
  const [first, second] = stepOf(await handle.result(), 'each').items ?? [];
  expect(first).toEqual(stepOf(before, 'each').items?.[0]);
  expect(second).toMatchObject({ state: 'succeeded', attempts: 2 });
  expect(askedExperiments(rig).toSorted()).toEqual(['a', 'b', 'b-2']);
});

test('a value that does not fit fails its item alone', async () => {
  const result = await run(
    rig,
    plan([
      experiment('each', {
        fanOut: fanOut({ items: items('a', '') }),
        bindings: named('${{ matrix.model }}'),
      }),
    ]),
  );
  expect(states(result)).toEqual({ each: 'failed' });
  expect(stepOf(result, 'each').items).toMatchObject([
    { state: 'succeeded' },
    { state: 'failed', reason: expect.stringContaining('experimentName') as string },
  ]);
});
