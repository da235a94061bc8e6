import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Plan, Step } from '../../../src/model/pipeline/plan.js';
import type { StepResult } from '../../../src/model/pipeline/results.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { HOUR_MS, approval, bare, experiment, gateOn, plan, run, stepOf } from './pipelines.js';

const AWAY = 'the service is away';
const away = () => Promise.reject(new Error(AWAY));
let rig: WorkflowRig;
beforeAll(async () => {
  const activities = {
    judgeGate: away,
    checkReadiness: away,
    resolveDefinition: away,
    own: away,
    evaluate: away,
    evaluateItems: away,
  };
  rig = await startWorkflowRig({ activities });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

/** Far from the time of any attempt: one that is under way at the end has no failure yet. */
const TIMEOUT_MS = 300_000;
const requires = [{ kind: 'dataset' as const, dataset: 'questions', minExamples: 1 }];
const definition = {
  type: 'TEMPLATE_EVALUATION' as const,
  name: 'made',
  project: 'support-bot',
  evaluators: [],
};
const retry = { attempts: 1000, backoffMs: 1000, maxBackoffMs: 5000, on: [] };

/** What a step waits for that never comes, how the reason names it, and the last failure if there was one. */
const WAITS: [what: string, doing: RegExp, given: Partial<Step>][] = [
  ['expressions', /while the expressions were being evaluated: .*away/, { if: 'inputs.x' }],
  ['requirements', /while its requirements were being checked: .*away/, { requires }],
  ['its gate', /while its gate was being judged: .*away/, { gate: gateOn('a') }],
  [
    'a gate’s conditions',
    /while the conditions were being evaluated: .*away/,
    { gate: { checks: [{ measure: 'condition', of: [], condition: 'true' }] } },
  ],
  ['outputs', /while the outputs were being evaluated: .*away/, { outputs: { x: 'self.state' } }],
];

/** The step, the last one of those given, in a pipeline with this time. */
async function ended(step: Step, more: Partial<Plan> = {}): Promise<StepResult> {
  const result = stepOf(await run(rig, plan([step], more)), step.id);
  const tookMs = Date.parse(result.endedAt ?? '') - Date.parse(result.startedAt ?? '');
  // The clock of the server, which skips time: no bound on how fast the test is.
  expect(tookMs).toBeLessThanOrEqual(TIMEOUT_MS + 1000);
  return result;
}

describe('a step ends at its own timeout and at the deadline of the pipeline, whatever it waits for:', () => {
  test.each(WAITS)('%s', async (_what, doing, given) => {
    const own = await ended(experiment('a', { ...given, timeoutMs: TIMEOUT_MS }));
    expect(own).toMatchObject({ state: 'failed', reason: expect.stringMatching(doing) as string });
    expect(own.reason).toMatch(/^its timeout of 5m 00s has passed/);
    const whole = await ended(experiment('a', given), { timeoutMs: TIMEOUT_MS });
    expect(whole).toMatchObject({ state: 'failed', reason: expect.stringMatching(doing) as string });
    expect(whole.reason).toMatch(/^the deadline of the pipeline has passed/);
  });

  test('an activity of the worker’s own', async () => {
    const result = await ended(bare('a', { activity: { name: 'own', input: null }, retry }), {
      timeoutMs: TIMEOUT_MS,
    });
    expect(result.reason).toMatch(
      /^the deadline of the pipeline .* the activity own was being called: .*away/,
    );
  });

  test('an approval', async () => {
    const result = await ended(approval('a'), { timeoutMs: TIMEOUT_MS });
    expect(result).toMatchObject({ state: 'failed', reason: 'the deadline of the pipeline has passed' });
  });

  const AWAY_ITEMS = expect.stringMatching(/^the deadline .* its expressions were being evaluated/) as string;

  test('the items of a fan-out', async () => {
    const items = ['x', 'y'].map((key) => ({ key, value: key, isMatrix: false }));
    const fanOut = { items, limit: 1, onConflict: 'wait' as const };
    const bindings = [{ at: ['trigger', 'experimentName'], template: '${{ item }}', kind: 'text' as const }];
    const unprepared = await ended(experiment('a', { fanOut, bindings }), { timeoutMs: TIMEOUT_MS });
    expect(unprepared.items?.map(({ reason }) => reason)).toEqual([AWAY_ITEMS, AWAY_ITEMS]);
    const own = await ended(bare('a', { fanOut, activity: { name: 'own', input: null }, retry }), {
      timeoutMs: TIMEOUT_MS,
    });
    expect(own.items?.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^the deadline of the pipeline/),
      expect.stringMatching(/^the deadline of the pipeline/),
    ]);
  });
});

describe('the timeout', () => {
  test('starts again with each attempt', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 1 });
    const again = {
      attempts: 2,
      backoffMs: HOUR_MS,
      maxBackoffMs: HOUR_MS,
      on: ['timed-out-cancelled' as const],
    };
    const step = experiment('a', { timeoutMs: HOUR_MS, retry: again });
    expect(stepOf(await run(rig, plan([step])), 'a')).toMatchObject({ state: 'succeeded', attempts: 2 });
  });
});

// The last one: after a child that outlives its parent the server skips no more time.
test('a step whose task is being made what the file says ends at its timeout', async () => {
  const given = { ensure: definition, timeoutMs: 1000 };
  const result = await ended(bare('a', given));
  expect(result.reason).toBe('its timeout of 1s has passed while its task was being created or updated');
});
