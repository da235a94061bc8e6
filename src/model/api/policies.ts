import { flag, optional, shape, share } from '../base/checks.js';

/** What happens to the remote run when its deadline passes (design/run.md). */
export type DeadlinePolicy = 'cancel' | 'detach' | 'extend';

export const DEADLINE_POLICIES: readonly DeadlinePolicy[] = ['cancel', 'detach', 'extend'];

/** What to do when two looks after an ambiguous POST found no run: send again (bounded), or stop. */
export type AmbiguityPolicy = 'retry' | 'fail';

export const AMBIGUITY_POLICIES: readonly AmbiguityPolicy[] = ['retry', 'fail'];

/** What to do about an experiment that has the name already: fail, or use it instead of running anything. */
export type NameTakenPolicy = 'fail' | 'reuse';

export const NAME_TAKEN_POLICIES: readonly NameTakenPolicy[] = ['fail', 'reuse'];

/** What to do about a run whose counts stand still: report it, or cancel it, with the outcome `stalled`. */
export type StalledPolicy = 'alarm' | 'fail';

export const STALLED_POLICIES: readonly StalledPolicy[] = ['alarm', 'fail'];

/** How long and how often a run is waited for. */
export interface WaitPolicy {
  /** A fixed time between two looks; absent: adapts to the elapsed time. At least 1000. */
  pollIntervalMs?: number;
  /** From the trigger on; absent: no deadline. */
  timeoutMs?: number;
  /** `cancel` when absent. */
  onTimeout?: DeadlinePolicy;
  /** A run whose status and counts stand still for this long, in milliseconds, is stalled; half an hour when absent. */
  stalledAfterMs?: number;
  /** `alarm` when absent. */
  onStalled?: StalledPolicy;
}

/** Which outcomes count as good enough to continue (design/run.md). */
export interface Tolerance {
  /** Highest share of errors among all spans or examples, 0 to 1; 0 when absent. */
  maxErrorShare?: number;
  /** Whether a run that found nothing to evaluate is good; false when absent. */
  allowEmpty?: boolean;
  /** Whether a run that stopped at `maxSpans` is good; true when absent. */
  allowTruncated?: boolean;
}

export const TOLERANCE_CHECKS = {
  maxErrorShare: optional(share),
  allowEmpty: optional(flag),
  allowTruncated: optional(flag),
};

export const toleranceCheck = shape<Tolerance>(TOLERANCE_CHECKS);
