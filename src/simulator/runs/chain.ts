import type { RunRecord } from '../store/types.js';
import type { World } from '../world.js';
import { createRun } from './create-run.js';
import { planExperimentEvaluation } from './plan-experiment-evaluation.js';

/** Starts the evaluation tasks that were to follow an experiment; tasks deleted meanwhile are passed over. */
export function startChainedRuns(world: World, parent: RunRecord, atMs: number): void {
  const experimentId = parent.wire.experiment_id;
  if (parent.plan.work.kind !== 'experiment' || experimentId === null) return;
  for (const taskId of parent.plan.work.evaluationTaskIds) {
    const task = world.store.findTask(taskId);
    if (task === undefined) continue;
    createRun(world, {
      task,
      planned: planExperimentEvaluation(world, task.wire, [experimentId], false),
      window: null,
      experimentName: null,
      createdBy: parent.wire.created_by_user_id ?? world.admin.id,
      atMs,
      requestSeq: null,
      parentRunId: parent.wire.id,
      hidden: null,
    });
  }
}
