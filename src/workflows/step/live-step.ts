import { workflowInfo } from '@temporalio/workflow';
import { derivedExperimentName, stepWorkflowId } from '../../model/temporal/names.js';
import { kindOf } from '../../model/pipeline/plan.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { stepTrigger } from '../../model/pipeline/step-trigger.js';
import { awaitApproval } from './await-approval.js';
import { TIME_IS_OVER, WELL, failed, inStage } from './draft.js';
import type { Draft } from './draft.js';
import { note, untilResumed } from '../pipeline/engine.js';
import type { Engine } from '../pipeline/engine.js';
import { ownActivity } from './own-activity.js';
import { passGate } from './pass-gate.js';
import { prepareStep } from './prepare-step.js';
import { runAttempts } from './run-attempts.js';
import type { Place } from './run-attempts.js';
import { startFanOut } from './start-fan-out.js';
import { withOutputs } from './with-outputs.js';
import { withTask } from './with-task.js';

/**
 * The life of a step (design/pipeline.md): expressions, readiness, its task, its work, its gate, its outputs. Never throws:
 * how it ended is a value.
 */
export async function liveStep(engine: Engine, planned: Step): Promise<StepResult> {
  const startedAt = new Date().toISOString();
  const resultOf = (draft: Draft) => asResult(engine, planned, startedAt, draft);
  const ended = await inStage(WELL, async () => {
    if (isLate(engine, planned)) return failed(TIME_IS_OVER);
    const prepared = await prepareStep(engine, planned);
    return 'ended' in prepared ? prepared.ended : toTheEnd(engine, prepared.step, resultOf);
  });
  return { ...resultOf(ended), endedAt: new Date().toISOString() };
}

/** Steps of `finally` are not bound by the pipeline's time: they tidy up after it. */
const deadlineOf = ({ plan, deadlineMs }: Engine, { id }: Step): number | null =>
  plan.finally?.some((step) => step.id === id) === true ? null : deadlineMs;

function isLate(engine: Engine, step: Step): boolean {
  const deadlineMs = deadlineOf(engine, step);
  return deadlineMs !== null && Date.now() >= deadlineMs;
}

async function toTheEnd(engine: Engine, step: Step, resultOf: (draft: Draft) => StepResult): Promise<Draft> {
  const { gate } = step;
  const worked = await inStage(WELL, () => work(engine, step));
  if (worked.state !== 'succeeded') return worked;
  const judged =
    gate === undefined ? worked : await inStage(worked, () => passGate(engine, step, gate, resultOf(worked)));
  if (judged.state !== 'succeeded') return judged;
  return inStage(judged, () => withOutputs(engine, step, resultOf(judged)));
}

async function work(engine: Engine, step: Step): Promise<Draft> {
  const place = placeOf(engine, step);
  switch (kindOf(step)) {
    case 'approval':
      return step.approval === undefined
        ? WELL
        : awaitApproval(engine, step.id, step.approval, place.deadlineMs);
    case 'gate':
      return WELL;
    case 'ensure':
      return withTask(step, place, () => Promise.resolve(WELL));
    case 'run':
    case 'activity':
      return withTask(step, place, (ready) => runOrCall(engine, ready, place));
  }
}

async function runOrCall(engine: Engine, step: Step, place: Place): Promise<Draft> {
  // What a fan-out's items name themselves is not known yet, and each has its own.
  const common = step.fanOut === undefined ? step : { ...step, trigger: {} };
  const trigger = stepTrigger(common, engine.results);
  if ('problem' in trigger) return failed(trigger.problem);
  if (step.fanOut !== undefined) return startFanOut(engine, step, trigger.fields.experimentIds ?? [], place);
  if (step.activity !== undefined) return ownActivity(step.activity, step, place);
  return runAttempts(step, trigger.fields, place);
}

const placeOf = (engine: Engine, step: Step): Place => ({
  workflowId: stepWorkflowId(engine.facts.workflowId, step.id),
  title: step.id,
  experimentName: derivedExperimentName(`${engine.plan.name}-${step.id}`, workflowInfo().firstExecutionRunId),
  attemptsBefore: engine.attempts.get(step.id) ?? 0,
  deadlineMs: deadlineOf(engine, step),
  searchAttributes: engine.hasSearchAttributes ? { pipeline: engine.plan.name, step: step.id } : null,
  note: (text) => note(engine, step.id, text),
  onAttempt: (attempt) => {
    engine.attempts.set(step.id, attempt);
  },
  untilResumed: () => untilResumed(engine),
});

function asResult(engine: Engine, step: Step, startedAt: string, draft: Draft): StepResult {
  const isBad = !['succeeded', 'skipped'].includes(draft.state);
  return {
    id: step.id,
    result: null,
    kind: kindOf(step),
    attempts: engine.attempts.get(step.id) ?? 0,
    startedAt,
    endedAt: null,
    ...draft,
    ...(isBad && step.onFailure === 'ignore' && !engine.isCancelled ? { isIgnored: true } : {}),
  };
}
