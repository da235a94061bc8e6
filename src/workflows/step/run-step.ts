import { workflowInfo } from '@temporalio/workflow';
import { derivedExperimentName, stepWorkflowId } from '../../model/temporal/names.js';
import { omit } from '../../model/base/objects.js';
import { kindOf } from '../../model/pipeline/plan.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { stepTrigger } from '../../model/pipeline/step-trigger.js';
import { awaitApproval } from './await-approval.js';
import { SUCCEEDED, failed, inStage } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { setNote, untilResumed } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { ownActivity } from './own-activity.js';
import { passGate } from './pass-gate.js';
import { prepareStep } from './prepare-step.js';
import { runAttempts } from './run-attempts.js';
import { clockFor, deadlineOf, overText } from './step-clock.js';
import type { StepClock } from './step-clock.js';
import type { StepContext } from './step-context.js';
import { startFanOut } from './start-fan-out.js';
import { withOutputs } from './with-outputs.js';
import { withQuality } from './with-quality.js';
import { withTask } from './with-task.js';

/**
 * Runs a step through its stages (design/pipeline.md): expressions, requirements, task, work, gate, outputs. Never throws: a
 * failure is a result.
 */
export async function runStep(state: PipelineState, planned: Step): Promise<StepResult> {
  const startedAt = new Date().toISOString();
  const resultOf = (ended: UnfinishedResult) => asResult(state, planned, startedAt, ended);
  const clock = clockFor(planned.timeoutMs, pipelineEndOf(state, planned));
  const ended = await inStage(SUCCEEDED, async () => {
    const over = overText(clock);
    if (over !== null) return failed(over);
    const kept = takeJudged(state, planned.id);
    const prepared = await prepareStep(state, kept === null ? planned : omit(planned, 'if'), clock);
    if ('ended' in prepared) return prepared.ended;
    const { step } = prepared;
    const worked = kept ?? (await inStage(SUCCEEDED, () => work(state, step, clock)));
    return runStages(state, step, clock, worked, resultOf);
  });
  const seen = await withQuality(planned, clock, ended);
  return { ...resultOf(seen), endedAt: new Date().toISOString() };
}

/** The work of a step that a rerun keeps to judge its gate again; null: there is none. */
function takeJudged({ judged }: PipelineState, id: string): UnfinishedResult | null {
  const result = judged.get(id);
  judged.delete(id);
  if (result === undefined) return null;
  const work = omit(result, 'id', 'kind', 'gate', 'startedAt', 'endedAt', 'isIgnored', 'isKept');
  return { ...work, ...SUCCEEDED };
}

/** Steps of `finally` have no deadline: they clean up after the others. */
const pipelineEndOf = ({ plan, deadlineMs }: PipelineState, { id }: Step): number | null =>
  plan.finally?.some((step) => step.id === id) === true ? null : deadlineMs;

/** What follows the work of a step: its gate and its outputs. */
async function runStages(
  state: PipelineState,
  step: Step,
  clock: StepClock,
  worked: UnfinishedResult,
  resultOf: (ended: UnfinishedResult) => StepResult,
): Promise<UnfinishedResult> {
  const { gate } = step;
  if (worked.state !== 'succeeded') return worked;
  if (mayOutlast(step)) clock.startedMs = Date.now();
  const judged =
    gate === undefined
      ? worked
      : await inStage(worked, () => passGate(state, step, gate, clock, resultOf(worked)));
  if (judged.state !== 'succeeded') return judged;
  return inStage(judged, () => withOutputs(state, step, clock, resultOf(judged)));
}

/** Its work may take longer than `timeout`, which is then that of its gate and outputs once more. */
const mayOutlast = ({ onTimeout, fanOut, activity }: Step): boolean =>
  onTimeout === 'extend' || fanOut !== undefined || activity !== undefined;

async function work(state: PipelineState, step: Step, clock: StepClock): Promise<UnfinishedResult> {
  const context = contextOf(state, step, clock);
  switch (kindOf(step)) {
    case 'approval':
      return step.approval === undefined
        ? SUCCEEDED
        : awaitApproval(state, step.id, step.approval, deadlineOf(clock));
    case 'gate':
      return SUCCEEDED;
    case 'ensure':
      return withTask(step, context, () => Promise.resolve(SUCCEEDED));
    case 'run':
    case 'activity':
      return withTask(step, context, (ready) => runOrCall(state, ready, context));
  }
}

async function runOrCall(state: PipelineState, step: Step, context: StepContext): Promise<UnfinishedResult> {
  // Each item of a fan-out has a trigger of its own, which may not be known yet.
  const common = step.fanOut === undefined ? step : { ...step, trigger: {} };
  const trigger = stepTrigger(common, state.results);
  if ('problem' in trigger) return failed(trigger.problem);
  if (step.fanOut !== undefined) return startFanOut(state, step, trigger.fields.experimentIds ?? [], context);
  if (step.activity !== undefined) return ownActivity(step.activity, step, context);
  return runAttempts(step, trigger.fields, context);
}

const contextOf = (state: PipelineState, step: Step, clock: StepClock): StepContext => ({
  workflowId: stepWorkflowId(state.facts.workflowId, step.id),
  formerWorkflowId: state.rerunOf === null ? null : stepWorkflowId(state.rerunOf, step.id),
  title: step.id,
  experimentName: derivedExperimentName(`${state.plan.name}-${step.id}`, workflowInfo().firstExecutionRunId),
  attemptsBefore: state.attempts.get(step.id) ?? 0,
  clock,
  searchAttributes: state.hasSearchAttributes ? { pipeline: state.plan.name, step: step.id } : null,
  note: (text) => setNote(state, step.id, text),
  onAttempt: (attempt) => {
    state.attempts.set(step.id, attempt);
  },
  untilResumed: () => untilResumed(state),
});

function asResult(state: PipelineState, step: Step, startedAt: string, ended: UnfinishedResult): StepResult {
  const isBad = !['succeeded', 'skipped'].includes(ended.state);
  return {
    id: step.id,
    result: null,
    kind: kindOf(step),
    attempts: state.attempts.get(step.id) ?? 0,
    startedAt,
    endedAt: null,
    ...ended,
    ...(isBad && step.onFailure === 'ignore' && !state.isCancelled ? { isIgnored: true } : {}),
  };
}
