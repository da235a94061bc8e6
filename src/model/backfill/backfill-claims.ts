import { carried, rangeCheck } from '../api/request-checks.js';
import { flag, listOf, members, nullable, shape, text, whole } from '../base/checks.js';
import type { Window } from '../time/window.js';

/** The time for which a backfill is about to be started, or was. */
export interface BackfillClaim {
  workflowId: string;
  range: Window;
  /** The fingerprint of its request, as in `BackfillPlanMemo`. */
  asked: string;
  /** It has a key: it is started beside others over the same time, which may not be started beside it. */
  isAlongside: boolean;
}

/** A claim that was granted. */
export interface GrantedClaim extends BackfillClaim {
  /** Tells it from others of the same task, also of the same workflow. */
  number: number;
  /** When it was granted, in milliseconds since 1970. */
  sinceMs: number;
}

/** The claims of a task, of backfills that may have ended; the state of `keepBackfills`. */
export interface BackfillClaims {
  claims: GrantedClaim[];
  /** The number of the next claim. */
  next: number;
}

/** Input of the workflow `keepBackfills`. */
export interface KeepBackfillsInput {
  taskId: string;
  /** Set by the workflow itself when it continues as new. */
  resume?: BackfillClaims;
}

/** The update of `keepBackfills`: drops claims that are over, then grants another one; the answer is {@link ClaimAnswer}. */
export const CLAIM_UPDATE = 'claim';

/** The argument of {@link CLAIM_UPDATE}. */
export interface ClaimRequest {
  /** Null: nothing is claimed. */
  claim: BackfillClaim | null;
  /** Numbers of claims whose backfills have ended, or were not started. */
  over: number[];
}

export interface ClaimAnswer {
  /** Null: it was not granted, or nothing was claimed. */
  granted: GrantedClaim | null;
  /** The claims that are in the way. */
  conflicts: GrantedClaim[];
  /** The time of the answer, in milliseconds since 1970. */
  nowMs: number;
}

/** What the claims of a task are after a request, and its answer. */
export function afterClaim(
  { claims, next }: BackfillClaims,
  { claim, over }: ClaimRequest,
  nowMs: number,
): { state: BackfillClaims; answer: ClaimAnswer } {
  const left = claims.filter(({ number }) => !over.includes(number));
  const conflicts = claim === null || claim.isAlongside ? [] : left.filter((other) => conflict(other, claim));
  if (claim === null || conflicts.length > 0)
    return { state: { claims: left, next }, answer: { granted: null, conflicts, nowMs } };
  const granted = { ...claim, number: next, sinceMs: nowMs };
  const others = left.filter(({ workflowId }) => workflowId !== claim.workflowId);
  return {
    state: { claims: [...others, granted], next: next + 1 },
    answer: { granted, conflicts: [], nowMs },
  };
}

const conflict = (a: BackfillClaim, b: BackfillClaim): boolean =>
  a.workflowId !== b.workflowId && overlap(a.range, b.range);

/** Whether two ranges share time. Both are in UTC and of the same length, as the API writes them. */
export const overlap = (a: Window, b: Window): boolean =>
  a.dataStartTime < b.dataEndTime && b.dataStartTime < a.dataEndTime;

/** How long a claimed backfill may take to start. */
const START_MS = 15_000;

/**
 * Whether a claim still counts, by the workflow as Temporal has it (null: it has none). One that ended before the claim is
 * an earlier execution, after which another one may be about to start.
 */
export function isHeld(
  { sinceMs }: GrantedClaim,
  workflow: { isRunning: boolean; startedMs: number } | null,
  nowMs: number,
): boolean {
  if (workflow?.isRunning === true) return true;
  const hasEnded = workflow !== null && workflow.startedMs >= sinceMs;
  return !hasEnded && nowMs - sinceMs < START_MS;
}

const keepBackfillsCheck = shape<KeepBackfillsInput>({
  taskId: text,
  resume: carried,
});

const requestCheck = shape<ClaimRequest>({
  claim: nullable(
    members<BackfillClaim>({ workflowId: text, range: rangeCheck, asked: text, isAlongside: flag }),
  ),
  over: listOf(whole(0)),
});

/** What is wrong with an input of `keepBackfills` from any program; null if nothing is. */
export const keepBackfillsProblem = (input: unknown): string | null => keepBackfillsCheck(input, 'input');

/** What is wrong with a request from any program; null if nothing is. */
export const claimProblem = (request: unknown): string | null => requestCheck(request, 'request');
