import type { RunPipelineInput } from '../../src/model/pipeline/inputs.js';
import type { Plan } from '../../src/model/pipeline/plan.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import { pipelineWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { BenchTask } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';

/** Runs a pipeline of one step with so many items to its end; returns how long it took, in milliseconds. */
export async function runFanOut(
  { temporal, queue }: Stack,
  task: BenchTask,
  { items, atOnce }: { items: number; atOnce: number },
): Promise<number> {
  const startedMs = performance.now();
  const { verdict } = await temporal.client.workflow.execute<
    (input: RunPipelineInput) => Promise<PipelineResult>
  >(WORKFLOWS.runPipeline, {
    taskQueue: queue,
    workflowId: pipelineWorkflowId('bench', queue),
    args: [{ plan: planOf(task, items, atOnce) }],
  });
  if (verdict !== 'good') throw new Error(`the pipeline ended as ${verdict}`);
  return performance.now() - startedMs;
}

const planOf = (task: BenchTask, items: number, atOnce: number): Plan => ({
  version: 1,
  name: 'bench',
  labels: {},
  steps: [
    {
      id: 'each',
      needs: [],
      task: task.id,
      trigger: { maxExamples: 1 },
      experimentsFrom: [],
      shareDataset: true,
      fanOut: {
        items: Array.from({ length: items }, (_, at) => ({
          key: `item-${at}`,
          value: { at },
          isMatrix: true,
        })),
        limit: atOnce,
        onConflict: 'wait',
      },
      bindings: [
        { at: ['trigger', 'experimentName'], template: 'wide-${{ index }}', kind: 'experiment-name' },
      ],
    },
  ],
});
