import type { BackfillMemo } from '../backfill/backfill.js';
import type { TriggerMemo } from '../run/trigger-memo.js';
import { DEFAULT_TASK_QUEUE, watchWorkflowId } from './names.js';

/** A running workflow that may wait for runs, as it is listed. */
export interface MayWait {
  workflowId: string;
  trigger: Pick<TriggerMemo, 'taskId' | 'runId'> | null;
  backfill: Pick<BackfillMemo, 'task' | 'runIds'> | null;
}

/** Those that wait for one of these tasks or runs: the watchers first, since they look for many. */
export function waitsFor<Each extends MayWait>(workflows: readonly Each[], ids: readonly string[]): Each[] {
  const wanted = new Set(ids);
  const direct = workflows.filter(({ trigger, backfill }) => isNamed(wanted, trigger, backfill));
  const taskIds = [...ids, ...direct.flatMap(({ trigger }) => (trigger === null ? [] : [trigger.taskId]))];
  const watchers = taskIds.map((taskId) => watchWorkflowId(taskId, DEFAULT_TASK_QUEUE, 0));
  const looksAfter = ({ workflowId }: MayWait): boolean =>
    watchers.some((watcher) => workflowId === watcher || workflowId.startsWith(`${watcher}/`));
  return [...workflows.filter(looksAfter), ...direct];
}

const isNamed = (
  wanted: ReadonlySet<string>,
  trigger: MayWait['trigger'],
  backfill: MayWait['backfill'],
): boolean =>
  [trigger?.taskId, trigger?.runId, backfill?.task.id, ...(backfill?.runIds ?? [])].some(
    (id) => typeof id === 'string' && id !== '' && wanted.has(id),
  );
