import {
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  executeChild,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import { stateOf } from '../../model/pipeline/attempts.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import { derivedExperimentName, stepWorkflowId } from '../../model/temporal/names.js';
import type { Plan, Step } from '../../model/pipeline/plan.js';
import type { TriggerFields } from '../../model/api/requests.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { stepTrigger } from '../../model/pipeline/step-trigger.js';
import { runTask } from '../run/run-task.js';
import { definedOnly } from '../../model/base/defined-only.js';
import { messageOf } from '../shared/failures.js';

/**
 * Runs one step of a pipeline as a child and waits for it. Never throws: a step that could not be run is a result too.
 * A cancel of the pipeline reaches the child, whose result is waited for. `deadlineMs` is the pipeline's.
 */
export async function runStep(
  plan: Plan,
  step: Step,
  results: ReadonlyMap<string, StepResult>,
  deadlineMs: number | null,
): Promise<StepResult> {
  const trigger = stepTrigger(step, results);
  if ('problem' in trigger) return failed(step, trigger.problem);
  if (deadlineMs !== null && Date.now() >= deadlineMs)
    return failed(step, 'the time of the pipeline is over');
  try {
    const result = await startChild(step, {
      ...inputOf(plan, step, trigger.fields),
      ...(deadlineMs === null ? {} : { deadlineMs }),
    });
    return { id: step.id, state: stateOf(result), reason: result.outcome.reason, result };
  } catch (error) {
    const state = isCancellation(error) ? 'cancelled' : 'failed';
    return { id: step.id, state, reason: messageOf(error), result: null };
  }
}

const failed = ({ id }: Step, reason: string): StepResult => ({ id, state: 'failed', reason, result: null });

const startChild = (step: Step, input: RunTaskInput): Promise<RunResult> =>
  executeChild(runTask, {
    workflowId: stepWorkflowId(workflowInfo().workflowId, step.id),
    args: [input],
    staticSummary: `${step.id}: ${step.task}`,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
  });

function inputOf(plan: Plan, step: Step, fields: TriggerFields): RunTaskInput {
  const {
    task = '',
    space,
    pollIntervalMs,
    timeoutMs,
    onTimeout,
    maxErrorShare,
    allowEmpty,
    allowTruncated,
    onAmbiguous,
    settleMs,
  } = step;
  return definedOnly({
    intent: definedOnly({ task, space, trigger: fields }),
    wait: definedOnly({ pollIntervalMs, timeoutMs, onTimeout }),
    tolerance: definedOnly({ maxErrorShare, allowEmpty, allowTruncated }),
    onAmbiguous,
    settleMs,
    defaultExperimentName: derivedExperimentName(
      `${plan.name}-${step.id}`,
      workflowInfo().firstExecutionRunId,
    ),
  });
}
