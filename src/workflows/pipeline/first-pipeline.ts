import { CancellationScope } from '@temporalio/workflow';
import { deadlineMsOf } from '../../model/time/deadline.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import { blockedSteps, readySteps } from '../../model/pipeline/order.js';
import type { StepProgress } from '../../model/pipeline/order.js';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import type { PipelineResult, StepResult } from '../../model/pipeline/results.js';
import { pipelineVerdict } from '../../model/pipeline/pipeline-verdict.js';
import { finish } from '../shared/finish.js';
import { runStep } from '../step/run-step.js';

/**
 * The engine of before there were gates, kept for the pipelines that began with it: each step is a child `runTask`, and one
 * whose needs did not end well is skipped.
 */
export async function runFirstPipeline({ plan }: RunPipelineInput): Promise<PipelineResult> {
  const results = new Map<string, StepResult>();
  const running = new Map<string, Promise<void>>();
  const deadlineMs = deadlineMsOf(Date.now(), plan.timeoutMs, undefined);
  for (;;) {
    skipBlocked(plan, results, running);
    for (const step of startable(plan, results, running)) {
      running.set(step.id, settleStep(plan, step, results, running, deadlineMs));
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return conclude(plan, results);
}

async function settleStep(
  plan: Plan,
  step: Step,
  results: Map<string, StepResult>,
  running: Map<string, Promise<void>>,
  deadlineMs: number | null,
): Promise<void> {
  results.set(step.id, await runStep(plan, step, results, deadlineMs));
  running.delete(step.id);
}

function startable(
  plan: Plan,
  results: Map<string, StepResult>,
  running: Map<string, Promise<void>>,
): Step[] {
  return CancellationScope.current().consideredCancelled
    ? []
    : readySteps(plan.steps, progressOf(results, running));
}

function skipBlocked(
  plan: Plan,
  results: Map<string, StepResult>,
  running: Map<string, Promise<void>>,
): void {
  for (;;) {
    const blocked = blockedSteps(plan.steps, progressOf(results, running));
    if (blocked.length === 0) return;
    for (const step of blocked) results.set(step.id, skipped(step, results));
  }
}

const progressOf = (
  results: ReadonlyMap<string, StepResult>,
  running: ReadonlyMap<string, unknown>,
): Map<string, StepProgress> =>
  new Map([
    ...[...running.keys()].map((id) => [id, 'started'] as const),
    ...[...results].map(([id, { state }]) => [id, state === 'succeeded' ? 'good' : 'bad'] as const),
  ]);

function skipped(step: Step, results: ReadonlyMap<string, StepResult>): StepResult {
  const culprit = step.needs.find((id) => isBad(results.get(id)));
  const state = culprit === undefined ? 'not run' : results.get(culprit)?.state;
  return { id: step.id, state: 'skipped', reason: `step ${culprit} is ${state}`, result: null };
}

const isBad = (result: StepResult | undefined): boolean =>
  result !== undefined && result.state !== 'succeeded';

function conclude(plan: Plan, results: ReadonlyMap<string, StepResult>): PipelineResult {
  const wasCancelled = CancellationScope.current().consideredCancelled;
  const steps = plan.steps.map(({ id }) => results.get(id) ?? cancelledBeforeStart(id));
  return finish({ name: plan.name, verdict: pipelineVerdict(steps, wasCancelled), steps }, wasCancelled);
}

const cancelledBeforeStart = (id: string): StepResult => ({
  id,
  state: 'cancelled',
  reason: 'the pipeline was cancelled before this step',
  result: null,
});
