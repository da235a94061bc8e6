import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import { stepWorkflowId } from '../../../src/model/temporal/names.js';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import type { Simulator } from '../../../src/simulator/index.js';
import { step } from '../../support/step.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const answer = step('answer', { task: 'generate-answers' });
const relevance = step('relevance', { needs: ['answer'], experimentsFrom: ['answer'] });
const safety = step('safety', { needs: ['answer'], experimentsFrom: ['answer'] });
const apart = step('apart', { task: 'judge-answers', shareDataset: true });
const chain = [answer, relevance, safety];

const start = (name: string, steps: Step[], more: Partial<Plan> = {}) =>
  rig.startAs(name, 'runPipeline', { plan: { version: 1, name: 'recorded', labels: {}, steps, ...more } });
const stepHandle = (name: string, id: string) => rig.env.client.workflow.getHandle(stepWorkflowId(name, id));
const states = (...given: string[]) => ({ steps: given.map((state) => ({ state })) });
const stuck = (ax: Simulator) => ax.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
const failing = (ax: Simulator) =>
  ax.addBehaviour({ match: { taskName: 'generate-answers' }, outcome: 'failed' });

type Shape = [
  name: string,
  script: (service: Simulator) => unknown,
  steps: Step[],
  more: Partial<Plan>,
  expected: object,
];
const shapes: Shape[] = [
  ['failed', failing, chain, {}, states('failed', 'skipped', 'skipped')],
  ['gone-on', failing, [answer, relevance, apart], {}, states('failed', 'skipped', 'succeeded')],
  ['refused', () => undefined, [step('none', { task: 'no-such-task' })], {}, states('failed')],
  ['timed-out', stuck, [answer, relevance], { timeoutMs: 60_000 }, states('failed', 'skipped')],
  [
    'extended-to-its-end',
    stuck,
    [{ ...answer, timeoutMs: 20_000, onTimeout: 'extend' }],
    { timeoutMs: 60_000 },
    states('failed'),
  ],
];

test.each(shapes)('run-pipeline.%s', async (shape, script, steps, more, expected) => {
  script(rig.simulator);
  const name = `run-pipeline.${shape}`;
  await record(name, await start(name, steps, more), expected);
});

test('run-pipeline.chain and the steps of it', async () => {
  const name = 'run-pipeline.chain';
  await record(name, await start(name, chain), states('succeeded', 'succeeded', 'succeeded'));
  // Of two evaluations of one experiment, the one that has its turn last has nothing to do.
  const good = { verdict: 'good' };
  await record('run-task.step', stepHandle(name, 'answer'), good);
  await record('run-task.step-of-an-experiment', stepHandle(name, 'relevance'), good);
});

test('run-pipeline.cancelled and a step of it', async () => {
  stuck(rig.simulator);
  const name = 'run-pipeline.cancelled';
  const handle = await start(name, [answer, apart, relevance]);
  await rig.untilWaitingFor(2);
  await handle.cancel();
  await record(name, handle, states('cancelled', 'cancelled', 'skipped'));
  await record('run-task.step-cancelled', stepHandle(name, 'answer'), {
    outcome: { kind: 'cancelled-by-us' },
  });
});
