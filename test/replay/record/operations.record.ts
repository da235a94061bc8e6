import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import type { Operation } from '../../../src/model/temporal/operations.js';
import { createRequestOf } from '../../../src/model/api/task-definition.js';
import type { EvaluationDefinition } from '../../../src/model/api/task-definition.js';
import type { SimulatorFault } from '../../../src/simulator/scripts/faults.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { LOST, NOT_RECEIVED, refusedFor, status } from './inputs.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const definition: EvaluationDefinition = {
  name: 'recorded',
  type: 'TEMPLATE_EVALUATION',
  space: 'research',
  project: 'support-bot',
  evaluators: [{ evaluatorId: 'relevance' }],
};
const CREATE = { method: 'POST', path: '/v2/tasks' };
const creates = (answer: SimulatorFault['answer'], times?: SimulatorFault['times']): SimulatorFault[] =>
  answer === undefined ? [] : [{ match: CREATE, answer, ...(times === undefined ? {} : { times }) }];

const existing = { task: 'fresh-relevance', space: 'research' };
const create = (name = 'recorded'): Operation => ({
  verb: 'createEvaluationTask',
  request: createRequestOf({ ...definition, name }),
});

type Shape = [name: string, faults: SimulatorFault[], operation: Operation, expected: object];
const operations: Shape[] = [
  ['read', [], { verb: 'listSpaces', request: {} }, {}],
  ['not-found', [], { verb: 'getTask', request: { ...existing, task: 'none' } }, { failure: 'AxNotFound' }],
  [
    'updated',
    [],
    { verb: 'updateTask', request: { ...existing, samplingRate: 0.25 } },
    { samplingRate: 0.25 },
  ],
  ['created', [], create(), { name: 'recorded' }],
  ['created-conflict', [], create('fresh-relevance'), { failure: 'AxConflict' }],
  ['created-refused', creates(status(403)), create(), { failure: 'AxForbidden' }],
  ['created-rate-limited', creates(refusedFor(30)), create(), { name: 'recorded' }],
  ['created-settled', creates(LOST), create(), { name: 'recorded' }],
  ['created-again', creates(NOT_RECEIVED), create(), { name: 'recorded' }],
  ['created-unresolved', creates(NOT_RECEIVED, 'always'), create(), { failure: 'CreateUnresolved' }],
];

test.each(operations)('task-operation.%s', async (shape, faults, operation, expected) => {
  for (const fault of faults) rig.simulator.addFault(fault);
  const name = `task-operation.${shape}`;
  await record(name, await rig.startAs(name, 'taskOperation', operation), expected);
});

test('task-operation.deleted', async () => {
  const name = 'task-operation.deleted';
  const handle = await rig.startAs(name, 'taskOperation', { verb: 'deleteTask', request: existing });
  await handle.result();
  await write(name, handle);
});

const other = { ...definition, name: 'fresh-relevance' };
test.each<[string, SimulatorFault[], EvaluationDefinition, boolean, object]>([
  ['created', creates(LOST), definition, false, { action: 'created' }],
  ['created-dry', [], definition, true, { action: 'created', isDryRun: true }],
  ['updated', [], { ...other, samplingRate: 0.25 }, false, { action: 'updated' }],
  ['unchanged', [], other, false, { action: 'unchanged' }],
  ['conflict', [], { ...other, type: 'CODE_EVALUATION' }, false, { failure: 'AxConflict' }],
])('ensure-task.%s', async (shape, faults, given, isDryRun, expected) => {
  for (const fault of faults) rig.simulator.addFault(fault);
  const name = `ensure-task.${shape}`;
  await record(name, await rig.startAs(name, 'ensureTask', { definition: given, isDryRun }), expected);
});

test.each([
  ['attached', {}, { outcome: { kind: 'succeeded' } }],
  ['timed-out', { timeoutMs: 60_000 }, { outcome: { kind: 'timed-out-cancelled' } }],
])('wait-for-run.%s', async (shape, wait, expected) => {
  if (shape === 'timed-out') rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
  const run = await rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: shape });
  const name = `wait-for-run.${shape}`;
  await record(name, await rig.startAs(name, 'waitForRun', { runId: run.id, wait }), expected);
});

test('wait-for-run.not-found', async () => {
  const name = 'wait-for-run.not-found';
  const input = { runId: 'VGFza1J1bjo5OTk5OTphYmNk', wait: {} };
  await record(name, await rig.startAs(name, 'waitForRun', input), { failure: 'AxNotFound' });
});
