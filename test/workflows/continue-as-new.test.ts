import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TRIGGER_MEMO } from '../../src/model/run/trigger-memo.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import type { TriggerMemo } from '../../src/model/run/trigger-memo.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
/** A deadline that is extended each second, so that a slice ends each second. */
const wait = { timeoutMs: 1000, onTimeout: 'extend', pollIntervalMs: 1000 } as const;

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 10 });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

/** Waits for the result and describes the first and the last execution. */
async function ends(handle: Awaited<ReturnType<WorkflowRig['start']>>) {
  const result = (await handle.result()) as RunResult;
  const first = rig.env.client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
  return { result, first: await first.describe(), last: await handle.describe() };
}

test('a runTask whose history is full goes on in a new execution with its run and its memo', async () => {
  rig.simulator.addBehaviour({ looks: 3 });
  const { client } = rig.env;
  const handle = await client.workflow.start('runTask', {
    taskQueue: 'test',
    workflowId: 'continued',
    memo: { title: 'nightly' },
    args: [{ intent: { task: 'nightly-hallucination', space: 'research', trigger: WINDOW }, wait }],
  });
  const { result, first, last } = await ends(handle as Awaited<ReturnType<WorkflowRig['start']>>);
  expect(first.status.name).toBe('CONTINUED_AS_NEW');
  expect(result).toMatchObject({ outcome: { kind: 'succeeded' }, provenance: { how: 'created', posts: 1 } });
  expect(last.memo).toEqual(first.memo);
  expect(last.memo?.['title']).toBe('nightly');
  expect((last.memo?.[TRIGGER_MEMO] as TriggerMemo).runId).toBe(result.runId);
  expect(rig.triggers()).toHaveLength(1);
});

test('a waitForRun whose history is full goes on in a new execution', async () => {
  rig.simulator.addBehaviour({ looks: 6 });
  const run = await rig.ax.triggerRun({
    task: 'generate-answers',
    space: 'research',
    experimentName: 'long',
  });
  const { result, first } = await ends(await rig.start('waitForRun', { runId: run.id, wait }));
  expect(first.status.name).toBe('CONTINUED_AS_NEW');
  expect(result).toMatchObject({ runId: run.id, outcome: { kind: 'succeeded' } });
});
