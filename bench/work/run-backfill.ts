import { evaluatorsKey } from '../../src/model/api/task.js';
import type { BackfillResult, RunBackfillInput } from '../../src/model/backfill/backfill.js';
import { backfillWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { hoursBefore, planOf } from '../../test/backfills/plan-of.js';
import type { BenchTask, SimulatedService } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';

/** Runs a backfill of so many windows of an hour to its end; returns how long it took, in milliseconds. */
export async function runBackfill(
  { temporal, queue, service }: Stack,
  task: BenchTask,
  { windows, inFlight }: { windows: number; inFlight: number },
): Promise<number> {
  const evaluators = await evaluatorsOf(service, task);
  const plan = planOf(
    { id: task.id, name: task.name, evaluators },
    hoursBefore(Date.now(), windows),
    inFlight,
  );
  const startedMs = performance.now();
  const { verdict } = await temporal.client.workflow.execute<
    (input: RunBackfillInput) => Promise<BackfillResult>
  >(WORKFLOWS.runBackfill, {
    taskQueue: queue,
    workflowId: backfillWorkflowId(task.name, queue),
    args: [{ plan }],
  });
  if (verdict !== 'good') throw new Error(`the backfill ended as ${verdict}`);
  return performance.now() - startedMs;
}

async function evaluatorsOf(service: SimulatedService, task: BenchTask): Promise<string> {
  const shown = await service.evaluatorsOf(task);
  return evaluatorsKey(
    shown.map(({ evaluator_id, evaluator_version_id }) => ({
      evaluatorId: evaluator_id ?? '',
      evaluatorVersionId: evaluator_version_id ?? null,
    })),
  );
}
