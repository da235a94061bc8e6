import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';

/**
 * The activities as workflows call them, by how they may be repeated. Start-to-close timeouts are above the client's
 * own limits and short, since a lost attempt is only noticed at their end.
 */
const STEADY_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 60_000 };

/** Safe to repeat, and needed for the workflow to continue: tried until they answer. */
export const steady = proxyActivities<Activities>({ startToCloseTimeout: 45_000, retry: STEADY_RETRY });

/** Like {@link steady}, but given up after a time. */
export const steadyFor = (giveUpAfterMs: number) =>
  proxyActivities<Activities>({
    startToCloseTimeout: 45_000,
    scheduleToCloseTimeout: giveUpAfterMs,
    retry: STEADY_RETRY,
  });

const LOOK = { startToCloseTimeout: 120_000, heartbeatTimeout: 10_000, retry: STEADY_RETRY };

/**
 * Looks on which it depends what becomes of a run: made again until they are answered, refused ones for ten minutes. A walk
 * through a long list takes a while, and one whose worker dies is noticed by the missing heartbeat.
 */
export const looking =
  proxyActivities<Pick<Activities, 'findRuns' | 'findWindowRuns' | 'findChainedRuns' | 'findExperiment'>>(
    LOOK,
  );

/** For an answer that someone waits for at a prompt: tried for a while, then the failure is the answer. */
export const prompt = proxyActivities<Activities>({
  startToCloseTimeout: 45_000,
  scheduleToCloseTimeout: 120_000,
  retry: { ...STEADY_RETRY, maximumAttempts: 5 },
});

/**
 * The one POST of a trigger (design/trigger-once.md, step 4) or of a create. A cancel waits for its end, because only that
 * tells whether there is a run to cancel, or a task.
 */
export const posting = (summary: string) =>
  proxyActivities<
    Pick<Activities, 'triggerRun' | 'triggerRuns' | 'createEvaluationTask' | 'createRunExperimentTask'>
  >({
    summary: summary.slice(0, 200),
    startToCloseTimeout: 45_000,
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });

/**
 * One short attempt of what comes before a trigger, as local activities: they cost a history one event each, and the fence
 * is recorded together with the command that triggers. An ordinary activity takes over from an attempt that failed.
 */
export const local = proxyLocalActivities<
  Pick<
    Activities,
    'openTrigger' | 'readFence' | 'readForItems' | 'releaseTurn' | 'takeTurns' | 'releaseTurns'
  >
>({
  startToCloseTimeout: 5000,
  retry: { maximumAttempts: 1 },
});

/** Keeping a workflow task open (shared/gathering.ts). */
export const gathering = proxyLocalActivities<Pick<Activities, 'gather'>>({
  startToCloseTimeout: 5000,
  retry: { maximumAttempts: 1 },
});

/** Waiting for the turn of a mark and reading the fence in it, for at most `leftMs`; null: for as long as it takes. */
export const inTurn = (leftMs: number | null) =>
  proxyActivities<Pick<Activities, 'takeTurn'>>({
    startToCloseTimeout: 45_000,
    ...(leftMs === null ? {} : { scheduleToCloseTimeout: leftMs }),
    retry: STEADY_RETRY,
  });

/** Taking the turns that are free of several windows. */
export const takingTurns = proxyActivities<Pick<Activities, 'takeTurns'>>({
  startToCloseTimeout: 45_000,
  scheduleToCloseTimeout: 120_000,
  retry: STEADY_RETRY,
});

/** Waiting for a turn, for at most `leftMs`; null: for as long as it takes. */
export const waiting = (leftMs: number | null) =>
  proxyActivities<Pick<Activities, 'awaitTurn' | 'takeDatasetTurn'>>({
    startToCloseTimeout: 30_000,
    ...(leftMs === null ? {} : { scheduleToCloseTimeout: leftMs }),
    retry: { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 10_000 },
  });

/**
 * Reading a list of runs or of spans, which may be long, while someone waits at a prompt. It continues where an attempt was that was lost
 * or refused; what fails for ten minutes in a row is the answer.
 */
export const syncing = proxyActivities<Pick<Activities, 'syncCoverage' | 'verifyCoverage' | 'countWindows'>>({
  startToCloseTimeout: 60 * 60_000,
  heartbeatTimeout: 15_000,
  retry: STEADY_RETRY,
});

/** Comparing a sample of windows with their spans, when a backfill has ended: what is not answered by then is told as such. */
export const verifying = proxyActivities<Pick<Activities, 'verifyCoverage'>>({
  startToCloseTimeout: 10 * 60_000,
  heartbeatTimeout: 30_000,
  scheduleToCloseTimeout: 15 * 60_000,
  retry: STEADY_RETRY,
});

/** Telling the ledger what a run proves: given up after a while, since the ledger can be read from the service's list. */
export const recording = proxyActivities<Pick<Activities, 'recordCoverage'>>({
  startToCloseTimeout: 45_000,
  scheduleToCloseTimeout: 10 * 60_000,
  retry: STEADY_RETRY,
});

/** How spans are read that nothing depends on: what cannot be read for now is left. It continues where an attempt died. */
export const READING = {
  startToCloseTimeout: 5 * 60_000,
  heartbeatTimeout: 30_000,
  scheduleToCloseTimeout: 10 * 60_000,
  retry: { ...STEADY_RETRY, maximumAttempts: 5 },
};

/** Reading what the evaluations of a window say, and keeping it. */
export const keepingQuality = proxyActivities<Pick<Activities, 'keepQuality'>>(READING);

/** How long a notice is tried: longer than a receiver is usually away. */
const NOTICE_PATIENCE_MS = 24 * 60 * 60_000;

/** Who is told by default. Asked by a local activity where something is to be told, so that a run that tells nothing costs nothing. */
export const askingLocally = proxyLocalActivities<Pick<Activities, 'defaultReceivers'>>({
  startToCloseTimeout: 5000,
  retry: { maximumAttempts: 1 },
});

export const askingDefaults = proxyActivities<Pick<Activities, 'defaultReceivers'>>({
  startToCloseTimeout: 10_000,
  scheduleToCloseTimeout: NOTICE_PATIENCE_MS,
  retry: STEADY_RETRY,
});

/** Telling one receiver: once, or until it took the notice. A receiver names the time of the next attempt itself, if it can. */
export const sending = (once: boolean, summary: string) =>
  proxyActivities<Pick<Activities, 'sendNotice'>>({
    summary: summary.slice(0, 200),
    startToCloseTimeout: 45_000,
    scheduleToCloseTimeout: NOTICE_PATIENCE_MS,
    retry: once
      ? { maximumAttempts: 1 }
      : { initialInterval: 2000, backoffCoefficient: 2, maximumInterval: 5 * 60_000 },
  });

/** The looks of a sweep: many requests in one attempt, all safe to repeat. Given up after an hour. */
export const sweeping = proxyActivities<Pick<Activities, 'tasksInScope' | 'activeRuns'>>({
  ...LOOK,
  scheduleToCloseTimeout: 60 * 60_000,
});

/** What a sweep asks Temporal for. */
export const sorting = proxyActivities<Pick<Activities, 'findOrphans'>>({
  startToCloseTimeout: 120_000,
  scheduleToCloseTimeout: 60 * 60_000,
  retry: STEADY_RETRY,
});

/** Looks name the time of the next one themselves: this is for a look that was lost, or failed unexpectedly. */
const LOST_LOOK_RETRY = { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 2000 };

/**
 * A slice of waiting; `sliceMs` is the activity's own end, and the schedule-to-close timeout only a net under it. A look
 * whose worker dies is noticed by the missing heartbeat.
 */
export const slice = (sliceMs: number, summary: string) =>
  proxyActivities<Pick<Activities, 'awaitRuns'>>({
    summary,
    startToCloseTimeout: 120_000,
    heartbeatTimeout: 10_000,
    scheduleToCloseTimeout: sliceMs + 120_000,
    retry: LOST_LOOK_RETRY,
  });

/** The looks of a watcher, made again and again until one has something to report. */
export const watching = (summary: string) =>
  proxyActivities<Pick<Activities, 'watchRuns'>>({
    summary,
    startToCloseTimeout: 120_000,
    heartbeatTimeout: 10_000,
    retry: LOST_LOOK_RETRY,
  });

/**
 * Counting spans, page by page, with heartbeats. What fails is counted again until `leftMs` are over; null: for as long as it
 * takes.
 */
export const counting = (leftMs: number | null, summary: string) =>
  proxyActivities<Pick<Activities, 'spansInWindow'>>({
    summary: summary.slice(0, 200),
    startToCloseTimeout: 60 * 60_000,
    heartbeatTimeout: 30_000,
    ...(leftMs === null ? {} : { scheduleToCloseTimeout: Math.max(1, leftMs) }),
    retry: STEADY_RETRY,
  });
