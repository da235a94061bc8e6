import { CancellationScope, setCurrentDetails } from '@temporalio/workflow';
import { isTerminal } from '../../model/api/task-run.js';
import { runDetails, waitingDetails } from '../../model/run/details-text.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { RunResult } from '../../model/run/run-result.js';
import { beginRun } from './begin-run.js';
import type { Begun } from './begin-run.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { followChained } from './follow-chained.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { NOT_STARTED, STARTED, neverStarted, notConfirmed, nothingToRunOn, reusedInstead } from './judge.js';
import { setSearchAttributes } from '../shared/set-search-attributes.js';
import { giveBack } from '../trigger/own-turn.js';
import { withLateDuplicates } from '../trigger/late-duplicates.js';
import { runResult, withChained, withExperimentId } from './run-result.js';
import { supervise } from './supervise.js';
import { withCause } from './with-cause.js';
import { reportRun } from '../shared/report.js';
import { hearOfStalls } from '../notification/hear-of-stalls.js';
import { newTeller, rulesHere } from '../notification/teller.js';
import { runNotice, runSubject } from '../../model/run/notices/run-notices.js';

/**
 * Triggers one run of a task, once, and waits for its end (design/run.md). Returns how it ended: an outcome
 * is a value, even if the run failed. Cancelling the workflow cancels the run; the result is then in the memo.
 *
 * Fails as `InvalidInput`, `AxNotFound`, … if the trigger is refused, and as `TriggerUnresolved` if its fate
 * cannot be established.
 */
export async function runTask(input: RunTaskInput): Promise<RunResult> {
  const { task } = input.intent;
  const teller = newTeller(() => rulesHere(input.notify));
  hearOfStalls(teller, runSubject(task));
  const { result, wasCancelled } = await runToEnd(input);
  setSearchAttributes(input, { verdict: result.verdict });
  setCurrentDetails(runDetails(result));
  reportRun(result);
  teller.tell(runNotice(result.taskName ?? task, result));
  await teller.told();
  return completeOrCancel(result, wasCancelled);
}

/** How it ended. */
interface Ended {
  result: RunResult;
  wasCancelled: boolean;
}

async function runToEnd(input: RunTaskInput): Promise<Ended> {
  if (input.resume !== undefined) return waitForStarted(input, { run: input.resume, turn: null });
  const begun = await beginRun(input);
  const { tolerance } = input;
  switch (begun.kind) {
    case 'cancelled':
      return { result: runResult(begun.facts, NOT_STARTED, tolerance), wasCancelled: true };
    case 'unconfirmed':
      return { result: runResult(begun.facts, notConfirmed(begun.reason), tolerance), wasCancelled: true };
    case 'no-data':
      return ended(await withCause(runResult(begun.facts, nothingToRunOn(begun.reason), tolerance)));
    case 'reused': {
      const result = runResult(begun.facts, reusedInstead(begun.experiment), tolerance);
      return ended({ ...result, experimentId: begun.experiment.id });
    }
    case 'late':
      return ended(runResult(begun.facts, neverStarted(begun.reason), tolerance));
    case 'started':
      return waitForStarted(input, begun);
  }
}

const ended = (result: RunResult): Ended => ({ result, wasCancelled: false });

/** A run to wait for, as `beginRun` tells it. */
type ToAwait = Pick<Extract<Begun, { kind: 'started' }>, 'run' | 'turn' | 'seen'>;

async function waitForStarted(input: RunTaskInput, { run: started, turn, seen }: ToAwait): Promise<Ended> {
  setSearchAttributes(input, { task: started.taskName ?? input.intent.task });
  // A cancel that came during the POST still stops the run, even if nobody asked to wait.
  const isCancelled = CancellationScope.current().consideredCancelled;
  // The first look gives the turn back, if there is one.
  const isLookedAt = input.wait !== null && !isCancelled && !(seen !== undefined && isTerminal(seen));
  if (turn !== null && !isLookedAt) await giveBack(turn);
  if (input.wait === null && !isCancelled) return ended(runResult(started, STARTED, input.tolerance));
  setCurrentDetails(waitingDetails(started));
  const supervised = await supervise(started, input.wait ?? {}, 'cancel', {
    turn: isLookedAt ? turn : null,
    ...(seen === undefined ? {} : { seen: { report: seen, atMs: Date.now() } }),
    ...(input.resume === undefined && started.provenance.how === 'created' ? { isJustCreated: true } : {}),
  });
  if (supervised.kind === 'history-full') {
    return continueAsNew<typeof runTask>({
      ...input,
      resume: { ...started, deadlineMs: supervised.deadlineMs },
    });
  }
  const { run } = supervised.judged;
  const chained = await followChained(started, run, input.wait ?? {});
  const provenance = await withLateDuplicates(started, run);
  const result = withChained(
    runResult({ ...started, provenance }, supervised.judged, input.tolerance),
    chained,
  );
  const wasCancelled = supervised.wasCancelled || CancellationScope.current().consideredCancelled;
  if (wasCancelled) return { result, wasCancelled };
  return ended(await withExperimentId(await withCause(result), started.datasetId));
}
