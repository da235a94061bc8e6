import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Binding, Step } from '../../../src/model/pipeline/plan.js';
import type { StepResult } from '../../../src/model/pipeline/results.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { askedExperiments, experiment, plan, run, stepOf } from './pipelines.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const ITEMS = 20;
const NAMED: Binding[] = [
  { at: ['trigger', 'experimentName'], template: 'n-${{ index }}', kind: 'experiment-name' },
];
const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };

async function fanOut(more: Partial<Step> = {}): Promise<StepResult> {
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const items = Array.from({ length: ITEMS }, (_none, at) => ({ key: `i${at}`, value: at, isMatrix: false }));
  const step = experiment('each', {
    ...{ shareDataset: true, bindings: NAMED, settleMs: 500 },
    fanOut: { items, limit: ITEMS, onConflict: 'wait' },
    ...more,
  });
  return stepOf(await run(rig, plan([step])), 'each');
}

const asked = (): string[] =>
  rig.simulator
    .journal()
    .requests.map(
      ({ method, path }) => `${method} ${path.replace(/\/[^/]{12,}/g, '/*').replace(/\?.*/, '')}`,
    );

describe('items that begin together', () => {
  test('share what they read before their triggers', async () => {
    expect(await fanOut()).toMatchObject({ state: 'succeeded' });
    const count = (kind: string): number => asked().filter((each) => each === kind).length;
    expect(count('POST /v2/tasks/*/trigger')).toBe(ITEMS);
    expect(count('GET /v2/task-runs/*')).toBeGreaterThanOrEqual(ITEMS);
    expect(count('GET /v2/experiments')).toBeLessThan(ITEMS / 2);
    expect(count('GET /v2/tasks/*/runs')).toBeLessThan(ITEMS);
  });

  test('send nothing for a name that is taken', async () => {
    await rig.ax.triggerRun({ task: 'generate-answers', space: 'research', experimentName: 'n-7' });
    const { state, items = [] } = await fanOut();
    expect(state).toBe('failed');
    expect(items.filter((item) => item.state !== 'succeeded')).toMatchObject([
      { key: 'i7', reason: expect.stringContaining('exists already') as string },
    ]);
    expect(askedExperiments(rig).filter((name) => name === 'n-7')).toHaveLength(1);
  });

  test('each adopt their own run if the answer to its trigger is lost', async () => {
    rig.simulator.addFault({ match: TRIGGER, answer: { kind: 'drop', at: 'after-effect' }, times: 3 });
    const { state, items = [] } = await fanOut();
    expect(state).toBe('succeeded');
    const { runs } = rig.simulator.journal();
    expect(runs).toHaveLength(ITEMS);
    expect(items.map(({ runId }) => runId).toSorted()).toEqual(runs.map(({ runId }) => runId).toSorted());
    expect(askedExperiments(rig).toSorted()).toEqual(
      Array.from({ length: ITEMS }, (_none, at) => `n-${at}`).toSorted(),
    );
  });
});
