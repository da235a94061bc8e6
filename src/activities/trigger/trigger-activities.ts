import type { ActivityDeps } from '../base/deps.js';
import { durable } from '../base/durable.js';
import { patientLook, patientRead } from '../base/patient-look.js';
import type { SharedWaits } from '../run/shared-waits.js';
import { awaitTurn } from './await-turn.js';
import { findExperiment } from './find-experiment.js';
import { findRuns } from './find-runs.js';
import { findWindowRuns } from './find-window-runs.js';
import { lookUpTask } from './look-up-task.js';
import { markUnresolved } from './mark-unresolved.js';
import { openTrigger } from './open-trigger.js';
import { readForItems } from './read-for-items.js';
import { readFence } from './read-fence.js';
import { takeDatasetTurn } from './take-dataset-turn.js';
import { releaseTurn, takeTurn } from './take-turn.js';
import { releaseTurns, takeTurns } from './take-turns.js';
import { triggerRun } from './trigger-run.js';
import { triggerRuns } from './trigger-runs.js';

/** The activities of a trigger (design/trigger-once.md). */
export const triggerActivities = (deps: ActivityDeps, waits: SharedWaits) => ({
  lookUpTask: durable('lookUpTask', lookUpTask(deps)),
  openTrigger: durable('openTrigger', openTrigger(deps)),
  takeTurn: durable('takeTurn', takeTurn(deps)),
  releaseTurn: durable('releaseTurn', releaseTurn()),
  takeTurns: durable('takeTurns', takeTurns(deps)),
  releaseTurns: durable('releaseTurns', releaseTurns()),
  awaitTurn: durable('awaitTurn', awaitTurn()),
  takeDatasetTurn: durable('takeDatasetTurn', patientLook(takeDatasetTurn(deps))),
  readFence: durable('readFence', readFence(deps)),
  readForItems: durable('readForItems', readForItems(deps)),
  markUnresolved: durable('markUnresolved', markUnresolved()),
  triggerRun: durable('triggerRun', triggerRun(deps, waits)),
  triggerRuns: durable('triggerRuns', triggerRuns(deps, waits)),
  findRuns: durable('findRuns', patientRead(findRuns(deps))),
  findWindowRuns: durable('findWindowRuns', patientRead(findWindowRuns(deps))),
  findExperiment: durable('findExperiment', patientRead(findExperiment(deps))),
});
