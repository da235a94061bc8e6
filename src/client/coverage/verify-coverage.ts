import type { Client } from '@temporalio/client';
import { DEFAULT_VERIFY_REQUESTS } from '../../model/coverage/verify-coverage.js';
import type { CoverageVerification } from '../../model/coverage/verify-coverage.js';
import { intervalOf } from '../../model/time/interval.js';
import type { Interval, TimeRange } from '../../model/time/interval.js';
import { executeOperation } from '../operation.js';
import type { AwaitOptions } from '../operation.js';
import type { StartOptions } from '../start.js';

export interface VerifyCoverageOptions extends AwaitOptions, Pick<StartOptions, 'taskQueue'> {
  /** Requests that may be sent to read spans, 500 of them each; beyond it, a sample of the windows is compared. Default: 400. */
  readonly maxRequests?: number;
  /** Runs of other evaluators, or of other versions of them, count too. */
  readonly isAnyVersion?: boolean;
}

/**
 * Compares a task's coverage (by its ID) in a range with the spans of its project: how many there are, how many carry the
 * task's evaluations and by which runs, and how many came after their window was proven. The ledger keeps what was found.
 * @throws {@link NoWorkerError}; Temporal's `WorkflowFailedError`, whose cause is one of `FAILURES`; RangeError if the range
 * is none
 */
export const verifyCoverage = (
  client: Client,
  taskId: string,
  range: Interval | TimeRange,
  { maxRequests = DEFAULT_VERIFY_REQUESTS, isAnyVersion = false, ...options }: VerifyCoverageOptions = {},
): Promise<CoverageVerification> => {
  const { startMs, endMs } = intervalOf(range);
  const request = { taskId, startMs, endMs, maxRequests, ...(isAnyVersion ? { isAnyVersion } : {}) };
  return executeOperation(client, 'verifyCoverage', request, options);
};
