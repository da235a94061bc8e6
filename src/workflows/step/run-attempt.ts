import {
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { executeChild, isCancellation } from '@temporalio/workflow';
import type { TriggerFields } from '../../model/api/requests.js';
import { definedOnly } from '../../model/base/objects.js';
import type { AttemptEnd } from '../../model/pipeline/attempts.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { attemptExperimentName, attemptWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WorkflowTypes } from '../../model/temporal/workflow-types.js';
import { childOptions } from '../shared/child-options.js';
import { innermost, messageOf } from '../shared/failures.js';
import { noteOf } from './pipeline-state.js';
import { deadlineOf } from './step-clock.js';
import type { StepContext } from './step-context.js';

/** Runs one attempt of a step as a child workflow `runTask`. Throws only if it is cancelled. */
export async function runAttempt(
  attempt: number,
  step: Step,
  trigger: TriggerFields,
  context: StepContext,
): Promise<AttemptEnd> {
  context.onAttempt(attempt);
  context.note(attempt === 1 ? null : noteOf('child', { attempt }));
  try {
    return { result: await startAttempt(attempt, inputOf(attempt, step, trigger, context), context) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return refusalOf(error);
  }
}

const startAttempt = (attempt: number, input: RunTaskInput, context: StepContext): Promise<RunResult> =>
  executeChild<WorkflowTypes['runTask']>(WORKFLOWS.runTask, {
    args: [input],
    ...childOptions({
      workflowId: attemptWorkflowId(context.workflowId, attempt),
      summary: `${context.title}: ${input.intent.task}${attempt === 1 ? '' : `, attempt ${attempt}`}`,
      details: `Task **${input.intent.task}** for ${context.title}, attempt ${attempt}.`,
      searchAttributes: context.searchAttributes && { ...context.searchAttributes, task: input.intent.task },
    }),
  });

/** A later attempt needs an experiment of another name: the service refuses a name that is taken. */
function inputOf(attempt: number, step: Step, trigger: TriggerFields, context: StepContext): RunTaskInput {
  const { task = '', space, pollIntervalMs, timeoutMs, onTimeout, onAmbiguous, settleMs } = step;
  const { onNameTaken, shareDataset, stalledAfterMs, onStalled } = step;
  const { maxErrorShare, allowEmpty, allowTruncated } = step;
  const { experimentName, clock, searchAttributes } = context;
  // A wait that is extended has no end but that of the pipeline.
  const deadlineMs = onTimeout === 'extend' ? clock.pipelineEndMs : deadlineOf(clock);
  const given = trigger.experimentName;
  const named = given === undefined ? {} : { experimentName: attemptExperimentName(given, attempt) };
  const intent = definedOnly({ task, space, trigger: { ...trigger, ...named } });
  return definedOnly({
    intent,
    wait: definedOnly({ pollIntervalMs, timeoutMs, onTimeout, stalledAfterMs, onStalled }),
    tolerance: definedOnly({ maxErrorShare, allowEmpty, allowTruncated }),
    onAmbiguous,
    onNameTaken,
    shareDataset,
    settleMs,
    deadlineMs: deadlineMs ?? undefined,
    hasSearchAttributes: searchAttributes === null ? undefined : true,
    formerIds: attempt === 1 ? undefined : formerIds(attempt, context),
    defaultExperimentName: attemptExperimentName(experimentName, attempt),
    given: attempt === 1 ? context.givenTo?.(intent) : undefined,
  });
}

/** An item of a fan-out may have had fewer attempts than its step, after which the attempts of a rerun are numbered. */
const MAX_FORMER = 10;

/** The attempts before this one, the latest first; they may have been in the pipeline of which this one is a rerun. */
function formerIds(attempt: number, { workflowId, formerWorkflowId }: StepContext): string[] {
  const ids = [workflowId, formerWorkflowId].filter((id) => id !== null);
  const before = Array.from({ length: Math.min(MAX_FORMER, attempt - 1) }, (_, at) => attempt - 1 - at);
  return before.flatMap((one) => ids.map((id) => attemptWorkflowId(id, one)));
}

const UNRESOLVED: FailureType = 'TriggerUnresolved';

// If somebody ended the child, or another workflow has its id, a run may exist of which nothing is known here.
function refusalOf(error: unknown): AttemptEnd {
  const inner = innermost(error);
  const isUnresolved = inner instanceof ApplicationFailure && inner.type === UNRESOLVED;
  const isOurs = inner instanceof ApplicationFailure && !isUnresolved;
  if (inner instanceof CancelledFailure || inner instanceof TerminatedFailure) {
    return {
      refused: 'the workflow of its run was cancelled or terminated by somebody else',
      canBeTried: false,
      isUnresolved: false,
    };
  }
  const isKnown =
    error instanceof ChildWorkflowFailure || error instanceof WorkflowExecutionAlreadyStartedError;
  if (!isKnown) throw error;
  return { refused: messageOf(error), canBeTried: isOurs, isUnresolved };
}
