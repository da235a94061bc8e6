import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import { itemWorkflowId, stepWorkflowId } from '../../../src/model/temporal/names.js';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import type { Simulator } from '../../../src/simulator/index.js';
import {
  HOUR_MS,
  approval,
  bare,
  experiment,
  gateOn,
  plan,
  scriptedJudge,
} from '../../workflows/pipeline/pipelines.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record } from './record.js';

const judge = scriptedJudge();
let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({
    activities: {
      judgeGate: judge.judgeGate,
      checkReadiness: () => Promise.resolve([]),
      list: (length: number) => Promise.resolve(Array.from({ length }, (_none, at) => at)),
    },
  });
});
beforeEach(() => {
  rig.simulator.reset();
  judge.say('pass');
});
afterAll(() => rig.stop());

const retry = { attempts: 2, backoffMs: HOUR_MS, maxBackoffMs: HOUR_MS, on: ['failed' as const] };
const items = ['a', 'b', 'c'].map((key) => ({ key, value: { key }, isMatrix: true }));
const named: Step['bindings'] & object = [
  { at: ['trigger', 'experimentName'], template: 'of-${{ matrix.key }}', kind: 'experiment-name' },
];
const reading = experiment('b', {
  needs: ['a'],
  reads: ['a'],
  if: "steps.a.state == 'succeeded'",
  bindings: [
    { at: ['trigger', 'experimentName'], template: 'after-${{ steps.a.runId }}', kind: 'experiment-name' },
  ],
  outputs: { run: 'self.runId' },
});
const failing = (service: Simulator) => service.addBehaviour({ outcome: 'failed' });
const nothing = () => undefined;
const states = (...given: string[]) => ({ steps: given.map((state) => ({ state })) });

type Shape = [name: string, script: (service: Simulator) => unknown, given: Plan, expected: object];
const shapes: Shape[] = [
  [
    'expressions',
    nothing,
    plan([experiment('a', { outputs: { size: 'self.counts.total' } }), reading], {
      outputs: { run: 'steps.b.outputs.run' },
      reads: ['b'],
    }),
    states('succeeded', 'succeeded'),
  ],
  ['gate', nothing, plan([experiment('a', { gate: gateOn('a') })]), states('succeeded')],
  ['gate-failed', () => judge.say('fail'), plan([experiment('a', { gate: gateOn('a') })]), states('failed')],
  ['retried', failing, plan([experiment('a', { retry })]), { steps: [{ state: 'succeeded', attempts: 2 }] }],
  [
    'empty-again',
    (service) => service.addBehaviour({ outcome: 'empty' }),
    plan([experiment('a', { onEmpty: { action: 'retry', afterMs: HOUR_MS, attempts: 2, then: 'skip' } })]),
    { steps: [{ state: 'succeeded', attempts: 2 }] },
  ],
  [
    'finally',
    failing,
    plan([experiment('a', { onFailure: 'stop' }), experiment('b')], { finally: [experiment('last')] }),
    { verdict: 'failed' },
  ],
  [
    'expired',
    nothing,
    plan([approval('sign', { approval: { message: '?', timeoutMs: HOUR_MS, onTimeout: 'approve' } })]),
    states('succeeded'),
  ],
  [
    'prepared',
    nothing,
    plan([
      experiment('a', { requires: [{ kind: 'dataset', dataset: 'golden', minExamples: 1 }] }),
      bare('list', { needs: ['a'], activity: { name: 'list', input: 2 } }),
    ]),
    states('succeeded', 'succeeded'),
  ],
  [
    'for-each',
    nothing,
    plan([
      bare('list', { activity: { name: 'list', input: 2 } }),
      experiment('each', {
        needs: ['list'],
        reads: ['list'],
        fanOut: { forEach: 'steps.list.outputs.result', limit: 2, onConflict: 'wait' },
      }),
    ]),
    states('succeeded', 'succeeded'),
  ],
];

test.each(shapes)('engine run-pipeline.%s', async (shape, script, given, expected) => {
  script(rig.simulator);
  const name = `run-pipeline.${shape}`;
  await record(name, await rig.startAs(name, 'runPipeline', { plan: given }), expected);
});

test('engine run-pipeline.fan-out, the fan-out and an item of it', async () => {
  rig.simulator.addBehaviour({ match: { experimentName: 'of-a' }, outcome: 'failed' });
  const name = 'run-pipeline.fan-out';
  const fanOut = { items, limit: 2, onConflict: 'wait' as const };
  const given = plan([experiment('each', { fanOut, bindings: named, retry, gate: gateOn('each') })]);
  await record(name, await rig.startAs(name, 'runPipeline', { plan: given }), states('succeeded'));
  const handle = (id: string) => rig.env.client.workflow.getHandle(id);
  await record('run-fan-out.retried', handle(stepWorkflowId(name, 'each')), { problem: null });
  await record('run-task.item', handle(itemWorkflowId(name, 'each', 'b')), { verdict: 'good' });
});

test('engine run-pipeline.rerun', async () => {
  const given = plan([experiment('a'), experiment('b', { needs: ['a'] })]);
  const before = await rig.startAs('before', 'runPipeline', { plan: given });
  const kept = (await before.result()).steps.slice(0, 1);
  const of = { workflowId: before.workflowId, executionId: before.firstExecutionRunId };
  const rerun = { of, kept, partly: [], judged: [], attempts: { a: 1, b: 1 } };
  const name = 'run-pipeline.rerun';
  const handle = await rig.startAs(name, 'runPipeline', { plan: given, rerun });
  await record(name, handle, { steps: [{ isKept: true }, { attempts: 2 }] });
});

test('engine run-pipeline.ensured', async () => {
  const [task] = (await rig.ax.listTasks({ space: 'research', name: 'generate-answers' })).items;
  const ensure = {
    type: 'RUN_EXPERIMENT' as const,
    name: 'as-code',
    space: 'research',
    dataset: task?.datasetId ?? '',
    runConfiguration: task?.runConfiguration as never,
  };
  const name = 'run-pipeline.ensured';
  const given = plan([bare('a', { space: 'research', ensure, isTriggered: false })]);
  await record(name, await rig.startAs(name, 'runPipeline', { plan: given }), states('succeeded'));
});
