import { CancellationScope, allHandlersFinished, condition, workflowInfo } from '@temporalio/workflow';
import { askedBy, neverStarted } from '../../model/pipeline/ended-step.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { ControlRequest } from '../../model/base/control-request.js';
import { fits } from '../../model/base/json-bytes.js';
import { omit } from '../../model/base/omit.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { PipelineResult, StepResult } from '../../model/pipeline/results.js';
import { isOver, nextSteps } from '../../model/pipeline/step-order.js';
import type { runPipeline } from './run-pipeline.js';
import { goOn } from '../shared/go-on.js';
import { conclude } from './conclude.js';
import { openEngine, progressOf } from './engine.js';
import type { Engine } from './engine.js';
import { liveStep } from '../step/live-step.js';
import { publisher } from './publish.js';
import { takeUpdates } from './take-updates.js';

/** The main loop of a pipeline: starts what can start, tells onlookers, and waits for news (design/pipeline.md). */
export async function runEngine(input: RunPipelineInput): Promise<PipelineResult> {
  const engine = openEngine(input);
  const publish = publisher(engine);
  takeUpdates(engine);
  CancellationScope.current().cancelRequested.catch(() => cancelAll(engine));
  // A cancel reaches each step in a scope of its own: here it would only end the wait for them.
  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      engine.hasNews = false;
      const isDraining = workflowInfo().continueAsNewSuggested && fits(nextInput(input, engine));
      if (!isDraining || engine.isCancelled) turn(engine);
      publish();
      if (engine.running.size === 0 && hasEnded(engine)) break;
      if (engine.running.size === 0 && isDraining) {
        await goOn<typeof runPipeline>(nextInput(input, engine));
      }
      await condition(() => engine.hasNews);
    }
    const result = await conclude(engine, input.rerun);
    await condition(allHandlersFinished);
    return result;
  });
}

const nextInput = (input: RunPipelineInput, engine: Engine): RunPipelineInput => ({
  ...input,
  resume: progressOf(engine),
});

const hasEnded = (engine: Engine): boolean =>
  engine.isCancelled || (engine.paused === null && isOver(engine.plan, boardOf(engine)));

function cancelAll(engine: Engine): void {
  engine.isCancelled = true;
  engine.hasNews = true;
  for (const { scope } of engine.running.values()) scope.cancel();
}

const boardOf = ({ results, running }: Engine) => ({ results, running: new Set(running.keys()) });

/** Starts what can start and skips what never will; after a cancel nothing is started. */
function turn(engine: Engine): void {
  if (!engine.isCancelled && engine.paused !== null) return;
  for (;;) {
    const { start, skip } = nextSteps(engine.plan, boardOf(engine));
    if (!engine.isCancelled) for (const step of start) startStep(engine, step);
    for (const { step, reason, because } of skip) {
      engine.results.set(step.id, {
        ...neverStarted(step, 'skipped', reason),
        ...(because === undefined ? {} : { because }),
      });
    }
    if (skip.length === 0) return;
  }
}

function startStep(engine: Engine, step: Step): void {
  const scope = new CancellationScope();
  engine.running.set(step.id, { scope, skip: null, decision: null, fanOut: null });
  void scope.run(async () => settle(engine, await liveStep(engine, step)));
}

const skippedByHand = (result: StepResult, skip: ControlRequest): StepResult => ({
  ...omit(result, 'isIgnored'),
  state: 'skipped',
  reason: askedBy('skipped', skip),
});

function settle(engine: Engine, result: StepResult): void {
  const skip = engine.running.get(result.id)?.skip ?? null;
  engine.results.set(result.id, skip === null ? result : skippedByHand(result, skip));
  engine.running.delete(result.id);
  engine.reopened.delete(result.id);
  engine.notes.delete(result.id);
  engine.hasNews = true;
}
