import { isWaitForTurn } from '../../client/observe/pending-work.js';
import { formatDuration } from '../../model/time/duration.js';
import { isStalled, stalledText } from '../../model/run/movement.js';
import type { PendingWork } from '../../client/observe/pending-work.js';
import type { Situation } from './situation.js';
import { whenText } from './when-text.js';

/** Why a run that was triggered is not over: when it was looked at, and when it will be again. */
export function explainWait({ pending, nowMs }: Situation): string[] {
  const wait = pending.find(({ activity }) => activity === 'awaitRuns');
  if (wait === undefined) return troubleOf(pending, nowMs);
  const { progress, nextAt, attempt } = wait;
  const looks = progress?.looks ?? attempt - 1;
  return [
    nextAt === null || Date.parse(nextAt) <= nowMs
      ? `It is being polled now (${looks} ${looks === 1 ? 'poll' : 'polls'} so far).`
      : `The next poll is at ${whenText(nextAt, nowMs)}; ${looks} so far.`,
    ...reasonOf(progress),
    ...stalls(progress),
    ...failedLooks(progress),
  ];
}

/** Why it is polled when it is. */
const reasonOf = (progress: PendingWork['progress']): string[] =>
  progress?.learnedFrom === undefined
    ? []
    : [`Polls are timed by the durations of ${progress.learnedFrom} past runs.`];

function stalls(progress: PendingWork['progress']): string[] {
  if (progress === null) return [];
  const { runs, stalledAfterMs } = progress;
  const [run] = runs.filter((each) => isStalled(each, stalledAfterMs));
  if (run === undefined) return [];
  return [
    `It is ${stalledText(run)}; a run counts as stalled after ${formatDuration(stalledAfterMs)} (stalledAfter, onStalled).`,
  ];
}

function failedLooks(progress: PendingWork['progress']): string[] {
  if (progress === null || progress.problem === null) return [];
  const { failuresInARow, problem } = progress;
  return [`The last ${failuresInARow > 1 ? `${failuresInARow} looks` : 'look'} failed: ${problem}`];
}

/** Why there is no run yet. */
export function explainTrigger(situation: Situation): string[] {
  const { pending, turn, history, nowMs } = situation;
  const awaiting = pending.find(isWaitForTurn);
  if (awaiting !== undefined) return turnSentences(turn, awaiting, nowMs);
  if (pending.length > 0) {
    const names = pending.map(({ activity }) => WORDS[activity] ?? activity).join(', ');
    return [`No run yet: ${names}.`, ...troubleOf(pending, nowMs)];
  }
  if (history === null || history.timerAt === null) return ['No run yet: its workflow is about to start.'];
  return [
    `No run yet: it waits until ${whenText(history.timerAt, nowMs)} before it continues.`,
    ...(history.lastFailure === null ? [] : [`Why: ${history.lastFailure}`]),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  triggerRun: 'the trigger is being sent',
  takeTurn: 'its turn is taken',
  readFence: 'the newest runs of the task are read before it is triggered',
  findRuns: 'it checks whether a trigger that got no answer created a run',
  findExperiment: 'it checks whether the experiment exists',
  findTask: 'the task is looked up',
  getTask: 'the task is looked up',
};

function turnSentences(turn: Situation['turn'], { nextAt }: PendingWork, nowMs: number): string[] {
  const next = nextAt === null ? '' : ` It checks again at ${whenText(nextAt, nowMs)}.`;
  const why =
    'Runs of the same task and window cannot be distinguished, so they are triggered one after another.';
  if (turn === null) return [`It waits for its turn.${next}`, why];
  const status = turn.status === null ? 'no longer exists' : `is ${turn.status.toLowerCase()}`;
  return [`It waits for its turn behind ${turn.workflowId}, which ${status}.${next}`, why];
}

/** What went wrong with what is done on behalf of a step, and when it is tried again. */
export const troubles = ({ pending, nowMs }: Situation): string[] => troubleOf(pending, nowMs);

/** Why the judging of a gate takes its time. */
export const heldUpSentences = ({ pending, nowMs }: Situation): string[] =>
  pending.flatMap(({ heldUp }) =>
    heldUp === null || Date.parse(heldUp.until) <= nowMs
      ? []
      : [`It waits until ${whenText(heldUp.until, nowMs)}, as the service requested: ${heldUp.problem}`],
  );

function troubleOf(pending: readonly PendingWork[], nowMs: number): string[] {
  return pending.flatMap(({ activity, problem, attempt, nextAt, retryAfterMs, failureType }) => {
    if (problem === null || failureType === 'StillRunning') return [];
    const asked =
      retryAfterMs === null
        ? ''
        : ` The service requested a wait of ${formatDuration(retryAfterMs)} (Retry-After).`;
    const next = nextAt === null ? '' : ` The next attempt is at ${whenText(nextAt, nowMs)}.`;
    return [
      `${activity} failed ${attempt - 1} ${attempt === 2 ? 'time' : 'times'}: ${problem.replace(/\.$/, '')}.${asked}${next}`,
    ];
  });
}
