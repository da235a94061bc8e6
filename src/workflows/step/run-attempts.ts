import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { TriggerFields } from '../../model/api/requests.js';
import { afterAttempt, isEmptyTry } from '../../model/pipeline/attempts.js';
import type { AfterAttempt, AttemptEnd } from '../../model/pipeline/attempts.js';
import type { Step } from '../../model/pipeline/plan.js';
import { noteOf } from './pipeline-state.js';
import { runAttempt } from './run-attempt.js';
import { isOutOfTime, overText } from './step-clock.js';
import { untilResumed } from './step-context.js';
import type { StepContext } from './step-context.js';
import { PAST_DEADLINE, failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';

/** Triggers a step's run and waits for its end, again as `retry` and `onEmpty` say. */
export async function runAttempts(
  step: Step,
  trigger: TriggerFields,
  context: StepContext,
): Promise<UnfinishedResult> {
  const tries = { failed: 0, empty: 0 };
  let stopped: () => UnfinishedResult = () => neverBegun(context);
  for (let attempt = context.attemptsBefore + 1; ; attempt++) {
    if (!(await mayBegin(context))) return stopped();
    const end = await runAttempt(attempt, step, trigger, context);
    if (isEmptyTry(step, end)) tries.empty++;
    else tries.failed++;
    const after = afterAttempt(step, end, tries);
    const ended = resultOf(end, after, attempt, trigger);
    if (after.then === 'end' || isCancelled()) return ended;
    stopped = () => notAgain(ended, after);
    if (!(await backOff(after, attempt, context))) return stopped();
  }
}

const isCancelled = (): boolean => CancellationScope.current().consideredCancelled;

const neverBegun = ({ attemptsBefore, clock }: StepContext): UnfinishedResult => ({
  ...(isCancelled()
    ? { state: 'cancelled', reason: 'cancelled before it started' }
    : failed(overText(clock) ?? PAST_DEADLINE)),
  attempts: attemptsBefore,
});

/** False: a cancel or the deadline came first. */
async function mayBegin(context: StepContext): Promise<boolean> {
  const { clock } = context;
  if (overText(clock) !== null || !(await unlessCancelled(untilResumed(context)))) return false;
  return overText(clock) === null;
}

async function unlessCancelled(wait: Promise<void>): Promise<boolean> {
  try {
    await wait;
    return true;
  } catch (error) {
    if (isCancellation(error) || isOutOfTime(error)) return false;
    throw error;
  }
}

type Again = Extract<AfterAttempt, { then: 'again' }>;

/** Waits for the time of the next attempt, which has the timeout anew; false if the deadline or a cancel comes first. */
async function backOff({ afterMs, reason }: Again, attempt: number, context: StepContext): Promise<boolean> {
  const untilMs = Date.now() + afterMs;
  const { clock } = context;
  if (clock.pipelineEndMs !== null && untilMs >= clock.pipelineEndMs) return false;
  const until = new Date(untilMs).toISOString();
  context.note(noteOf('backoff', { until, reason: reason.slice(0, 200), attempt: attempt + 1 }));
  if (!(await unlessCancelled(sleep(afterMs)))) return false;
  clock.startedMs = Date.now();
  return true;
}

const notAgain = (ended: UnfinishedResult, { reason }: Again): UnfinishedResult =>
  isCancelled()
    ? { ...ended, state: 'cancelled', reason: `cancelled before another attempt; the last one: ${reason}` }
    : { ...ended, state: 'failed', reason: `${reason}; no time is left for another attempt` };

function resultOf(
  end: AttemptEnd,
  after: AfterAttempt,
  attempt: number,
  trigger: TriggerFields,
): UnfinishedResult {
  const result = 'result' in end ? end.result : null;
  const experimentIds = [...(trigger.experimentIds ?? []), result?.experimentId ?? null];
  return {
    state: after.then === 'end' ? after.state : 'cancelled',
    reason: after.reason,
    result,
    attempts: attempt,
    experimentIds: [...new Set(experimentIds.filter((id) => id !== null))],
    ...('refused' in end && end.isUnresolved ? { isUnresolved: true } : {}),
  };
}
