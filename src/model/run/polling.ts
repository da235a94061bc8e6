import { DEADLINE_POLICIES, STALLED_POLICIES } from '../api/policies.js';
import type { WaitPolicy } from '../api/policies.js';
import { advise, milliseconds, oneOf, optional, shape } from '../base/checks.js';
import { untilExpectedMs } from './durations.js';
import type { PastDurations } from './durations.js';

/** When to look at a run again. All durations in milliseconds. */
export interface PollPolicy {
  /** A fixed interval; null: a share of the elapsed time between the two bounds. */
  fixedMs: number | null;
  minMs: number;
  maxMs: number;
  /** What is known of runs before; without a fixed interval it says when to look. Absent: nothing. */
  learned?: LearnedPolling;
  /** How old the run was when the wait began; 0 when absent. */
  ageMs?: number;
}

/** How to look at a run that is like runs before it. */
export interface LearnedPolling extends PastDurations {
  /** The next look is due once the end of the run is expected to have waited for so long, on average. */
  targetDelayMs: number;
}

/** The shortest interval that anybody may ask for: by default a server's timers fire after a second at the earliest. */
export const MIN_POLL_MS = 1000;

/**
 * The least time between two looks at many runs, if the server's timers fire that soon. Never 0, which would end the
 * retries.
 */
export const MIN_SHARED_POLL_MS = 500;

export const DEFAULT_POLL_POLICY: PollPolicy = { fixedMs: null, minMs: 2000, maxMs: 60_000 };

const SHARE_OF_ELAPSED = 0.1;
const JITTER = 0.2;
/** More would look beside the moments that past runs point to. */
const LEARNED_JITTER = 0.05;
/** So much longer than by the usual rule the delay is at most: the past may mislead. */
const MOST_DELAY = 3;

/** Without `pollIntervalMs`, what is learned says when to look. */
export const pollPolicyOf = (
  pollIntervalMs: number | undefined,
  past: Pick<PollPolicy, 'learned' | 'ageMs'> = {},
): PollPolicy =>
  pollIntervalMs !== undefined
    ? { ...DEFAULT_POLL_POLICY, fixedMs: Math.max(MIN_POLL_MS, pollIntervalMs) }
    : { ...DEFAULT_POLL_POLICY, ...past };

/**
 * The delay until the next look: the caller's fixed interval; or when the run is expected to end by what is known of runs
 * before; or if nothing is, or it takes longer than they did, a tenth of the elapsed time within the bounds. `random` in
 * [0, 1) spreads many waits that began together. Never below {@link MIN_POLL_MS}, unless the policy's minimum is; never NaN.
 */
export function nextPollDelayMs(policy: PollPolicy, elapsedMs: number, random: number): number {
  if (policy.fixedMs !== null) return Math.max(MIN_POLL_MS, Math.round(policy.fixedMs));
  const elapsed = Number.isFinite(elapsedMs) ? Math.max(0, elapsedMs) : 0;
  const usualMs = Math.min(policy.maxMs, Math.max(policy.minMs, elapsed * SHARE_OF_ELAPSED));
  const learnedMs = learnedDelayMs(policy, elapsed);
  const leastMs = Math.min(MIN_POLL_MS, policy.minMs);
  if (learnedMs === null) return jittered(usualMs, JITTER, random, leastMs);
  return jittered(Math.min(learnedMs, MOST_DELAY * usualMs), LEARNED_JITTER, random, leastMs);
}

function learnedDelayMs({ learned, ageMs = 0 }: PollPolicy, elapsedMs: number): number | null {
  if (learned === undefined) return null;
  const delayMs = untilExpectedMs(learned, ageMs + elapsedMs, learned.targetDelayMs);
  // Of quantiles that another program sent.
  return delayMs === null || Number.isNaN(delayMs) ? null : delayMs;
}

const jittered = (delayMs: number, jitter: number, random: number, leastMs = MIN_POLL_MS): number =>
  Math.max(leastMs, Math.round(delayMs * (1 + jitter * (random - 0.5))));

/** The delay until the next look at runs that are all stalled: the longest, unless the caller fixed it. */
export const stalledPollDelayMs = ({ fixedMs, maxMs }: PollPolicy, random: number): number =>
  fixedMs === null ? jittered(maxMs, JITTER, random) : Math.max(MIN_POLL_MS, Math.round(fixedMs));

/** One page of the list shows this many runs. */
export const RUNS_OF_A_PAGE = 100;
/** So many runs end for each page that is read, where looks come sooner than they do for one run. */
const ENDS_OF_A_PAGE = 10;

/**
 * How long `runs` that are waited for together are left alone after a look, by how long such a run takes: a tenth of that.
 * Many short runs are looked at up to twice a second.
 */
export function sharedPollIntervalMs(runMs: number, runs: number): number {
  const { minMs, maxMs } = DEFAULT_POLL_POLICY;
  const pages = Math.ceil(runs / RUNS_OF_A_PAGE);
  const affordableMs = (ENDS_OF_A_PAGE * pages * runMs) / Math.max(1, runs);
  const leastMs = Math.min(minMs, Math.max(MIN_SHARED_POLL_MS, affordableMs));
  return Math.round(Math.min(maxMs, Math.max(leastMs, runMs * SHARE_OF_ELAPSED)));
}

/**
 * The delay after a failed look: Retry-After where the server gave one, else the delay of an ordinary look doubled with
 * each failure in a row, up to the policy's maximum.
 */
export function failedPollDelayMs(
  policy: PollPolicy,
  failuresInARow: number,
  retryAfterMs: number | null,
  random: number,
): number {
  if (retryAfterMs !== null) return Math.max(MIN_POLL_MS, retryAfterMs);
  const doubled = policy.minMs * 2 ** Math.min(10, Math.max(0, failuresInARow - 1));
  return jittered(Math.min(policy.maxMs, doubled), JITTER, random);
}

const FIRST_FALLBACK_MS = 3 * 60_000;
const MAX_FALLBACK_MS = 15 * 60_000;

/**
 * The delay until a wait that a watcher looks after looks by itself again: as long as it has lasted, within bounds, and
 * never sooner than its own interval.
 */
export function fallbackDelayMs(policy: PollPolicy, elapsedMs: number, random: number): number {
  const base = Math.min(MAX_FALLBACK_MS, Math.max(FIRST_FALLBACK_MS, elapsedMs));
  const spread = Math.round(base * (1 + JITTER * (random - 0.5)));
  return Math.max(spread, nextPollDelayMs(policy, elapsedMs, random));
}

/** Cuts a delay so that a look falls on the end of the slice: the last look before a deadline is always made. */
export const clampToSliceMs = (delayMs: number, elapsedMs: number, sliceMs: number): number =>
  Math.min(delayMs, Math.max(MIN_POLL_MS, sliceMs - elapsedMs));

/** Looks come as rarely as once a minute, so a shorter time without movement says nothing. */
export const MIN_STALLED_MS = 60_000;

/** A deadline that has passed already would cancel the run that is waited for. */
export const WAIT_CHECKS = {
  pollIntervalMs: advise(
    optional(milliseconds(MIN_POLL_MS)),
    'without it, the interval adapts to the elapsed time',
  ),
  timeoutMs: advise(optional(milliseconds(1)), 'without it, there is no deadline'),
  onTimeout: optional(oneOf(DEADLINE_POLICIES)),
  stalledAfterMs: optional(milliseconds(MIN_STALLED_MS)),
  onStalled: optional(oneOf(STALLED_POLICIES)),
};

export const waitCheck = shape<WaitPolicy>(WAIT_CHECKS);

// A refused look proves nothing: a key is renewed, a proxy is mended, a cursor is forgotten (design/wait.md).

/** How long refused looks are taken for a passing trouble of the service. */
export const PATIENCE_MS = 10 * 60_000;

/** What is remembered of looks that failed. */
export interface Patience {
  /** Failed looks in a row. */
  failuresInARow: number;
  /** Since when they are refused, by the Temporal server's clock in milliseconds; null while they are not. */
  refusedSinceMs: number | null;
}

/** After one more look that failed at `nowMs`; a failure that is no refusal does not count towards the patience. */
export const afterFailure = (before: Patience, isRefusal: boolean, nowMs: number): Patience => ({
  failuresInARow: before.failuresInARow + 1,
  refusedSinceMs: isRefusal ? (before.refusedSinceMs ?? nowMs) : null,
});

export const isPatienceOver = ({ refusedSinceMs }: Patience, nowMs: number): boolean =>
  refusedSinceMs !== null && nowMs - refusedSinceMs >= PATIENCE_MS;
