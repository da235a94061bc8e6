import type { JournalRequest, JournalRun } from '../../src/simulator/index.js';
import { isActive, standingEnd } from './standing-end.js';

/** What a subject says that became of an intent, in the fewest words. */
export type Reported =
  | {
      readonly kind: 'result';
      readonly runId: string | null;
      readonly outcome: string;
      /** Null where the subject saw none. */
      readonly counts: JournalRun['counts'] | null;
      /** Runs that it says it saw and dealt with, the kept one included. */
      readonly candidates: readonly string[];
    }
  | { readonly kind: 'failed'; readonly type: string; readonly message: string }
  /** It ended and says that nothing was started: cancelled, or a step that was not reached. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'never-ended' };

/** All that is known of one intent when its trial is over. */
export interface IntentRecord {
  readonly taskId: string;
  /** Runs of the task that are not the intent's. */
  readonly foreignRunIds: readonly string[];
  /** The run was started by somebody else, and is only waited for. */
  readonly attached: boolean;
  /** The subject's requests about this task and its runs. */
  readonly requests: readonly JournalRequest[];
  readonly runs: readonly JournalRun[];
  readonly reported: Reported;
}

export interface TrialRecord {
  readonly intents: readonly IntentRecord[];
  readonly taskDeleted: boolean;
  /** Failure types that are the right end here, where the failure names the run. */
  readonly mayFailAs: readonly string[];
  /** Requests beside looks that the subject needs for an undisturbed intent, the cancel not counted. */
  readonly neededRequests: number;
  /** Milliseconds since 1970; null where nothing went wrong. */
  readonly disturbedAtMs: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface Judgement {
  readonly duplicates: number;
  readonly lost: number;
  readonly wrong: number;
  readonly orphans: number;
  /** Second runs that the subject cancelled and reported. */
  readonly adjudicated: number;
  readonly posts: number;
  /** Requests beside looks above those of an undisturbed intent. */
  readonly extraRequests: number;
  /** From the fault to the end of the trial. */
  readonly recoveryMs: number | null;
  readonly durationMs: number;
  /** What was found, in words. */
  readonly notes: readonly string[];
}

type IntentJudgement = Omit<Judgement, 'recoveryMs' | 'durationMs'>;

/** Judges a trial by what the service saw and did; what the subject says is only compared with it. */
export function judgeTrial(trial: TrialRecord): Judgement {
  const judged = trial.intents.map((intent) => judgeIntent(intent, trial));
  const sum = (count: (one: IntentJudgement) => number): number =>
    judged.reduce((total, one) => total + count(one), 0);
  return {
    duplicates: sum((one) => one.duplicates),
    lost: sum((one) => one.lost),
    wrong: sum((one) => one.wrong),
    orphans: sum((one) => one.orphans),
    adjudicated: sum((one) => one.adjudicated),
    posts: sum((one) => one.posts),
    extraRequests: sum((one) => one.extraRequests),
    recoveryMs: trial.disturbedAtMs === null ? null : Math.max(0, trial.endedAtMs - trial.disturbedAtMs),
    durationMs: trial.endedAtMs - trial.startedAtMs,
    notes: judged.flatMap((one) => one.notes),
  };
}

function judgeIntent(intent: IntentRecord, trial: TrialRecord): IntentJudgement {
  const notes: string[] = [];
  const found = (what: string): number => {
    notes.push(what);
    return 1;
  };
  const own = intent.runs.filter(({ runId }) => !intent.foreignRunIds.includes(runId));
  const { duplicates, adjudicated } = countDuplicates(intent, own);
  if (duplicates > 0) found(`${own.length} runs of one intent: ${own.map(({ runId }) => runId).join(', ')}`);
  const loss = lossOf(intent, own, trial);
  const contradiction = loss === null ? contradictionOf(intent, own, trial) : null;
  const orphans = own.filter(
    (run) => isActive(run, trial.taskDeleted) && !isReportedAsActive(run, intent.reported),
  );
  for (const { runId } of orphans) found(`run ${runId} is active and not reported`);
  return {
    duplicates,
    adjudicated,
    lost: loss === null ? 0 : found(loss),
    wrong: contradiction === null ? 0 : found(contradiction),
    orphans: orphans.length,
    posts: intent.requests.filter(isTrigger).length,
    extraRequests: extraRequestsOf(intent, own, trial),
    notes,
  };
}

/** A run beyond the first is a duplicate, unless the subject cancelled it and said so. */
function countDuplicates(
  { requests, reported }: IntentRecord,
  own: readonly JournalRun[],
): { duplicates: number; adjudicated: number } {
  if (own.length < 2) return { duplicates: 0, adjudicated: 0 };
  const kept = reported.kind === 'result' ? reported.runId : null;
  const candidates = reported.kind === 'result' ? reported.candidates : [];
  const others = own.filter(({ runId }) => runId !== kept);
  const isSettled = ({ runId }: JournalRun): boolean =>
    candidates.includes(runId) && wasCancelledBySubject(runId, requests);
  const adjudicated = kept === null ? 0 : others.filter(isSettled).length;
  return { adjudicated, duplicates: own.length - 1 - adjudicated };
}

function lossOf({ reported }: IntentRecord, own: readonly JournalRun[], trial: TrialRecord): string | null {
  const had = own.map(({ runId }) => runId);
  switch (reported.kind) {
    case 'never-ended':
      return `never ended (runs: ${had.join(', ') || 'none'})`;
    case 'nothing':
      return had.length === 0 ? null : `reported nothing, but there is run ${had.join(', ')}`;
    case 'failed': {
      const isTold =
        trial.mayFailAs.includes(reported.type) && had.every((runId) => reported.message.includes(runId));
      return had.length === 0 || isTold
        ? null
        : `failed as ${reported.type} (${reported.message}), but there is run ${had.join(', ')}`;
    }
    case 'result':
      if (reported.runId === null && had.length > 0)
        return `reported no run, but there is run ${had.join(', ')}`;
      return reported.runId !== null && had.length === 0
        ? `reported run ${reported.runId}, but started none`
        : null;
  }
}

function contradictionOf(
  { reported, requests }: IntentRecord,
  own: readonly JournalRun[],
  { taskDeleted }: TrialRecord,
): string | null {
  if (reported.kind !== 'result' || reported.runId === null) return null;
  const run = own.find(({ runId }) => runId === reported.runId);
  if (run === undefined) return `took run ${reported.runId}, which is not the intent's`;
  const end = standingEnd(run, {
    taskDeleted,
    cancelledBySubject: wasCancelledBySubject(run.runId, requests),
  });
  // A client that makes no more of it than the status is right when the status is.
  if (reported.outcome !== run.status && !end.outcomes.includes(reported.outcome)) {
    return `reported ${reported.outcome}, but run ${run.runId} is ${run.status} (${end.outcomes.join(' or ')})`;
  }
  if (reported.counts === null || !end.isFinal || sameCounts(reported.counts, run.counts)) return null;
  return `reported other counts of run ${run.runId} than it ended with`;
}

function isReportedAsActive({ runId }: JournalRun, reported: Reported): boolean {
  if (reported.kind !== 'result' || reported.runId !== runId) return false;
  return ['timed-out-detached', 'cancel-unconfirmed', 'started'].includes(reported.outcome);
}

function extraRequestsOf(
  { requests, attached }: IntentRecord,
  own: readonly JournalRun[],
  { neededRequests }: TrialRecord,
): number {
  const beside = requests.filter((request) => !isLook(request)).length;
  const cancels = own.some(({ runId }) => wasCancelledBySubject(runId, requests)) ? 1 : 0;
  return Math.max(0, beside - (attached ? 0 : neededRequests) - cancels);
}

const sameCounts = (a: JournalRun['counts'], b: JournalRun['counts']): boolean =>
  a.successes === b.successes && a.errors === b.errors && a.skipped === b.skipped;

const isTrigger = ({ method, path }: JournalRequest): boolean =>
  method === 'POST' && path.endsWith('/trigger');

const isLook = ({ method, path }: JournalRequest): boolean =>
  method === 'GET' && /^\/v2\/task-runs\/[^/]+$/.test(path);

/** A cancel that the service carried out, whether or not its answer arrived. */
function wasCancelledBySubject(runId: string, requests: readonly JournalRequest[]): boolean {
  const path = `/v2/task-runs/${encodeURIComponent(runId)}/cancel`;
  return requests.some((request) => request.method === 'POST' && request.path === path);
}
