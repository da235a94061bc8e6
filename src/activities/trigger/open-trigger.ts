import { log } from '@temporalio/activity';
import { idOfReadAhead, openingOf } from '../../model/run/trigger/opened-trigger.js';
import type { OpenTriggerRequest, OpenedTrigger, Opening } from '../../model/run/trigger/opened-trigger.js';
import { lookUpOf, prepareTrigger } from '../../model/run/trigger/prepared.js';
import { derivedExperimentName, turnWorkflowId } from '../../model/temporal/names.js';
import type { ActivityDeps } from '../base/deps.js';
import { lookUpTask } from './look-up-task.js';
import { newestRunsOfLate } from './newest-runs.js';
import type { ReadNewestRuns } from './newest-runs.js';
import { readFence } from './read-fence.js';
import { takeDatasetTurn } from './take-dataset-turn.js';
import { tryToOpenInTurn } from './take-turn.js';

/** A look-up that took longer leaves too little of the one short attempt for the rest. */
const LONG_MS = 2000;

/**
 * All that comes before the POST of a lone run, in one short attempt (design/trigger-once.md, steps 1 to 3): the task is looked
 * up, the turn is taken, and then the fence is read. Fails only if the task was not looked up; if the turn is another's, or
 * the rest fails, the workflow continues from the task.
 */
export const openTrigger = (deps: ActivityDeps) => {
  const lookUp = lookUpTask(deps);
  const newestRuns = newestRunsOfLate(deps.ax);
  return async (request: OpenTriggerRequest): Promise<OpenedTrigger> => {
    const startedMs = Date.now();
    const ahead = readAhead(deps, request, newestRuns);
    const { input, nowMs, firstExecutionId, originalRunId } = request;
    const task = request.task ?? (await lookUp(lookUpOf(input.intent)));
    const derivedName = derivedExperimentName(task.name, firstExecutionId);
    const prepared = prepareTrigger(input, task, { nowMs, derivedName });
    if ('problem' in prepared || Date.now() - startedMs > LONG_MS) return { task, opened: null };
    return {
      task,
      opened: await tryToOpen(deps, openingOf(prepared, originalRunId, turnWorkflowId(prepared.mark)), ahead),
    };
  };
};

/** The runs that the fence will need are read beside the task, where its ID is known and they will do. */
function readAhead(
  { isRateLimited = false }: ActivityDeps,
  request: OpenTriggerRequest,
  newestRuns: ReadNewestRuns,
): ReadNewestRuns {
  const taskId = isRateLimited ? null : idOfReadAhead(request);
  if (taskId === null) return newestRuns;
  const ahead = newestRuns(taskId);
  ahead.catch(() => undefined);
  return (id) => (id === taskId ? ahead : newestRuns(id));
}

async function tryToOpen(
  deps: ActivityDeps,
  opening: Opening,
  newestRuns: ReadNewestRuns,
): Promise<OpenedTrigger['opened']> {
  try {
    if ('turn' in opening) {
      const opened = await tryToOpenInTurn(deps.ax, opening.turn, newestRuns);
      return 'behind' in opened ? null : opened;
    }
    const { datasetTurn, fence } = opening;
    const isFree = datasetTurn === null || 'found' in (await takeDatasetTurn(deps)(datasetTurn));
    return isFree ? { turn: null, fence: await readFence(deps, newestRuns)(fence) } : null;
  } catch (error) {
    log.warn('a trigger was not opened with the look-up of its task', { error: String(error) });
    return null;
  }
}
