import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/ax-client.js';
import { BACKFILL_MEMO } from '../../src/model/backfill/backfill.js';
import type { BackfillMemo } from '../../src/model/backfill/backfill.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { SweepRunsInput } from '../../src/model/sweep/inputs.js';
import { waitWorkflowId } from '../../src/model/temporal/names.js';
import type { SweepResult } from '../../src/model/sweep/sweep-result.js';
import { planOf } from './backfill/backfills.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({
    realTime: true,
    suggestContinueAsNewAt: 10,
  });
  return () => rig.stop();
});
// The simulator is not reset: it would give the ids of runs that workflows know to others.
afterEach(async () => {
  const { workflow } = rig.env.client;
  rig.simulator.removeFaults();
  for await (const { workflowId, runId } of workflow.list({ query: LIVING }))
    await workflow
      .getHandle(workflowId, runId)
      .terminate()
      .catch(() => undefined);
  await until(async () => (await workflow.count(LIVING)).count === 0);
  for (const { runId, status } of rig.simulator.journal().runs)
    if (status === 'RUNNING' || status === 'PENDING') await rig.ax.cancelRun({ runId });
});

const LIVING = "ExecutionStatus = 'Running'";

const experiment = (experimentName: string, more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: { task: 'generate-answers', space: 'research', trigger: { experimentName } },
  wait: { pollIntervalMs: 1000 },
  shareDataset: true,
  ...more,
});

const sweep = async (more: Partial<SweepRunsInput> = {}): Promise<SweepResult> => {
  const input: SweepRunsInput = {
    space: 'research',
    tasks: ['generate-answers'],
    graceMs: 20,
    action: 'report',
    ...more,
  };
  return (await rig.start('sweepRuns', input)).result();
};

const statuses = () => rig.simulator.journal().runs.map(({ status }) => status);
const lastRun = (): string => rig.simulator.journal().runs.at(-1)?.runId ?? '';

/** A runTask whose run stays in RUNNING, once Temporal's list tells that run. */
async function startStuck(input: RunTaskInput) {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const before = rig.simulator.journal().runs.length;
  const handle = await rig.start('runTask', input);
  await until(() => rig.simulator.journal().runs.length > before);
  await untilListed(handle.workflowId, ({ memo }) => memo?.['trigger']?.runId === lastRun());
  return { handle, runId: lastRun() };
}

interface Listed {
  status: { name: string };
  memo?: { trigger?: { runId?: string | null } };
}

// Temporal's list follows what happened with a delay.
const untilListed = (workflowId: string, isSeen: (listed: Listed) => boolean): Promise<void> =>
  until(async () => {
    for await (const listed of rig.env.client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
      if (isSeen(listed)) return true;
    return false;
  });

async function orphan(name: string): Promise<string> {
  const { handle, runId } = await startStuck(experiment(name));
  await handle.terminate();
  await untilListed(handle.workflowId, ({ status }) => status.name === 'TERMINATED');
  return runId;
}

describe('a sweep', () => {
  test('finds the run of a workflow that was terminated, and leaves that of a living one alone', async () => {
    const { runId: living } = await startStuck(experiment('living-1'));
    const orphaned = await orphan('orphaned');
    const result = await sweep();
    expect(result.orphans).toMatchObject([
      {
        runId: orphaned,
        taskName: 'generate-answers',
        did: 'reported',
        why: expect.stringContaining('was terminated') as string,
      },
    ]);
    expect(result.looked).toEqual({ tasks: 1, unknownTasks: 0, runs: 2, owned: 1, byOthers: 0 });
    expect(JSON.stringify(result)).not.toContain(living);
    expect(statuses()).toEqual(['RUNNING', 'RUNNING']);
  });

  test('knows the run of a workflow that went on in a new execution', async () => {
    const { handle } = await startStuck(
      experiment('gone-on', { wait: { pollIntervalMs: 1000, timeoutMs: 1000, onTimeout: 'extend' } }),
    );
    await untilListed(handle.workflowId, ({ status }) => status.name === 'CONTINUED_AS_NEW');
    const result = await sweep({ action: 'cancel' });
    expect(result.looked).toEqual({ tasks: 1, unknownTasks: 0, runs: 1, owned: 1, byOthers: 0 });
  });

  test('cancels an orphan, confirms it, and touches nothing else', async () => {
    await startStuck(experiment('living-2'));
    await orphan('cancelled');
    const result = await sweep({ action: 'cancel' });
    expect(result.orphans).toMatchObject([{ did: 'cancelled' }]);
    expect(statuses().slice(-2)).toEqual(['RUNNING', 'CANCELLED']);
  });

  test('acts on the runs it is told alone', async () => {
    await orphan('not-meant');
    const result = await sweep({ action: 'cancel', onlyRuns: ['another'], graceMs: 0 });
    expect(result.orphans).toMatchObject([{ did: 'reported' }]);
    expect(statuses().at(-1)).not.toBe('CANCELLED');
  });

  test('adopts an orphan: a workflow waits for its end', async () => {
    const runId = await orphan('adopted');
    const result = await sweep({ action: 'adopt' });
    expect(result.orphans).toMatchObject([{ runId, did: 'adopted' }]);
    await untilListed(waitWorkflowId(runId, 'adopted'), ({ status }) => status.name === 'RUNNING');
    expect((await sweep()).looked).toMatchObject({ runs: 1, owned: 1 });
    await rig.ax.cancelRun({ runId });
    const handle = rig.env.client.workflow.getHandle(waitWorkflowId(runId, 'adopted'));
    expect(await handle.result()).toMatchObject({ runId, outcome: { kind: 'cancelled-elsewhere' } });
  });

  test('leaves alone what was left to go on, on purpose', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 2 });
    const detached = experiment('detached', {
      wait: { pollIntervalMs: 1000, timeoutMs: 10, onTimeout: 'detach' },
    });
    for (const input of [experiment('started', { wait: null }), detached]) {
      const handle = await rig.start('runTask', input);
      await handle.result();
      await untilListed(handle.workflowId, ({ status }) => status.name === 'COMPLETED');
    }
    const result = await sweep({ action: 'cancel' });
    expect(result.counts).toEqual({ orphans: 0, left: 2, unknown: 0, inDoubt: 0 });
    expect(statuses().slice(-2)).toEqual(['RUNNING', 'RUNNING']);
  });

  test('leaves alone the run that somebody else’s key made', async () => {
    await startStuck(experiment('ours-1'));
    const { baseUrl, secondApiKey: apiKey } = rig.simulator;
    const stranger = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
    await stranger.triggerRun({ task: 'generate-answers', space: 'research', experimentName: 'theirs' });
    await stranger.close();
    const result = await sweep({ action: 'cancel' });
    expect(result.counts.orphans).toBe(0);
    expect(result.looked).toMatchObject({ runs: 2, owned: 1, byOthers: 1 });
  });

  test('finds a run of our key that no workflow knows', async () => {
    await startStuck(experiment('ours-2'));
    await rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: 'by-hand' });
    const result = await sweep();
    expect(result.orphans).toMatchObject([{ why: 'no workflow knows it' }]);
  });

  test('leaves alone the new runs of a task whose trigger is in doubt', async () => {
    await startStuck(experiment('ours-3'));
    const held = rig.simulator.addFault({
      match: { method: 'POST', path: '/v2/tasks/*/trigger' },
      holdAt: 'after-effect',
    });
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const before = rig.simulator.journal().runs.length;
    const handle = await rig.start('runTask', experiment('in-doubt'));
    await untilListed(handle.workflowId, ({ memo }) => memo?.trigger?.runId === null);
    await until(() => rig.simulator.journal().runs.length > before);
    const result = await sweep({ action: 'cancel' });
    expect(result.inDoubt).toMatchObject([
      { runId: lastRun(), why: `workflow ${handle.workflowId} is triggering` },
    ]);
    expect(result.counts.orphans).toBe(0);
    rig.simulator.releaseFault(held);
    await untilListed(handle.workflowId, ({ memo }) => memo?.trigger?.runId === lastRun());
    expect((await sweep()).looked.owned).toBe(2);
  });

  test('bears a service that fails, and counts no run that ended before the second look', async () => {
    const runId = await orphan('ended-meanwhile');
    const list = { method: 'GET', path: '/v2/tasks/*/runs' };
    rig.simulator.addFault({ match: list, answer: { kind: 'respond', status: 500, body: '' } });
    rig.simulator.addFault({ match: list, answer: { kind: 'drop', at: 'headers', reset: true } });
    const handle = await rig.start('sweepRuns', { action: 'cancel', graceMs: 1000 });
    await until(async () => (await handle.describe()).memo?.['sweep'] !== undefined);
    await rig.ax.cancelRun({ runId });
    const result = await handle.result();
    expect(result.counts.orphans).toBe(0);
    expect(result.looked.tasks).toBeGreaterThan(5);
  });

  test('bears a 404 on the runs of a task, which proves nothing, and finds its orphan', async () => {
    const runId = await orphan('not-found-once');
    const list = { method: 'GET', path: '/v2/tasks/*/runs' };
    rig.simulator.addFault({ match: list, answer: { kind: 'respond', status: 404, body: '' }, times: 2 });
    const result = await sweep();
    expect(result).toMatchObject({ orphans: [{ runId }], unknownTasks: [] });
  });

  test('fails where a task of its scope is not found', async () => {
    await expect(sweep({ tasks: ['no-such-task'] })).rejects.toMatchObject({ cause: { type: 'AxNotFound' } });
  });
});

test('the runs of a backfill are owned while it lives, and orphans once it was terminated', async () => {
  const scope = { tasks: ['nightly-hallucination'] };
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 3 });
  const handle = await rig.start('runBackfill', { plan: await planOf(rig, 3, { limit: 3 }) });
  const told = ({ memo }: { memo?: Record<string, unknown> }): boolean =>
    (memo?.[BACKFILL_MEMO] as BackfillMemo | undefined)?.runIds.length === 3;
  await until(async () => told(await handle.describe()));
  expect(await sweep(scope)).toMatchObject({ looked: { runs: 3, owned: 3 }, orphans: [] });
  await handle.terminate();
  await until(async () => (await rig.env.client.workflow.count(LIVING)).count === 0);
  const { orphans, left } = await sweep(scope);
  expect(orphans).toHaveLength(3);
  expect(left).toEqual([]);
});
