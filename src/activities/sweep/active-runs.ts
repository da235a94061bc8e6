import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import type { ActiveRun, SweptTask } from '../../model/sweep/orphans.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { RunStatus, TaskRun } from '../../model/api/task-run.js';
import type { ActivityDeps } from '../base/deps.js';

// In the order in which a run goes through them: one that moves on between the two lists is seen in both.
const ACTIVE: readonly RunStatus[] = ['PENDING', 'RUNNING'];

/** The active runs of these tasks. A task that is gone has none. */
export const activeRuns =
  ({ ax }: ActivityDeps) =>
  async ({ tasks }: { tasks: SweptTask[] }): Promise<ActiveRun[]> => {
    const found = new Map<string, ActiveRun>();
    for (const task of tasks) {
      for (const run of await runsOf(ax, task)) found.set(run.id, activeRun(run, task));
    }
    return [...found.values()];
  };

async function runsOf(ax: AxClient, { id }: SweptTask): Promise<TaskRun[]> {
  const runs: TaskRun[] = [];
  try {
    for (const status of ACTIVE) {
      for await (const run of ax.eachRun({ task: referenceTo(id), status, limit: 100 })) runs.push(run);
    }
    return runs;
  } catch (error) {
    if (isAxError(error) && error.kind === 'AxNotFound') return [];
    throw error;
  }
}

const activeRun = ({ id, status, createdAt, createdByUserId }: TaskRun, task: SweptTask): ActiveRun => ({
  runId: id,
  task,
  status,
  createdAt,
  createdByUserId,
});
