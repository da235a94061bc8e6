import type { AxClient } from '../../ax/ax-client.js';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import type { SweptTask } from '../../model/sweep/orphans.js';
import type { Task } from '../../model/api/task.js';
import type { Looked } from '../base/patient-look.js';
import type { ActivityDeps } from '../base/deps.js';

/** The tasks of a sweep: those asked for, else all of the space, else all that the key can see. */
export const tasksInScope =
  ({ ax }: ActivityDeps) =>
  async ({ space, tasks }: Pick<SweepRunsInput, 'space' | 'tasks'>): Promise<Looked<SweptTask[]>> => {
    const inSpace = space === undefined ? {} : { space };
    const found = tasks === undefined ? await allTasks(ax, inSpace) : await namedTasks(ax, tasks, inSpace);
    return { found: [...new Map(found.map((task) => [task.id, sweptTask(task)])).values()] };
  };

const sweptTask = ({ id, name, isContinuous }: Task): SweptTask => ({ id, name, isContinuous });

async function allTasks(ax: AxClient, inSpace: { space?: string }): Promise<Task[]> {
  const found: Task[] = [];
  for await (const task of ax.eachTask({ ...inSpace, limit: 100 })) found.push(task);
  return found;
}

async function namedTasks(ax: AxClient, tasks: string[], inSpace: { space?: string }): Promise<Task[]> {
  const found: Task[] = [];
  for (const task of tasks) found.push(await ax.getTask({ task, ...inSpace }));
  return found;
}
