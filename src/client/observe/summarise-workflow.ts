import type { WorkflowExecutionInfo } from '@temporalio/client';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { StepMemo } from '../../model/pipeline/pipeline-memo.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { TITLE_MEMO } from '../../model/temporal/memos.js';
import type { WorkflowSummary } from '../../model/temporal/workflow-snapshot.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { backfillOf } from './describe-backfill.js';
import type { Conclusion } from './read-conclusion.js';

/** A workflow of a list without its verdict, from what the list says of it. */
export function summaryOf(execution: WorkflowExecutionInfo): Omit<WorkflowSummary, keyof Conclusion> {
  const { workflowId, type, status, startTime, closeTime, memo } = execution;
  const tasks = tasksOf(memo);
  const title = memo?.[TITLE_MEMO];
  const isWait = type === WORKFLOWS.waitForRun;
  return {
    workflowId,
    type,
    name: typeof title === 'string' && !isWait ? title : (backfillOf(memo).plan?.task.name ?? null),
    tasks: type === WORKFLOWS.runTask && typeof title === 'string' ? [...new Set([title, ...tasks])] : tasks,
    status: status.name,
    startedAt: startTime.toISOString(),
    closedAt: closeTime?.toISOString() ?? null,
  };
}

/** The names and ids of tasks in the memos of a pipeline, a run or a backfill; none if they cannot be decrypted here. */
function tasksOf(memo: WorkflowExecutionInfo['memo']): string[] {
  const steps = (memo?.[STEPS_MEMO] ?? []) as StepMemo[];
  const trigger = memo?.[TRIGGER_MEMO] as Partial<TriggerMemo> | null | undefined;
  const { plan } = backfillOf(memo);
  const found = [
    ...steps.map(({ task }) => task),
    trigger?.taskId ?? '',
    plan?.task.name ?? '',
    plan?.task.id ?? '',
  ];
  return [...new Set(found.filter((task) => task !== ''))];
}
