import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import { stepWorkflowId } from '../../src/model/temporal/names.js';
import type { Plan, Step } from '../../src/model/pipeline/plan.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import { step } from '../support/step.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const answer = step('answer', { task: 'generate-answers' });
const relevance = step('relevance', { needs: ['answer'], experimentsFrom: ['answer'] });
const safety = step('safety', {
  needs: ['answer'],
  experimentsFrom: ['answer'],
  trigger: { overrideEvaluations: true },
});
const plan = (...steps: Step[]): Plan => ({ version: 1, name: 'nightly', labels: {}, steps });

let rig: WorkflowRig;
const run = async (...steps: Step[]): Promise<PipelineResult> =>
  (await rig.start('runPipeline', { plan: plan(...steps) })).result();
const states = (result: PipelineResult) =>
  Object.fromEntries(result.steps.map(({ id, state }) => [id, state]));
afterEach(() => rig.simulator.reset());

describe('runPipeline', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterAll(() => rig.stop());

  test('evaluates the experiment that the step before created', async () => {
    const result = await run(answer, relevance);
    expect(states(result)).toEqual({ answer: 'succeeded', relevance: 'succeeded' });
    expect(rig.triggers()[1]?.body).toMatchObject({
      experiment_ids: [result.steps[0]?.result?.experimentId],
    });
  });

  test('hands what is left of its time down to its steps', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const slow = { ...plan(answer, relevance), timeoutMs: 60_000 };
    const result = await (await rig.start('runPipeline', { plan: slow })).result();
    expect(states(result)).toEqual({ answer: 'failed', relevance: 'skipped' });
    expect(result.steps[0]?.result?.outcome.kind).toBe('timed-out-cancelled');
    expect(rig.simulator.journal().runs.map(({ status }) => status)).toEqual(['CANCELLED']);
  });

  test('takes a refused trigger for a failed step with its reason', async () => {
    const result = await run(step('wrong', { task: 'no-such-task' }), step('next', { needs: ['wrong'] }));
    expect(states(result)).toEqual({ wrong: 'failed', next: 'skipped' });
    expect(result.steps[0]?.reason).toContain('no-such-task');
  });

  test('counts errors up to the tolerance of a step as good', async () => {
    rig.simulator.addBehaviour({ times: 2, successes: 9, errors: 1, skipped: 0 });
    const tolerant = await run(step('answer', { task: 'generate-answers', maxErrorShare: 0.1 }));
    const strict = await run(step('answer', { task: 'generate-answers', maxErrorShare: 0.05 }));
    expect([tolerant.verdict, strict.verdict]).toEqual(['good', 'errors']);
  });

  test('gives each step a workflow id that can be derived from its own', async () => {
    const handle = await rig.start('runPipeline', { plan: plan(answer) });
    const result = await handle.result();
    const child = rig.env.client.workflow.getHandle(stepWorkflowId(handle.workflowId, 'answer'));
    expect(await child.result()).toEqual(result.steps[0]?.result);
  });
});

// Cached alone: without a cache the SDK drops a workflow task that runs a local activity when another workflow's comes, and
// each such task costs its timeout of 10 s. That these workflows replay is shown by test/replay.
describe('runPipeline with steps side by side', () => {
  beforeAll(async () => {
    rig = await startWorkflowRig();
  });
  afterAll(() => rig.stop());

  test('evaluates the experiment that an earlier step created, with one trigger a step', async () => {
    const result = await run(answer, relevance, safety);
    expect(states(result)).toEqual({ answer: 'succeeded', relevance: 'succeeded', safety: 'succeeded' });
    expect(result.verdict).toBe('good');
    const experimentId = result.steps[0]?.result?.experimentId;
    expect(experimentId).toMatch(/=*$/);
    const [, ...evaluations] = rig.triggers();
    expect(evaluations.map(({ body }) => (body as { experiment_ids: string[] }).experiment_ids)).toEqual([
      [experimentId],
      [experimentId],
    ]);
  });

  test('runs independent steps side by side', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 2 });
    const handle = await rig.start('runPipeline', {
      plan: plan(answer, step('other', { task: 'judge-answers', shareDataset: true })),
    });
    await rig.untilWaitingFor(2);
    await handle.cancel();
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
  });

  test('skips what needs a step that failed, and runs the rest', async () => {
    rig.simulator.addBehaviour({
      match: { taskName: 'generate-answers' },
      outcome: 'failed',
      failureReason: 'no quota',
    });
    const result = await run(
      answer,
      relevance,
      step('after', { needs: ['relevance'] }),
      step('apart', { task: 'judge-answers' }),
    );
    expect(states(result)).toEqual({
      answer: 'failed',
      relevance: 'skipped',
      after: 'skipped',
      apart: 'succeeded',
    });
    expect(result.verdict).toBe('failed');
    expect(result.steps[0]?.reason).toBe('no quota');
    expect(result.steps[1]?.reason).toContain('answer');
  });

  test('cancels every run of its tree when it is cancelled, and starts no further step', async () => {
    rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
    const steps = [
      answer,
      step('other', { task: 'judge-answers', shareDataset: true }),
      step('later', { needs: ['other'] }),
    ];
    const handle = await rig.start('runPipeline', { plan: plan(...steps) });
    await rig.untilWaitingFor(2);
    await handle.cancel();
    await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
    const { memo, status } = await handle.describe();
    expect(status.name).toBe('CANCELLED');
    const result = memo?.[RESULT_MEMO] as PipelineResult;
    expect(states(result)).toEqual({ answer: 'cancelled', other: 'cancelled', later: 'skipped' });
    expect(result.verdict).toBe('cancelled');
    expect(rig.simulator.journal().runs.map((each) => each.status)).toEqual(['CANCELLED', 'CANCELLED']);
  });
});
