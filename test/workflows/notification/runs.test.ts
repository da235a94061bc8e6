import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { omit } from '../../../src/model/base/objects.js';
import type { Plan } from '../../../src/model/pipeline/plan.js';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { TEAM, factsIn, noticesOf, titlesOf } from './notices-of.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const CANCEL = { method: 'POST', path: '/v2/task-runs/*/cancel' };

let rig: WorkflowRig;
const receivers = keptReceivers(['team', 'on-call']);
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, receivers });
});
afterEach(() => {
  rig.simulator.reset();
  Object.assign(receivers, { sent: [], defaults: [], asked: 0 });
});
afterAll(() => rig.stop());

const evaluation = (more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: { pollIntervalMs: 1000 },
  settleMs: 300,
  notify: TEAM,
  ...more,
});

function pipelineOf(): Plan {
  const { intent } = evaluation();
  const step = { ...intent, id: 'a', needs: [], experimentsFrom: [], pollIntervalMs: 1000 };
  return { version: 1, name: 'p', labels: {}, steps: [step], notify: TEAM };
}

/** Cancels the workflow of a run while the service holds the answer to a look. */
/** The first look belongs to the trigger, with whose end a cancel must not cross on the time-skipping server. */
async function cancelWhileHeld(on = rig) {
  const match = { method: 'GET', path: '/v2/task-runs/*' };
  const id = on.simulator.addFault({ match, holdAt: 'after-effect', skip: 1 });
  const handle = await on.start('runTask', evaluation());
  await until(() => on.simulator.journal().requests.some((r) => r.fault === id && r.stage === 'effect'));
  await handle.cancel();
  on.simulator.releaseFault(id);
  await expect(handle.result()).rejects.toThrow('cancelled');
  return handle;
}

/** What receivers got of a workflow: deliveries of the tests before may still come. */
const sentBy = ({ workflowId }: { workflowId: string }) =>
  receivers.sent.filter(({ notice }) => notice.subject.workflowId === workflowId);

/** Runs to the end, however that is. */
async function ran(input: RunTaskInput) {
  const handle = await rig.start('runTask', input);
  await handle.result().catch(() => undefined);
  return handle;
}

describe('a lone run', () => {
  test('that failed is told of once, with its counts and its IDs, and the receiver gets it', async () => {
    rig.simulator.addBehaviour({
      outcome: 'failed',
      successes: 20,
      errors: 3,
      failureReason: 'out of quota',
    });
    const handle = await ran(evaluation());
    const [notice, ...others] = await noticesOf(handle);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'failed',
      title: 'Run of nightly-hallucination failed',
      subject: { kind: 'run', name: 'nightly-hallucination', workflowId: handle.workflowId },
    });
    expect(notice && factsIn(notice)).toMatchObject({
      outcome: expect.stringContaining('failed') as string,
      run: rig.simulator.journal().runs[0]?.runId,
      counts: '20 ok, 3 errors, 0 skipped',
      window: `${WINDOW.dataStartTime} to ${WINDOW.dataEndTime}`,
    });
    await until(() => sentBy(handle).length === 1);
    expect(sentBy(handle)).toEqual([{ to: 'team', notice }]);
  });

  test('that ended well is not told of, and asks nobody who would be told', async () => {
    receivers.defaults = ['team'];
    const byDefault = omit(evaluation(), 'notify');
    for (const input of [evaluation(), byDefault]) expect(await noticesOf(await ran(input))).toEqual([]);
    expect(receivers.asked).toBe(0);
  });

  test('is told of to the default receivers if nothing else is said, and to nobody if that is said', async () => {
    receivers.defaults = ['on-call'];
    rig.simulator.addBehaviour({ outcome: 'failed', times: 'always' });
    const byDefault = omit(evaluation(), 'notify');
    const handle = await ran(byDefault);
    await until(() => sentBy(handle).length === 1);
    expect(sentBy(handle)[0]?.to).toBe('on-call');
    expect(await noticesOf(await ran(evaluation({ notify: [] })))).toEqual([]);
  });

  test('that is still running when the wait ends has not ended well', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const handle = await ran(evaluation({ wait: { timeoutMs: 1500, onTimeout: 'detach' } }));
    expect(titlesOf(await noticesOf(handle))).toEqual([
      'failed: Run of nightly-hallucination still running when the wait ended',
    ]);
  });

  test.each<[string, Partial<RunTaskInput>, Record<string, string>]>([
    [
      'that the service refuses',
      { intent: { task: 'no such task', space: 'research', trigger: {} } },
      { failure: 'AxNotFound' },
    ],
    ['whose input is refused', { settleMs: -1 }, { failure: 'InvalidInput' }],
  ])('%s is told of with the failure', async (_, more, facts) => {
    const [notice, ...others] = await noticesOf(await ran(evaluation(more)));
    expect(others).toEqual([]);
    expect(notice?.kind).toBe('failed');
    expect(notice && factsIn(notice)).toMatchObject(facts);
  });

  test('that somebody cancelled is not told of', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    expect(await noticesOf(await cancelWhileHeld())).toEqual([]);
  });

  test('that is part of a pipeline leaves the telling to the pipeline', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed' });
    const handle = await rig.start('runPipeline', { plan: pipelineOf() });
    await handle.result();
    expect(titlesOf(await noticesOf(handle))).toEqual(['failed: Pipeline p failed: 1 of 1 steps']);
    const child = rig.env.client.workflow.getHandle(`${handle.workflowId}/a`);
    expect(await noticesOf(child)).toEqual([]);
  });

  test('that was started elsewhere is told of too', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed' });
    const task = { task: 'nightly-hallucination', space: 'research' };
    const { id: runId } = await rig.ax.triggerRun({ ...task, ...WINDOW });
    const handle = await rig.start('waitForRun', { runId, wait: {}, notify: TEAM });
    await handle.result();
    expect(titlesOf(await noticesOf(handle))).toEqual([`failed: Run of ${runId} failed`]);
  });
});

describe('a trigger of which it is not known whether it started a run', () => {
  const loseRequest = (): unknown =>
    rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });

  test('is told of as that, and not as a failure too', async () => {
    loseRequest();
    const handle = await ran(evaluation({ onAmbiguous: 'fail' }));
    const [notice, ...others] = await noticesOf(handle);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'unresolved',
      title: 'It is not known whether a trigger of nightly-hallucination started a run',
    });
    expect(notice && factsIn(notice)).toMatchObject({ requests: '1', 'may be it': 'no run' });
  });

  test('is told of as a failure to whoever wants to know of failures alone', async () => {
    loseRequest();
    const notify = [{ to: 'team' }, { to: 'on-call', on: ['failed' as const] }];
    const handle = await ran(evaluation({ onAmbiguous: 'fail', notify }));
    await until(() => sentBy(handle).length === 2);
    expect(
      sentBy(handle)
        .map(({ to, notice }) => `${to}: ${notice.kind}`)
        .sort(),
    ).toEqual(['on-call: failed', 'team: unresolved']);
  });
});

// Each on a server of its own, which skips time: it was seen to skip no more once a workflow had ended beside its child.
describe('after hours', () => {
  let skipping: WorkflowRig;
  beforeEach(async () => {
    skipping = await startWorkflowRig({ receivers });
    return () => skipping.stop();
  });

  /** Waits for the first notice while time passes. */
  async function firstNotice(handle: WorkflowHandle) {
    const ended = handle.result().catch(() => undefined);
    await until(async () => (await noticesOf(handle)).length > 0);
    const [notice] = await noticesOf(handle);
    await handle.terminate().catch(() => undefined);
    await ended;
    if (notice === undefined) throw new Error('nothing was told');
    return notice;
  }

  test('a cancel that cannot be confirmed is told of, while the workflow is being cancelled', async () => {
    skipping.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const answer = { kind: 'respond', status: 503, body: '' } as const;
    skipping.simulator.addFault({ match: CANCEL, times: 'always', answer });
    const handle = await cancelWhileHeld(skipping);
    expect(titlesOf([await firstNotice(handle)])).toEqual([
      'failed: Run of nightly-hallucination may still be active: its cancel could not be confirmed',
    ]);
  });

  test('a run that does not move is told of while it is waited for', async () => {
    skipping.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const notice = await firstNotice(await skipping.start('runTask', evaluation()));
    expect(notice).toMatchObject({ kind: 'stalled', subject: { kind: 'run' } });
    expect(factsIn(notice)['run']).toMatch(/: running, \d+ ok, .*, the same for \d+m/);
  });

  test('a run that does not move is told of by the pipeline that it is part of', async () => {
    skipping.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const handle = await skipping.start('runPipeline', { plan: pipelineOf() });
    expect(await firstNotice(handle)).toMatchObject({ kind: 'stalled', subject: { kind: 'pipeline' } });
    const child = skipping.env.client.workflow.getHandle(`${handle.workflowId}/a`);
    expect(await noticesOf(child)).toEqual([]);
  });
});
