import { mkdirSync, writeFileSync } from 'node:fs';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import type { RunTaskInput } from '../../src/model/inputs.js';
import { step } from '../support/step.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

// Writes test/replay/histories: `npm run record-histories`. Add a history beside the old ones when a workflow learns
// something new; the file's name is the workflow's id. Old ones stay for as long as workflows of that age may run.

const folder = new URL('./histories/', import.meta.url);
const trigger = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const evaluation: RunTaskInput = {
  intent: { task: 'nightly-hallucination', space: 'research', trigger },
  wait: {},
};
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const HOUR = 3_600_000;

let rig: WorkflowRig;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  rig = await startWorkflowRig();
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

async function record(name: string, handle: WorkflowHandle): Promise<void> {
  await handle.result().catch(() => undefined);
  // Replay does not need them, and they name folders of whoever recorded.
  const history = historyToJSON(await handle.fetchHistory()).replace(
    /("stackTrace": ?)"(?:[^"\\]|\\.)*"/g,
    '$1""',
  );
  writeFileSync(new URL(`${name}.json`, folder), `${history}\n`);
}

test('run-task.created', async () =>
  record('run-task.created', await rig.startAs('run-task.created', 'runTask', evaluation)));

test('run-task.adopted', async () => {
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' } });
  await record('run-task.adopted', await rig.startAs('run-task.adopted', 'runTask', evaluation));
});

test('run-task.sent-again', async () => {
  rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'before-effect' } });
  await record('run-task.sent-again', await rig.startAs('run-task.sent-again', 'runTask', evaluation));
});

test('run-task.duplicates', async () => {
  const answer = { kind: 'drop', at: 'after-effect' } as const;
  rig.simulator.addFault({ match: TRIGGER, answer, hideRun: { lists: 2 } });
  await record('run-task.duplicates', await rig.startAs('run-task.duplicates', 'runTask', evaluation));
});

test('run-task.rate-limited', async () => {
  const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '30' }, body: '' } as const;
  rig.simulator.addFault({ match: TRIGGER, answer });
  await record('run-task.rate-limited', await rig.startAs('run-task.rate-limited', 'runTask', evaluation));
});

test('run-task.timed-out', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  await record(
    'run-task.timed-out',
    await rig.startAs('run-task.timed-out', 'runTask', { ...evaluation, wait: { timeoutMs: 2.5 * HOUR } }),
  );
});

test('run-task.cancelled', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const handle = await rig.startAs('run-task.cancelled', 'runTask', evaluation);
  await rig.untilWaitingFor(1);
  await handle.cancel();
  await record('run-task.cancelled', handle);
});

test('run-task.experiment', async () => {
  const intent = { task: 'generate-answers', space: 'research', trigger: {} };
  await record(
    'run-task.experiment',
    await rig.startAs('run-task.experiment', 'runTask', { intent, wait: {} }),
  );
});

test('wait-for-run.attached', async () => {
  const run = await rig.ax.triggerRun({
    task: 'generate-answers',
    space: 'research',
    experimentName: 'elsewhere',
  });
  await record(
    'wait-for-run.attached',
    await rig.startAs('wait-for-run.attached', 'waitForRun', { runId: run.id, wait: {} }),
  );
});

test('task-operation.read', async () => {
  await record(
    'task-operation.read',
    await rig.startAs('task-operation.read', 'taskOperation', { verb: 'listSpaces', request: {} }),
  );
});

const chain = [
  step('answer', { task: 'generate-answers' }),
  step('relevance', { needs: ['answer'], experimentsFrom: ['answer'] }),
  step('safety', { needs: ['answer'], experimentsFrom: ['answer'] }),
];
const pipeline = (name: string) =>
  rig.startAs(name, 'runPipeline', { plan: { version: 1, name: 'recorded', labels: {}, steps: chain } });

test('run-pipeline.chain', async () => record('run-pipeline.chain', await pipeline('run-pipeline.chain')));

test('run-pipeline.failed', async () => {
  rig.simulator.addBehaviour({ outcome: 'failed' });
  await record('run-pipeline.failed', await pipeline('run-pipeline.failed'));
});

test('run-pipeline.cancelled', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const handle = await pipeline('run-pipeline.cancelled');
  await rig.untilWaitingFor(1);
  await handle.cancel();
  await record('run-pipeline.cancelled', handle);
});
