import type { ActivityDeps } from '../base/deps.js';
import { durable } from '../base/durable.js';
import { awaitRuns } from './await-runs.js';
import { seeRun } from './see-run.js';
import type { SharedWaits } from './shared-waits.js';
import { watchRuns } from './watch-runs.js';

/** The activities that wait for runs. They know of each other's waits in this process. */
export function waitActivities(deps: ActivityDeps, waits: SharedWaits) {
  return {
    awaitRuns: durable('awaitRuns', awaitRuns(deps, waits)),
    seeRun: durable('seeRun', seeRun(deps)),
    watchRuns: durable('watchRuns', watchRuns(deps, waits)),
  };
}
