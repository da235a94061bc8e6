import { activityInfo, getClient } from '@temporalio/activity';
import type { AxClient } from '../../ax/ax-client.js';
import type { TaskRef } from '../../model/api/requests.js';
import { referenceTo } from '../../model/api/resource-id.js';
import { isRunExperimentTask, summaryOf } from '../../model/api/task.js';
import type { TaskSummary } from '../../model/api/task.js';
import { nameHash } from '../../model/run/trigger/given-trigger.js';
import type { SharedTrigger } from '../../model/run/trigger/given-trigger.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import type { ActivityDeps } from '../base/deps.js';
import { notLocally } from '../base/failures.js';
import { executionBefore } from './earlier-trigger.js';
import { newestRunsNow } from './newest-runs.js';
import { readNow } from './read-fence.js';

export interface ReadForItemsRequest extends TaskRef {
  /** The execution that the workflow began with, which a reset keeps. */
  originalRunId: string;
  /** Whether an execution went before; absent: it is asked. */
  isFirst?: boolean;
  /** Whether the items give their experiments names, which may be taken. */
  areNamed: boolean;
}

/** What many items would read one by one before their triggers, in a few requests (design/fan-out.md). */
export const readForItems =
  ({ ax, isRateLimited = false }: ActivityDeps) =>
  async ({ task, space, originalRunId, isFirst, areNamed }: ReadForItemsRequest): Promise<SharedTrigger> => {
    if (isRateLimited && activityInfo().isLocal) throw notLocally();
    const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
    const known = isFirst ?? (await executionBefore(getClient(), workflowId, runId)) === null;
    const summary = summaryOf(await ax.getTask({ task, ...(space === undefined ? {} : { space }) }));
    const makesExperiments = isRunExperimentTask(summary);
    const [fence, namesTaken] = await Promise.all([
      makesExperiments ? fenceFor(ax, summary) : null,
      makesExperiments && areNamed ? namesIn(ax, summary.datasetId) : null,
    ]);
    return {
      task: summary,
      fence,
      namesTaken,
      // After a reset, items of the execution before may have triggered.
      isFirst: known && originalRunId === runId,
      readBy: runId,
    };
  };

async function fenceFor(ax: AxClient, { id }: TaskSummary): Promise<OpenedFence> {
  const { fences, learned } = await newestRunsNow(ax)(id);
  return { ...readNow(fences.ofNameless()), ...learned };
}

/** Where there are more, items look for their own names. */
const MOST_NAMES = 2000;
const PAGE = 100;

async function namesIn(ax: AxClient, datasetId: string | null): Promise<number[] | null> {
  if (datasetId === null) return null;
  const names: number[] = [];
  for await (const { name } of ax.eachExperiment({ dataset: referenceTo(datasetId), limit: PAGE }))
    if (names.push(nameHash(name)) > MOST_NAMES) return null;
  return names;
}
