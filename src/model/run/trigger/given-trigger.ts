import { isProjectTask, isRunExperimentTask } from '../../api/task.js';
import type { TaskSummary } from '../../api/task.js';
import { hash32 } from '../../base/hash.js';
import type { RunIntent } from '../intent.js';
import { USED_FOR_MS } from '../shared-fence.js';
import type { OpenedFence } from '../unresolved.js';

/** What the items of a fan-out that begin soon after each other would each read before its trigger (design/fan-out.md). */
export interface SharedTrigger {
  task: TaskSummary;
  /** Of a task that runs experiments, without the experiments that exist; null: of another one. */
  fence: OpenedFence | null;
  /** Of the experiments that exist in its dataset, by {@link nameHash}; null: they are too many, or not known. */
  namesTaken: number[] | null;
  /** No execution went before the one that read it, so none of its items has triggered before. */
  isFirst: boolean;
  /** The execution (Temporal run ID) that read it. */
  readBy: string;
}

/** What a parent gives to the `runTask` of an item, which reads the rest by itself. */
export interface GivenTrigger extends Pick<SharedTrigger, 'task' | 'fence' | 'isFirst' | 'readBy'> {
  /** Before it was read, in milliseconds since 1970 by Temporal's clock. */
  readMs: number;
}

/** The names of experiments are compared by it: two that share it are taken for one, and looked up. */
export const nameHash = hash32;

/** What is given to an item that asks for this, from what was read at `readMs`; undefined: nothing. */
export function givenFor(
  { task, fence, namesTaken, isFirst, readBy }: SharedTrigger,
  readMs: number,
  { trigger }: RunIntent,
): GivenTrigger | undefined {
  if ((trigger.evaluationTaskIds ?? []).length > 0) return undefined;
  // A window may begin where the last run of the task ended.
  const isWindowOpen = trigger.dataStartTime === undefined || trigger.dataEndTime === undefined;
  if (isProjectTask(task) && isWindowOpen) return undefined;
  const { experimentName: name } = trigger;
  const mayBeTaken = name !== undefined && (namesTaken?.includes(nameHash(name)) ?? true);
  const isShared = isRunExperimentTask(task) && !mayBeTaken;
  return { task, fence: isShared ? fence : null, isFirst, readBy, readMs };
}

/** Whether it may still be used, by a workflow whose parent is that execution (Temporal run ID). */
export const isGivenUsable = (
  { readBy, readMs }: GivenTrigger,
  parentExecutionId: string | undefined,
  nowMs: number,
): boolean => readBy === parentExecutionId && nowMs - readMs < USED_FOR_MS;
