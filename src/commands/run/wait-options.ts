import type { DeadlinePolicy, StalledPolicy, Tolerance, WaitPolicy } from '../../model/api/policies.js';
import { definedOnly } from '../../model/base/objects.js';

/** The flags of waiting; durations are in milliseconds by the time they are read. */
export interface WaitFlags {
  pollInterval?: number;
  timeout?: number;
  onTimeout?: DeadlinePolicy;
  stalledAfter?: number;
  onStalled?: StalledPolicy;
  maxErrorShare?: number;
  allowEmpty?: boolean;
  cancelOnInterrupt?: boolean;
}

/**
 * How long to wait for a run. As with `ax`, the run continues after the wait unless `--on-timeout` says otherwise: whoever waits
 * on a command line may not be the only one.
 */
export const waitPolicyOf = ({
  pollInterval,
  timeout,
  onTimeout = 'detach',
  stalledAfter,
  onStalled,
}: WaitFlags): WaitPolicy => ({
  ...(pollInterval === undefined ? {} : { pollIntervalMs: pollInterval }),
  ...(timeout === undefined ? {} : { timeoutMs: timeout, onTimeout }),
  ...definedOnly({ stalledAfterMs: stalledAfter, onStalled }),
});

export const toleranceOf = ({ maxErrorShare, allowEmpty }: WaitFlags): Tolerance => ({
  ...(maxErrorShare === undefined ? {} : { maxErrorShare }),
  ...(allowEmpty === undefined ? {} : { allowEmpty }),
});
