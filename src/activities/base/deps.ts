import type { AxClient } from '../../ax/ax-client.js';
import type { Receivers } from '../../model/notification/receivers.js';

/** What activities work with: made once by the worker, shared by all of them. */
export interface ActivityDeps {
  ax: AxClient;
  /** Temporal limits how many activities begin; it does not count local ones, so those send nothing. No limit when absent. */
  isRateLimited?: boolean;
  /** That limit. Activities with many requests spread them by it. */
  requestsPerSecond?: number;
  /** The names of the worker's own activities, so that a pipeline that calls another one is refused. Not checked when absent. */
  ownActivities?: readonly string[];
  /** Many waits for runs of a task leave the looks to a watcher. True when absent. */
  sharesWaits?: boolean;
  /** Where notices go; nowhere when absent. */
  receivers?: Receivers;
}
