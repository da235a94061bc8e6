import { WorkflowUpdateFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';
import { PIPELINE_UPDATES } from '../../../src/model/pipeline/messages.js';
import type { Accepted } from '../../../src/model/base/control-request.js';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import { FAN_OUT_MEMO } from '../../../src/model/pipeline/pipeline-memo.js';
import type { FanOutMemo } from '../../../src/model/pipeline/pipeline-memo.js';
import type { Plan } from '../../../src/model/pipeline/plan.js';
import type { PipelineResult } from '../../../src/model/pipeline/results.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
  HOUR_MS,
  approval,
  bare,
  experiment,
  gateOn,
  memoOf,
  plan,
  scriptedJudge,
  states,
  stepOf,
} from './pipelines.js';

let rig: WorkflowRig;
const judge = scriptedJudge();
let isHeld = false;
let release: () => void = () => undefined;
beforeAll(async () => {
  rig = await startWorkflowRig({
    realTime: true,
    activities: {
      judgeGate: judge.judgeGate,
      held: () =>
        new Promise<null>((resolve) => {
          isHeld = true;
          release = () => {
            isHeld = false;
            resolve(null);
          };
        }),
    },
  });
});
afterEach(() => {
  rig.simulator.reset();
  judge.say('pass');
});
afterAll(() => rig.stop());

/** Starts a pipeline whose runs end at the first look, unless something else was scripted before. */
function start(given: Plan) {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  return rig.start('runPipeline', { plan: given });
}

type Handle = Awaited<ReturnType<typeof start>>;

const ask = async (
  handle: Handle,
  update: keyof typeof PIPELINE_UPDATES,
  request: object,
): Promise<string> => {
  const args: [object] = [{ by: 'ada', ...request }];
  return (await handle.executeUpdate<Accepted, [object]>(PIPELINE_UPDATES[update], { args })).message;
};

/** The sentence with which an update is refused. */
async function refusal(
  handle: Handle,
  update: keyof typeof PIPELINE_UPDATES,
  request: object,
): Promise<string> {
  try {
    await ask(handle, update, request);
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
    throw error;
  }
  throw new Error('the update was accepted');
}

const phaseOf = async (handle: Handle, id: string) => (await memoOf(handle))?.steps[id]?.phase;
const untilPhase = (handle: Handle, id: string, phase: string) =>
  until(async () => (await phaseOf(handle, id)) === phase);
const stuck = () => rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 1 });
const failing = () => rig.simulator.addBehaviour({ outcome: 'failed', failureReason: 'no quota', times: 1 });

describe('an approval', () => {
  test('lets the pipeline go on when it is given, also while that is paused', async () => {
    const handle = await start(plan([approval('sign'), experiment('b', { needs: ['sign'] })]));
    await untilPhase(handle, 'sign', 'approval');
    await ask(handle, 'pause', {});
    await ask(handle, 'decide', { stepId: 'sign', decision: 'approve', reason: 'looks good' });
    expect(await refusal(handle, 'decide', { stepId: 'sign', decision: 'reject' })).toContain(
      'already decided',
    );
    expect(rig.triggers()).toEqual([]);
    await ask(handle, 'resume', {});
    const result = await handle.result();
    expect(states(result)).toEqual({ sign: 'succeeded', b: 'succeeded' });
    expect(stepOf(result, 'sign').approval).toMatchObject({
      decision: 'approved',
      by: 'ada',
      reason: 'looks good',
    });
  });

  test('fails its step when it is refused, with who refused it and why', async () => {
    const handle = await start(plan([approval('sign'), experiment('b', { needs: ['sign'] })]));
    await untilPhase(handle, 'sign', 'approval');
    await ask(handle, 'decide', { stepId: 'sign', decision: 'reject', reason: 'too slow' });
    const result = await handle.result();
    expect(states(result)).toEqual({ sign: 'failed', b: 'skipped' });
    expect(stepOf(result, 'sign').reason).toBe('rejected by ada: too slow');
  });

  test('tells onlookers until when it waits, and ends at once when the pipeline is cancelled', async () => {
    const waiting = approval('sign', { approval: { message: 'Release it?', timeoutMs: HOUR_MS } });
    const handle = await start(
      plan([waiting, experiment('b', { needs: ['sign'] })], { finally: [experiment('last')] }),
    );
    await untilPhase(handle, 'sign', 'approval');
    const note = (await memoOf(handle))?.steps['sign'];
    expect(note).toMatchObject({ reason: 'Release it?' });
    expect(Date.parse(note?.until ?? '') - Date.parse(note?.since ?? '')).toBe(HOUR_MS);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    const { memo } = await handle.describe();
    expect(states(memo?.[RESULT_MEMO] as PipelineResult)).toEqual({
      sign: 'cancelled',
      b: 'skipped',
      last: 'cancelled',
    });
    expect(rig.triggers()).toEqual([]);
  });
});

describe('pausing', () => {
  test('starts nothing more, leaves alone what runs, and waits for being resumed', async () => {
    const handle = await start(
      plan([bare('a', { activity: { name: 'held', input: null } }), experiment('b', { needs: ['a'] })]),
    );
    await untilPhase(handle, 'a', 'activity');
    await until(() => isHeld);
    expect(await ask(handle, 'pause', {})).toBe(
      'The pipeline is paused; 1 running step continues to its end.',
    );
    expect(await refusal(handle, 'pause', {})).toBe('the pipeline is already paused by ada');
    release();
    await untilPhase(handle, 'a', 'ended');
    expect(await memoOf(handle)).toMatchObject({ pausedBy: 'ada' });
    expect(rig.triggers()).toEqual([]);
    await ask(handle, 'resume', {});
    expect(await refusal(handle, 'resume', {})).toBe('the pipeline is not paused');
    expect(states(await handle.result())).toEqual({ a: 'succeeded', b: 'succeeded' });
  });
});

test('pausing reaches the items of a fan-out', async () => {
  const items = ['a', 'b'].map((key) => ({ key, value: key, isMatrix: false }));
  const each = bare('each', {
    fanOut: { items, limit: 1, onConflict: 'wait' },
    activity: { name: 'held', input: null },
  });
  const handle = await start(plan([each]));
  const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'each'));
  const memo = async () => (await child.describe()).memo?.[FAN_OUT_MEMO];
  await until(() => isHeld);
  await ask(handle, 'pause', {});
  // The pipeline's answer does not wait for its signal to arrive.
  const events = async () => (await child.fetchHistory()).events ?? [];
  await until(async () => (await events()).some((event) => event.workflowExecutionSignaledEventAttributes));
  release();
  await until(async () => ((await memo()) as FanOutMemo).succeeded === 1);
  expect(await memo()).toMatchObject({ waiting: 1, running: 0 });
  await ask(handle, 'resume', {});
  await until(() => isHeld);
  release();
  expect(states(await handle.result())).toEqual({ each: 'succeeded' });
});

describe('skipping', () => {
  test('a step that runs cancels its run, and the rest goes on', async () => {
    stuck();
    const handle = await start(plan([experiment('a'), experiment('b', { needs: ['a'], when: 'always' })]));
    await rig.untilWaitingFor(1);
    await ask(handle, 'skipStep', { stepId: 'a', reason: 'not today' });
    const result = await handle.result();
    expect(states(result)).toEqual({ a: 'skipped', b: 'succeeded' });
    expect(stepOf(result, 'a')).toMatchObject({
      reason: 'skipped by ada: not today',
      result: { outcome: { kind: 'cancelled-by-us' } },
    });
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['CANCELLED', 'COMPLETED']);
  });

  test('a step that has not started keeps it from starting; what makes no sense is refused', async () => {
    const handle = await start(plan([approval('sign'), experiment('b', { needs: ['sign'] })]));
    await untilPhase(handle, 'sign', 'approval');
    await ask(handle, 'skipStep', { stepId: 'b' });
    expect(await refusal(handle, 'skipStep', { stepId: 'b' })).toContain('step b has ended: skipped');
    expect(await refusal(handle, 'skipStep', { stepId: 'c' })).toBe(
      'there is no step "c"; the steps are sign, b',
    );
    expect(await refusal(handle, 'decide', { stepId: 'b', decision: 'approve' })).toBe(
      'step b is not an approval',
    );
    expect(await refusal(handle, 'decide', { stepId: 'sign', decision: 'maybe' })).toContain(
      'must be approve or reject',
    );
    expect(await refusal(handle, 'pause', { by: '' })).toContain('say who makes the request');
    await ask(handle, 'skipStep', { stepId: 'sign' });
    const result = await handle.result();
    expect(states(result)).toEqual({ sign: 'skipped', b: 'skipped' });
    expect(rig.triggers()).toEqual([]);
  });
});

describe('retrying', () => {
  test('opens a step that failed again, and what was skipped because of it', async () => {
    failing();
    const handle = await start(
      plan([
        experiment('a', { trigger: { experimentName: 'mine' } }),
        experiment('b', { needs: ['a'] }),
        approval('sign'),
      ]),
    );
    await untilPhase(handle, 'b', 'ended');
    expect(await refusal(handle, 'retryStep', { stepId: 'sign' })).toBe('step sign is still running');
    expect(await ask(handle, 'retryStep', { stepId: 'b' })).toBe(
      'Step a runs again now, followed by the steps that were skipped because of it: b.',
    );
    await until(
      () => rig.simulator.journal().runs.filter(({ status }) => status === 'COMPLETED').length === 2,
    );
    await until(async () => (await phaseOf(handle, 'b')) === undefined);
    await ask(handle, 'decide', { stepId: 'sign', decision: 'approve' });
    const result = await handle.result();
    expect(result.verdict).toBe('good');
    expect(stepOf(result, 'a')).toMatchObject({ attempts: 2, result: { experimentName: 'mine-2' } });
  });

  test('of a step that ended well, or after finally has begun, is refused', async () => {
    failing();
    const handle = await start(
      plan([experiment('a'), bare('g', { gate: gateOn('a') })], { finally: [approval('sign')] }),
    );
    await untilPhase(handle, 'sign', 'approval');
    expect(await refusal(handle, 'retryStep', { stepId: 'g' })).toBe('step g succeeded');
    expect(await refusal(handle, 'retryStep', { stepId: 'a' })).toContain('finally have started');
    await ask(handle, 'decide', { stepId: 'sign', decision: 'approve' });
    expect((await handle.result()).verdict).toBe('failed');
  });
});

describe('a cancel', () => {
  test('ends a backoff at once, keeps what the attempt before came to, and leaves no run', async () => {
    failing();
    const retry = { attempts: 2, backoffMs: HOUR_MS, maxBackoffMs: HOUR_MS, on: ['failed' as const] };
    const handle = await start(plan([experiment('a', { retry })]));
    await untilPhase(handle, 'a', 'backoff');
    expect((await memoOf(handle))?.steps['a']).toMatchObject({ attempt: 2, reason: 'no quota' });
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    const result = (await handle.describe()).memo?.[RESULT_MEMO] as PipelineResult;
    expect(stepOf(result, 'a')).toMatchObject({
      state: 'cancelled',
      reason: 'cancelled before another attempt; the last one: no quota',
      result: { outcome: { kind: 'failed' } },
    });
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['FAILED']);
  });

  test('ends the wait for a gate that cannot be judged, and keeps what the run came to', async () => {
    judge.break('the service is away');
    const handle = await start(plan([experiment('a', { gate: gateOn('a') })]));
    await untilPhase(handle, 'a', 'gate');
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    const result = (await handle.describe()).memo?.[RESULT_MEMO] as PipelineResult;
    expect(stepOf(result, 'a')).toMatchObject({ state: 'cancelled', result: { verdict: 'good' } });
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['COMPLETED']);
  });

  test('ends a step in a worker’s own activity, and what would follow never starts', async () => {
    const handle = await start(
      plan([bare('a', { activity: { name: 'held', input: null } }), experiment('b', { needs: ['a'] })]),
    );
    await untilPhase(handle, 'a', 'activity');
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    release();
    const result = (await handle.describe()).memo?.[RESULT_MEMO] as PipelineResult;
    expect(states(result)).toEqual({ a: 'cancelled', b: 'skipped' });
    expect(rig.triggers()).toEqual([]);
  });
});
