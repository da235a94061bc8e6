import {
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { CancellationScope, executeChild, isCancellation, sleep } from '@temporalio/workflow';
import { afterAttempt, isEmptyTry } from '../../model/pipeline/attempts.js';
import type { AfterAttempt, AttemptEnd } from '../../model/pipeline/attempts.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import { attemptWorkflowId } from '../../model/temporal/names.js';
import type { StepNote } from '../../model/pipeline/pipeline-memo.js';
import type { Step } from '../../model/pipeline/plan.js';
import type { TriggerFields } from '../../model/api/requests.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { SearchAttributeValues } from '../../model/temporal/search-attributes.js';
import { runTask } from '../run/run-task.js';
import { childOptions } from '../shared/child-options.js';
import { innermost, messageOf } from '../shared/failures.js';
import { attemptInput } from './attempt-input.js';
import { TIME_IS_OVER, failed } from './draft.js';
import type { Draft } from './draft.js';

/** Where and for whom a step's work is done: for the step of a pipeline, or for an item of a fan-out. */
export interface Place {
  /** Of the first attempt's workflow. */
  workflowId: string;
  /** The step, and the item if any, for people. */
  title: string;
  /** Of the first attempt's experiment, where the file names none. */
  experimentName: string;
  attemptsBefore: number;
  /** Milliseconds since 1970; null: none. */
  deadlineMs: number | null;
  /** Of all children; null: they are not switched on. */
  searchAttributes: SearchAttributeValues | null;
  /** Where the step is, for onlookers; null: its child tells it. */
  note: (note: StepNote | null) => void;
  /** An attempt begins. */
  onAttempt: (attempt: number) => void;
  untilResumed: () => Promise<void>;
}

/** Triggers a step's run and waits for it, again as `retry` and `onEmpty` say. Each attempt is a child of its own. */
export async function runAttempts(step: Step, trigger: TriggerFields, place: Place): Promise<Draft> {
  const tries = { failed: 0, empty: 0 };
  let stopped: () => Draft = () => neverBegun(place);
  for (let attempt = place.attemptsBefore + 1; ; attempt++) {
    if (!(await mayBegin(place))) return stopped();
    const end = await runAttempt(attempt, step, trigger, place);
    if (isEmptyTry(step, end)) tries.empty++;
    else tries.failed++;
    const after = afterAttempt(step, end, tries);
    const ended = draftOf(end, after, attempt, trigger);
    if (after.then === 'end' || isCancelled()) return ended;
    stopped = () => notAgain(ended, after);
    if (!(await backOff(after, attempt, place))) return stopped();
  }
}

const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;

const neverBegun = ({ attemptsBefore }: Place): Draft => ({
  ...(isCancelled() ? { state: 'cancelled', reason: 'cancelled before it began' } : failed(TIME_IS_OVER)),
  attempts: attemptsBefore,
});

/** False: a cancel or the deadline came first. */
async function mayBegin({ untilResumed, deadlineMs }: Place): Promise<boolean> {
  if (!(await unlessCancelled(untilResumed()))) return false;
  return deadlineMs === null || Date.now() < deadlineMs;
}

async function unlessCancelled(wait: Promise<void>): Promise<boolean> {
  try {
    await wait;
    return true;
  } catch (error) {
    if (isCancellation(error)) return false;
    throw error;
  }
}

type Again = Extract<AfterAttempt, { then: 'again' }>;

/** Waits for the next attempt; false where there is no time for it, or a cancel came. */
async function backOff({ afterMs, reason }: Again, attempt: number, place: Place): Promise<boolean> {
  const untilMs = Date.now() + afterMs;
  if (place.deadlineMs !== null && untilMs >= place.deadlineMs) return false;
  const since = new Date().toISOString();
  const until = new Date(untilMs).toISOString();
  place.note({ phase: 'backoff', since, until, reason: reason.slice(0, 200), attempt: attempt + 1 });
  return unlessCancelled(sleep(afterMs));
}

const notAgain = (ended: Draft, { reason }: Again): Draft =>
  isCancelled()
    ? { ...ended, state: 'cancelled', reason: `cancelled before another attempt; before that: ${reason}` }
    : { ...ended, state: 'failed', reason: `${reason}; the pipeline has no time for another attempt` };

function draftOf(end: AttemptEnd, after: AfterAttempt, attempt: number, trigger: TriggerFields): Draft {
  const result = 'result' in end ? end.result : null;
  const experimentIds = [...(trigger.experimentIds ?? []), result?.experimentId ?? null];
  return {
    state: after.then === 'end' ? after.state : 'cancelled',
    reason: after.reason,
    result,
    attempts: attempt,
    experimentIds: [...new Set(experimentIds.filter((id) => id !== null))],
  };
}

async function runAttempt(
  attempt: number,
  step: Step,
  trigger: TriggerFields,
  place: Place,
): Promise<AttemptEnd> {
  place.onAttempt(attempt);
  place.note(attempt === 1 ? null : { phase: 'child', since: new Date().toISOString(), attempt });
  try {
    return { result: await startAttempt(attempt, attemptInput(attempt, step, trigger, place), place) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return refusalOf(error);
  }
}

const startAttempt = (attempt: number, input: RunTaskInput, place: Place): Promise<RunResult> =>
  executeChild(runTask, {
    args: [input],
    ...childOptions({
      workflowId: attemptWorkflowId(place.workflowId, attempt),
      summary: `${place.title}: ${input.intent.task}${attempt === 1 ? '' : `, attempt ${attempt}`}`,
      details: `Task **${input.intent.task}** for ${place.title}, attempt ${attempt}.`,
      searchAttributes: place.searchAttributes && { ...place.searchAttributes, task: input.intent.task },
    }),
  });

const UNRESOLVED: FailureType = 'TriggerUnresolved';

// Whoever terminated it, or was in its way, left a run of which nothing is known here.
function refusalOf(error: unknown): AttemptEnd {
  const inner = innermost(error);
  const isOurs = inner instanceof ApplicationFailure && inner.type !== UNRESOLVED;
  if (inner instanceof CancelledFailure || inner instanceof TerminatedFailure) {
    return { refused: 'the workflow of its run was ended by somebody', canBeTried: false };
  }
  const isKnown =
    error instanceof ChildWorkflowFailure || error instanceof WorkflowExecutionAlreadyStartedError;
  if (!isKnown) throw error;
  return { refused: messageOf(error), canBeTried: isOurs };
}
