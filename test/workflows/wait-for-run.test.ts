import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TRIGGER_MEMO } from '../../src/model/run/trigger-memo.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

describe.each([
  ['cached', {}],
  ['replayed from scratch at every task', { maxCachedWorkflows: 0 }],
])('waitForRun, %s', (_mode, options) => {
  let rig: WorkflowRig;

  beforeAll(async () => {
    rig = await startWorkflowRig(options);
  });
  afterEach(() => rig.simulator.reset());
  afterAll(() => rig.stop());

  const startElsewhere = () =>
    rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: 'elsewhere' });

  test('waits for a run that was started elsewhere, triggers nothing, and keeps its run in the memo', async () => {
    const run = await startElsewhere();
    const handle = await rig.start('waitForRun', { runId: run.id, wait: {} });
    const result = await handle.result();
    expect(result).toMatchObject({
      runId: run.id,
      outcome: { kind: 'succeeded' },
      provenance: { how: 'attached', posts: 0 },
    });
    expect(rig.triggers()).toHaveLength(1);
    expect((await handle.describe()).memo).toMatchObject({ [TRIGGER_MEMO]: { runId: run.id } });
  });

  test('tells how a run ended that was over before, by one look', async () => {
    rig.simulator.addBehaviour({ looks: 1, outcome: 'failed' });
    const run = await startElsewhere();
    await rig.ax.getRun({ runId: run.id });
    const seq = rig.simulator.journal().requests.at(-1)?.seq ?? 0;
    const handle = await rig.start('waitForRun', { runId: run.id, wait: {} });
    expect((await handle.result()).outcome.kind).toBe('failed');
    const looks = rig.simulator.journal(seq).requests.map(({ path }) => decodeURIComponent(path));
    expect(looks).toEqual([`/v2/task-runs/${run.id}`]);
  });

  test('fails as AxNotFound where there is no such run', async () => {
    const handle = await rig.start('waitForRun', { runId: 'VGFza1J1bjo5OTk5OTphYmNk', wait: {} });
    const error: unknown = await handle.result().catch((reason: unknown) => reason);
    const cause = error instanceof WorkflowFailedError ? error.cause : null;
    expect(cause).toBeInstanceOf(ApplicationFailure);
    expect((cause as ApplicationFailure).type).toBe('AxNotFound');
  });

  test.each([
    ['cancels the run when it is cancelled', undefined, 'CANCELLED'],
    ['leaves the run when it is cancelled and was asked to', 'detach', 'RUNNING'],
  ] as const)('%s', async (_title, onCancel, status) => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const run = await startElsewhere();
    const input = { runId: run.id, wait: {} };
    const handle = await rig.start('waitForRun', onCancel === undefined ? input : { ...input, onCancel });
    await rig.untilWaitingFor(1);
    await handle.cancel();
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    expect(rig.simulator.journal().runs.map((each) => each.status)).toEqual([status]);
  });
});
