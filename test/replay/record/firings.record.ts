import { afterAll, afterEach, beforeAll, test } from 'vitest';
import { watermarkWorkflowId } from '../../../src/model/temporal/names.js';
import type { RunFiringInput } from '../../../src/model/schedule/firing.js';
import type { Simulator } from '../../../src/simulator/index.js';
import { PIPELINE } from '../../files/support/schedules.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { until } from '../../support/until.js';
import { hourlySchedule, ledgerOfTest, nominal, task, watermark } from '../../workflows/schedules/firings.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
const counts = [1, 2, 2];
beforeAll(async () => {
  rig = await startWorkflowRig({
    realTime: true,
    activities: {
      recordCoverage: ledgerOfTest().recordCoverage,
      countSpans: () => Promise.resolve(counts.shift()),
    },
  });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const well = (ax: Simulator) => ax.addBehaviour({ looks: 1, times: 'always' });
const failing = (ax: Simulator) => ax.addBehaviour({ outcome: 'failed', times: 1 });
const truncated = (ax: Simulator) => {
  ax.addBehaviour({ looks: 1, successes: 10, times: 1 });
  well(ax);
};

const pipeline: RunFiringInput['work'] = {
  kind: 'pipeline',
  name: 'quality',
  text: PIPELINE.replace('nightly-hallucination', 'fresh-relevance'),
  fileName: './p.yaml',
  variables: {},
  inputs: {},
  windowInputs: { start: 'start', end: 'end' },
};
const settle = {
  kind: 'activity',
  activity: 'countSpans',
  everyMs: 20,
  looks: 2,
  timeoutMs: 60_000,
  onTimeout: 'trigger',
} as const;

type Shape = [
  name: string,
  script: (ax: Simulator) => unknown,
  input: Partial<RunFiringInput>,
  expected: object,
];
const shapes: Shape[] = [
  ['task', well, { window: nominal() }, { verdict: 'good' }],
  ['without-a-window', well, { work: task({ task: 'generate-answers' }) }, { verdict: 'good' }],
  ['settled', well, { window: nominal(), settle }, { windows: [{ settled: { looks: 3 } }] }],
  ['pipeline', well, { window: nominal(), work: pipeline }, { verdict: 'good' }],
  ['failed', failing, { window: nominal() }, { failure: 'FiringFailed' }],
  ['watermark', well, { window: watermark({ maxSlices: 2 }) }, { windows: [{}, {}], verdict: 'good' }],
  [
    'cut',
    truncated,
    { window: watermark({ maxSlices: 1 }), work: task({ trigger: { maxSpans: 10 } }) },
    { windows: [{}, {}, {}] },
  ],
];

test.each(shapes)('run-firing.%s', async (shape, script, input, expected) => {
  script(rig.simulator);
  const schedule = await hourlySchedule(rig, shape, input);
  await record(`run-firing.${shape}`, await schedule.fire(5), expected);
  if (shape === 'watermark') {
    await write('keep-watermark.moved', rig.env.client.workflow.getHandle(watermarkWorkflowId(shape)));
  }
});

test('run-firing.cancelled', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 1 });
  const schedule = await hourlySchedule(rig, 'cancelled', { window: watermark() });
  const firing = await schedule.fire(3);
  await until(() => rig.triggers().length === 1);
  await rig.untilWaitingFor(1);
  await firing.cancel();
  await record('run-firing.cancelled', firing, { verdict: 'cancelled' });
});
