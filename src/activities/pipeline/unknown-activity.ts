import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { UNKNOWN_ACTIVITY } from '../../model/temporal/built-in-activities.js';

/**
 * Answers for every name that the worker does not have. It can be tried again, since a newer worker may have it; but under
 * a type of its own, that no activity of a user's throws by chance.
 */
export function unknownActivity(): Promise<never> {
  const name = JSON.stringify(activityInfo().activityType);
  throw ApplicationFailure.retryable(`this worker has no activity ${name}`, UNKNOWN_ACTIVITY);
}
