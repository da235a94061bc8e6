import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import type { ActiveRun, ActiveRuns, SweptTask } from '../../model/sweep/orphans.js';
import { referenceTo } from '../../model/api/resource-id.js';
import type { RunStatus, TaskRun } from '../../model/api/task-run.js';
import type { Looked } from '../base/patient-look.js';
import type { ActivityDeps } from '../base/deps.js';

// In the order in which a run goes through them: one that moves on between the two lists is seen in both.
const ACTIVE: readonly RunStatus[] = ['PENDING', 'RUNNING'];

/** The active runs of these tasks. A 404 proves nothing: it may mean that the key may not read the task. */
export const activeRuns =
  ({ ax }: ActivityDeps) =>
  async ({ tasks }: { tasks: SweptTask[] }): Promise<Looked<ActiveRuns>> => {
    const found = new Map<string, ActiveRun>();
    const unread: SweptTask[] = [];
    let refused: AxError | null = null;
    for (const task of tasks) {
      try {
        for (const run of await runsOf(ax, task)) found.set(run.id, activeRun(run, task));
      } catch (error) {
        if (!isAxError(error) || error.kind !== 'AxNotFound') throw error;
        refused = error;
        unread.push(task);
      }
    }
    const runs = [...found.values()];
    return refused === null ? { found: { runs, unread } } : { refused, without: { runs, unread } };
  };

async function runsOf(ax: AxClient, { id }: SweptTask): Promise<TaskRun[]> {
  const runs: TaskRun[] = [];
  for (const status of ACTIVE) {
    for await (const run of ax.eachRun({ task: referenceTo(id), status, limit: 100 })) runs.push(run);
  }
  return runs;
}

const activeRun = ({ id, status, createdAt, createdByUserId }: TaskRun, task: SweptTask): ActiveRun => ({
  runId: id,
  task,
  status,
  createdAt,
  createdByUserId,
});
