import type { BenchTask, SimulatedService } from '../stack/simulated-service.js';
import { wireWindow } from '../work/start.js';

/** Runs that go on until they are cancelled, and so end when the measurement wants it. */
export interface StuckRuns {
  readonly runIds: readonly string[];
  /** Their tasks. */
  readonly list: readonly BenchTask[];
  /** The runs of each task, by the task's ID. */
  readonly tasks: ReadonlyMap<string, readonly string[]>;
}

/** Triggers so many on new tasks; runs that nobody stops, so nothing but this may be triggered meanwhile. */
export async function triggerStuckRuns(
  service: SimulatedService,
  count: number,
  taskCount: number,
): Promise<StuckRuns> {
  await service.setBehaviour({ stuckAt: 'RUNNING' });
  const tasks = new Map<string, string[]>();
  const list: BenchTask[] = [];
  for (let nth = 0; nth < taskCount; nth++) {
    const task = await service.createTask('evaluation');
    const runIds: string[] = [];
    for (let run = nth; run < count; run += taskCount)
      runIds.push(await service.triggerRun(task, wireWindow()));
    tasks.set(task.id, runIds);
    list.push(task);
  }
  return { tasks, list, runIds: [...tasks.values()].flat() };
}
